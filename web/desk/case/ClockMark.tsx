import { AlarmClock, PauseCircle } from 'lucide-react'
import type { ServiceClock } from '../../../contract/cases.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { classes } from '../../ui/parts/classes.ts'
import { useNow } from '../frame/clock.ts'
import { formatSpan } from './duration.ts'

type Promised = Pick<ServiceClock, 'measure' | 'dueAt' | 'warnAt'>

type Urgency = 'calm' | 'near' | 'late' | 'paused'

const clothes: Record<Urgency, string> = {
  calm: 'text-ink-soft',
  near: 'text-warn bg-warn-soft font-strong',
  late: 'text-bad bg-bad-soft font-bold',
  paused: 'text-ink-soft',
}

function urgencyOf({ dueAt, warnAt }: Pick<Promised, 'dueAt' | 'warnAt'>, now: Date): Urgency {
  if (dueAt === null) return 'paused'
  if (Date.parse(dueAt) <= now.getTime()) return 'late'
  return warnAt !== null && Date.parse(warnAt) <= now.getTime() ? 'near' : 'calm'
}

/**
 * What was promised and how long there is: by the clock on the wall, so that everybody reads the same. `short` leaves out
 * what is promised where there is no room; the ear hears it all the same.
 */
export function ClockMark({ clock, short = false }: { clock: Promised; short?: boolean }) {
  const { t } = useWords('cases')
  const now = useNow()
  const urgency = urgencyOf(clock, now)
  const spanMs = clock.dueAt === null ? 0 : Math.abs(Date.parse(clock.dueAt) - now.getTime())
  const time = formatSpan(spanMs, t)
  const measure = t(`measure.${clock.measure}`)
  const said =
    urgency === 'paused'
      ? t('clock.paused', { measure })
      : t(urgency === 'late' ? 'clock.late' : 'clock.left', { measure, time })
  const Icon = urgency === 'paused' ? PauseCircle : AlarmClock
  return (
    <span
      className={classes(
        'figures inline-flex shrink-0 items-center gap-1 rounded-tag px-1.5 py-0.5 text-13 whitespace-nowrap',
        clothes[urgency],
      )}
    >
      <Icon aria-hidden size="1.1em" strokeWidth={2} />
      {short && urgency !== 'paused' ? (
        <>
          <span className="sr-only">{said}</span>
          <span aria-hidden>{`${urgency === 'late' ? '−' : ''}${time}`}</span>
        </>
      ) : (
        said
      )}
    </span>
  )
}
