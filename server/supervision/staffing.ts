import type { Received, Reply } from '../../contract/route.ts'
import type { readStaffing as route } from '../../contract/supervision.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import { dayOf, operatorZone, startOfDay } from '../policy/calendar.ts'
import { readHistory } from '../routing/queue.sql.ts'
import { ratesFrom } from '../routing/waiting-time.ts'
import { agentsNeeded } from './erlang.ts'
import { readArrivals } from './staffing.sql.ts'

/** Whole weeks that arrivals, lengths and patience are taken from. */
const weeks = 4
const weekMs = 7 * 86_400_000
const halfHourSeconds = 1_800

/** What each half hour of a weekday needs so that the share is answered in time. Only half hours in which people came. */
export async function readStaffing(
  sql: Sql,
  clock: Clock,
  { weekday, answeredPercent, withinSeconds, placesPerAgent }: Received<typeof route>['query'],
): Promise<Reply<typeof route>> {
  const to = startOfDay(dayOf(clock.now()))
  const from = new Date(to.getTime() - weeks * weekMs)
  const [{ days, arrivals }, history] = await Promise.all([
    readArrivals(sql, { weekday, from, to, timeZone: operatorZone }),
    readHistory(sql, from),
  ])
  const { handlingSeconds, leavingPerSecond } = ratesFrom(history)
  const patienceSeconds = 1 / leavingPerSecond
  const target = { answeredShare: answeredPercent / 100, withinSeconds, placesPerAgent }
  const halfHours = arrivals.map(({ halfHour, people }) => {
    const mean = people / Math.max(1, days)
    const load = { arrivalsPerSecond: mean / halfHourSeconds, handlingSeconds, patienceSeconds }
    const { agents, outcome } = agentsNeeded(load, target)
    const { answeredShare, leavingShare } = outcome
    return { start: clockTime(halfHour), arrivals: mean, agents, answeredShare, leavingShare }
  })
  return { days, handlingSeconds, patienceSeconds, halfHours }
}

const clockTime = (halfHour: number) =>
  `${String(Math.floor(halfHour / 2)).padStart(2, '0')}:${halfHour % 2 === 0 ? '00' : '30'}`
