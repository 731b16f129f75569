import { type Language, languageTags } from '../../ui/i18n/language.ts'
import { formatDate, isoDay, operatorZone } from '../../ui/time.ts'

/** First and last day, both within, YYYY-MM-DD by the operator's calendar. */
export type Period = { from: string; to: string }

export function today(now: Date): string {
  return isoDay(now, operatorZone)
}

/** The present month and those before it, newest first; the present one ends today. */
export function monthsUpTo(now: Date, count: number): Period[] {
  const day = today(now)
  const [year, month] = day.split('-').map(Number) as [number, number]
  return Array.from({ length: count }, (_, back) => {
    const from = new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 10)
    const last = new Date(Date.UTC(year, month - back, 0)).toISOString().slice(0, 10)
    return { from, to: back === 0 ? day : last }
  })
}

/** November 2026 */
export function monthName(day: string, language: Language): string {
  const options = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(languageTags[language], options).format(new Date(day))
}

/** 1 November 2026 – 22 November 2026: date fields show days as the device writes them, this as the reader does. */
export function formatPeriod({ from, to }: Period, language: Language): string {
  return `${formatDate(from, language, 'UTC')} – ${formatDate(to, language, 'UTC')}`
}

/** A date field that is being filled in is empty; a period may also lie the wrong way round. */
export function isPeriod({ from, to }: Period): boolean {
  const day = /^\d{4}-\d\d-\d\d$/
  return day.test(from) && day.test(to) && from <= to
}
