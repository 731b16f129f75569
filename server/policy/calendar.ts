/** Days of limits and statements are the operator's: West Indonesian Time, which has no summer time. */
const offsetMs = 7 * 3_600_000
/** The IANA name of the same, for PostgreSQL. */
export const operatorZone = 'Asia/Jakarta'
const dayMs = 86_400_000

/** The operator's calendar day of an instant, as YYYY-MM-DD. */
export function dayOf(at: Date): string {
  return new Date(at.getTime() + offsetMs).toISOString().slice(0, 10)
}

/** An instant in the operator's time, with its offset: 2026-11-22T14:05:09+07:00. */
export function momentOf(at: Date): string {
  return `${new Date(at.getTime() + offsetMs).toISOString().slice(0, 19)}+07:00`
}

/** When the day of `at` ends and its limits renew. */
export function endOfDay(at: Date): Date {
  return new Date((Math.floor((at.getTime() + offsetMs) / dayMs) + 1) * dayMs - offsetMs)
}

/** When a calendar day, YYYY-MM-DD, begins for the operator. */
export function startOfDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) - offsetMs)
}
