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
  const sunday = 7
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
