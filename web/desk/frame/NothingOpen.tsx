import { useWords } from '../../ui/i18n/setup.ts'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { PictureLetter } from '../../ui/pictures/Letter.tsx'
import { useInbox } from '../inbox/inbox.ts'

/** No conversation is open: says what to do next, by what waits. */
export function NothingOpen() {
  const { t } = useWords('desk')
  const inbox = useInbox().data
  if (!inbox) return null // whether it is quiet is not known yet
  const waiting = inbox.waiting.length
  return (
    <div className="m-auto w-full max-w-104 px-gutter">
      <EmptyState
        picture={<PictureLetter />}
        title={waiting > 0 ? t('nothing.waiting', { count: waiting }) : t('nothing.quiet')}
      >
        {waiting > 0 ? t('nothing.waiting_text') : t('nothing.quiet_text')}
      </EmptyState>
    </div>
  )
}
