import { instantOf } from './wall-clock.ts'

/** ISO; JavaScript counts it as 0. */
const sunday = 7

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
  const { weekday, time } = placeTime(hours.timeZone, now)
  return hours.openings.some((one) => one.weekday === weekday && one.opens <= time && time < one.closes)
}

/** Days looked ahead for the next opening; a team that is closed for longer says nothing. */
const daysAhead = 31
const dayMs = 24 * 3_600_000

/** When a team that is closed now works again; null where that is not soon. */
export function nextOpening(hours: Hours, now: Date): Date | null {
  const today = placeTime(hours.timeZone, now)
  const holidays = new Set(hours.holidays.map(({ day }) => day))
  for (let ahead = 0; ahead <= daysAhead; ahead += 1) {
    const midnight = new Date(Date.parse(`${today.day}T00:00:00Z`) + ahead * dayMs)
    const day = midnight.toISOString().slice(0, 10)
    if (holidays.has(day)) continue
    const opens = opensOn(hours, midnight.getUTCDay() || sunday).find((time) => ahead > 0 || time > today.time)
    if (opens) return new Date(instantOf(hours.timeZone, day, opens))
  }
  return null
}

/** Times at which it opens on a weekday, in order; a team without hours at midnight. */
function opensOn({ openings }: Hours, weekday: number): string[] {
  if (openings.length === 0) return ['00:00']
  return openings
    .filter((one) => one.weekday === weekday)
    .map(({ opens }) => opens)
    .sort()
}

/** The holiday that a team keeps now, by the day of its own place. */
export function holidayAt(hours: Pick<Hours, 'timeZone' | 'holidays'>, now: Date): { name: string } | undefined {
  if (hours.holidays.length === 0) return undefined
  const { day } = placeTime(hours.timeZone, now)
  return hours.holidays.find((holiday) => holiday.day === day)
}

/** Whether the platform knows a zone of this IANA name. */
export function isTimeZone(name: string): boolean {
  try {
    newFormat(name)
    return true
  } catch {
    return false
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Day, weekday and time of day there. */
function placeTime(timeZone: string, now: Date): { day: string; weekday: number; time: string } {
  const format = formats.get(timeZone) ?? newFormat(timeZone)
  formats.set(timeZone, format)
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]))
  const day = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
  return {
    day,
    weekday: new Date(`${day}T00:00:00Z`).getUTCDay() || sunday,
    time: `${parts.get('hour')}:${parts.get('minute')}`,
  }
}

function newFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
}
