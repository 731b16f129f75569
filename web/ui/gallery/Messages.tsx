import { useWords } from '../i18n/setup.ts'
import { NoAnswerError } from '../net/api.ts'
import { Button } from '../parts/Button.tsx'
import { EmptyState } from '../parts/EmptyState.tsx'
import { ErrorState } from '../parts/ErrorState.tsx'
import { type Meaning, Notice } from '../parts/Notice.tsx'
import { OfflineBar } from '../parts/OfflineBar.tsx'
import { PictureEmptyDrawer } from '../pictures/EmptyDrawer.tsx'
import { PictureLetter } from '../pictures/Letter.tsx'
import { PicturePaid } from '../pictures/Paid.tsx'
import { PictureShield } from '../pictures/Shield.tsx'
import { samples } from './samples.ts'

const meanings: readonly Meaning[] = ['good', 'warn', 'bad', 'info']

/** Everything that tells: notices, nothing here, did not load, no network. */
export function Messages() {
  const { language } = useWords()
  const words = samples[language]
  return (
    <section className="flex flex-col gap-4">
      <OfflineBar reconnecting />
      {meanings.map((meaning, place) => (
        <Notice key={meaning} meaning={meaning} title={words.notices[place]![0]}>
          {words.notices[place]![1]}
        </Notice>
      ))}
      <EmptyState
        picture={<PictureEmptyDrawer />}
        title={words.emptyTitle}
        action={<Button tone="primary">{words.add}</Button>}
      >
        {words.emptyText}
      </EmptyState>
      <ErrorState error={new NoAnswerError('no_answer')} onRetry={() => {}} />
      <div className="flex flex-wrap gap-4">
        <PictureLetter />
        <PictureShield />
        <PicturePaid />
      </div>
    </section>
  )
}
