import { useQuery } from '@tanstack/react-query'
import type { Staff } from '../../../contract/identity.ts'
import { readOwnReviews } from '../../../contract/reviews.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { inboxPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { TopBar } from '../frame/TopBar.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { ReviewList } from './ReviewList.tsx'

/** What supervisors made of the agent's own conversations. */
export function OwnReviews({ me }: { me: Staff }) {
  const { t } = useWords('supervision')
  const go = useGo()
  const found = useQuery(reading(readOwnReviews, {}))
  useCommand('back', () => go(inboxPath))
  return (
    <div className="flex h-dvh flex-col bg-ground">
      <TopBar me={me} inside={false} />
      <main className="min-h-0 flex-1 overflow-y-auto px-gutter py-4">
        <h1 className="sr-only">{`Dompet ${t('quality.own')}`}</h1>
        <div className="mx-auto max-w-180">
          <Loaded query={found} coming={t('report.reading')}>
            {({ criteria, reviews }) => <ReviewList title={t('quality.own')} criteria={criteria} reviews={reviews} />}
          </Loaded>
        </div>
      </main>
    </div>
  )
}
