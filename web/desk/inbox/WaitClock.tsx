import { Clock } from 'lucide-react'
import { useWords } from '../../ui/i18n/setup.ts'
import { classes } from '../../ui/parts/classes.ts'
import { formatElapsed } from '../../ui/time.ts'
import { useNow } from '../frame/clock.ts'

/** From here on a wait is set in ink, and from there on it asks for attention. It never turns red: nothing is lost. */
const noticedMs = 2 * 60_000
const longMs = 5 * 60_000

type Patience = 'short' | 'noticed' | 'long'

export function patienceOf(since: string, now: Date): Patience {
  const waitedMs = now.getTime() - Date.parse(since)
  return waitedMs >= longMs ? 'long' : waitedMs >= noticedMs ? 'noticed' : 'short'
}

const clothes: Record<Patience, string> = {
  short: 'text-ink-soft',
  noticed: 'text-ink font-strong',
  long: 'text-warn font-bold bg-warn-soft',
}

/** How long a person has been waiting for us: always seen, growing calmly, in a place that keeps its width. */
export function WaitClock({ since }: { since: string }) {
  const { t } = useWords('desk')
  const now = useNow()
  return (
    <span
      className={classes(
        'figures inline-flex min-w-16 shrink-0 items-center justify-end gap-1 rounded-tag px-1.5 py-1 text-13',
        clothes[patienceOf(since, now)],
      )}
    >
      <Clock aria-hidden size="1.1em" strokeWidth={2} />
      <span className="sr-only">{t('inbox.waits')} </span>
      <span>{formatElapsed(since, now)}</span>
    </span>
  )
}
