import { instantOf, wallClock, weekdayOf } from './wall-clock.ts'

/** Hours of one weekday, ISO 1 (Monday) to 7, as "HH:MM" of the team's own place. */
export type Opening = { weekday: number; opens: string; closes: string }
export type Hours = {
  timeZone: string
  openings: readonly Opening[]
  holidays: readonly { day: string; name: string }[]
}

/** Whether a team works now: within its hours and on no holiday. A team without hours works on every other day. */
export function isOpen(hours: Hours, now: Date): boolean {
  if (holidayAt(hours, now)) return false
  if (hours.openings.length === 0) return true
  const { weekday, time } = wallClock(hours.timeZone, now.getTime())
  return hours.openings.some((one) => one.weekday === weekday && one.opens <= time && time < one.closes)
}

/** Days looked ahead for the next opening; a team that is closed for longer says nothing. */
const daysAhead = 31

/** When a team that is closed now works again; null where that is not soon. */
export function nextOpening(hours: Hours, now: Date): Date | null {
  for (const { opensAt } of openSpans(hours, now, daysAhead)) if (opensAt > now.getTime()) return new Date(opensAt)
  return null
}

const dayMs = 24 * 3_600_000
const wholeDay = { opens: '00:00', closes: '24:00' }

/** The spans of working time from this moment's day on, in order; a team without hours works all day long. */
export function* openSpans(hours: Hours, from: Date, days: number): Generator<{ opensAt: number; closesAt: number }> {
  const zone = hours.timeZone
  const first = Date.parse(`${wallClock(zone, from.getTime()).day}T00:00:00Z`)
  const holidays = new Set(hours.holidays.map(({ day }) => day))
  const openings = [...hours.openings].sort((a, b) => (a.opens < b.opens ? -1 : 1))
  for (let ahead = 0; ahead <= days; ahead += 1) {
    const midnight = new Date(first + ahead * dayMs)
    const day = midnight.toISOString().slice(0, 10)
    if (holidays.has(day)) continue
    const weekday = weekdayOf(midnight)
    const spans = openings.length === 0 ? [wholeDay] : openings.filter((one) => one.weekday === weekday)
    for (const { opens, closes } of spans)
      yield { opensAt: instantOf(zone, day, opens), closesAt: instantOf(zone, day, closes) }
  }
}

/** The holiday that a team keeps now, by the day of its own place. */
export function holidayAt(hours: Pick<Hours, 'timeZone' | 'holidays'>, now: Date): { name: string } | undefined {
  if (hours.holidays.length === 0) return undefined
  const { day } = wallClock(hours.timeZone, now.getTime())
  return hours.holidays.find((holiday) => holiday.day === day)
}
