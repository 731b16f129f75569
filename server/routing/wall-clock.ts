/** Times of day as they may be written: "08:00" or "08:00:00". */
const minuteLength = 'HH:MM'.length
/** ISO; JavaScript counts it as 0. */
const sunday = 7

/** What calendar and clock of the place show at this moment; `time` is "HH:MM", `weekday` ISO 1 (Monday) to 7. */
export function wallClock(zone: string, at: number): { day: string; weekday: number; time: string } {
  const wall = new Date(at + offsetMs(zone, at))
  const [day = '', time = ''] = wall.toISOString().split('T')
  return { day, weekday: weekdayOf(wall), time: time.slice(0, minuteLength) }
}

/** ISO 1 (Monday) to 7, of a day by UTC. */
export const weekdayOf = (day: Date): number => day.getUTCDay() || sunday

/** The moment at which a wall clock of the place shows this time of this day. */
export function instantOf(zone: string, day: string, time: string): number {
  const local = Date.parse(`${day}T${time.slice(0, minuteLength)}:00Z`)
  // The offset of the place at that moment, which is first guessed by the wall clock.
  const guess = local - offsetMs(zone, local)
  return local - offsetMs(zone, guess)
}

/** Places change their clocks on a quarter of an hour. */
const quarterMs = 15 * 60_000
/** Offsets that are kept; past it all are worked out anew. */
const offsetLimit = 10_000
const offsets = new Map<string, number>()

/** How far the place is ahead of UTC at this moment. */
function offsetMs(zone: string, at: number): number {
  const key = `${zone} ${Math.floor(at / quarterMs)}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  if (offsets.size >= offsetLimit) offsets.clear()
  const offset = workOutOffsetMs(zone, at)
  offsets.set(key, offset)
  return offset
}

const formats = new Map<string, Intl.DateTimeFormat>()

function workOutOffsetMs(zone: string, at: number): number {
  const format = formats.get(zone) ?? newFormat(zone)
  formats.set(zone, format)
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const wall = Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second)
  return wall - Math.floor(at / 1000) * 1000
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

function newFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
}
