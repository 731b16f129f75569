import { endOfDay } from '../policy/calendar.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** Ordinary life in the world ends this long before it is made. */
const quietMs = hourMs

/** Instants of the world, seen from the moment at which it is made. */
export type Calendar = {
  /** `time` as "07:45" or "07:45:20" on the operator's clock; at least one day ago, so that it is always past. */
  day(daysAgo: number, time: string): Date
  /** Today, before ordinary life ends. */
  late(minutesBeforeEnd: number): Date
  /** In the last minutes, for what must still be true when somebody looks. */
  justNow(minutesAgo: number): Date
}

export function calendarOf(now: Date): Calendar {
  const end = now.getTime() - quietMs
  const nextMidnight = endOfDay(new Date(end)).getTime()
  return {
    day(daysAgo, time) {
      const [hours, minutes, seconds] = time.split(':').map(Number)
      const inDayMs = hours! * hourMs + minutes! * minuteMs + (seconds ?? oddSecond(daysAgo, minutes!)) * 1000
      return new Date(nextMidnight - (daysAgo + 1) * dayMs + inDayMs)
    },
    late: (minutesBeforeEnd) => new Date(end - minutesBeforeEnd * minuteMs),
    justNow: (minutesAgo) => new Date(now.getTime() - minutesAgo * minuteMs),
  }
}

/** Nobody pays on the full minute; the same each time, so that the world is. */
function oddSecond(daysAgo: number, minutes: number): number {
  return (daysAgo * 17 + minutes * 7) % 60
}
