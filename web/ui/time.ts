import { type Language, languageTags } from './i18n/language.ts'

/** Dates and times by language, in the zone of the device unless another is named. */

/** Zone of the operator: limits renew and days end by it. */
export const operatorZone = 'Asia/Jakarta'

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options)
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(languageTags[language], { hourCycle: 'h23', ...options })
  formatters.set(key, made)
  return made
}

const zone = (timeZone?: string) => (timeZone ? { timeZone } : {})

/** In a sentence a day is not parted from its month at the end of a line. */
const held = (date: string) => date.replace(/^(\d{1,2}) /, '$1\u00a0')

/** 14:05, in Indonesian 14.05 */
export function formatTime(at: string, language: Language, timeZone?: string): string {
  return formatter(language, { hour: '2-digit', minute: '2-digit', ...zone(timeZone) }).format(new Date(at))
}

/** A time of day that is written 08:00, and 24:00 at its end: in Indonesian 08.00. */
export function sayClock(written: string, language: Language): string {
  return language === 'id' ? written.replace(':', '.') : written
}

/** 22 November 2026 */
export function formatDate(at: string, language: Language, timeZone?: string): string {
  return formatter(language, { day: 'numeric', month: 'long', year: 'numeric', ...zone(timeZone) }).format(new Date(at))
}

/** 22 Nov 2026, 14:05 */
export function formatMoment(at: string, language: Language, timeZone?: string): string {
  const options = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const
  return held(formatter(language, { ...options, ...zone(timeZone) }).format(new Date(at)))
}

/** The day that it is there, as fields and routes write it: 2026-11-22. */
export function isoDay(at: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', ...zone(timeZone) }).format(at)
}

function dayNumber(at: Date, timeZone?: string): number {
  return Date.parse(`${isoDay(at, timeZone)}T00:00:00Z`) / 86_400_000
}

/**
 * A day as people say it: today, yesterday, tomorrow, a weekday within the week, else the date. For headings of a history.
 */
export function formatDay(at: string, language: Language, now: Date, timeZone?: string): string {
  const day = new Date(at)
  const away = dayNumber(day, timeZone) - dayNumber(now, timeZone)
  if (Math.abs(away) <= 1) {
    const said = new Intl.RelativeTimeFormat(languageTags[language], { numeric: 'auto' }).format(away, 'day')
    return said.charAt(0).toLocaleUpperCase(languageTags[language]) + said.slice(1)
  }
  if (away < 0 && away > -7) return formatter(language, { weekday: 'long', ...zone(timeZone) }).format(day)
  const sameYear = day.getFullYear() === now.getFullYear()
  if (!sameYear) return formatDate(at, language, timeZone)
  return formatter(language, { day: 'numeric', month: 'long', ...zone(timeZone) }).format(day)
}

/** A moment within a sentence, "on 22 Nov, 14:05": with the year only when it is another one. */
export function formatWhen(at: string, language: Language, now: Date, timeZone?: string): string {
  const day = new Date(at)
  if (day.getFullYear() !== now.getFullYear()) return formatMoment(at, language, timeZone)
  const options = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const
  return held(formatter(language, { ...options, ...zone(timeZone) }).format(day))
}

/** How long somebody has waited: 0:42, 12:05, 1:02:07. */
export function formatElapsed(fromAt: string, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - Date.parse(fromAt)) / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}
