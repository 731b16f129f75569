import { type Language, languageTags } from '../../ui/i18n/language.ts'

/** "2 hours 30 minutes", in the reader's language; whole seconds. */
export function saySeconds(seconds: number, language: Language): string {
  const parts = [
    ['hour', Math.floor(seconds / 3600)],
    ['minute', Math.floor((seconds % 3600) / 60)],
    ['second', seconds % 60],
  ] as const
  const said = parts.filter(([, count]) => count > 0)
  return (said.length > 0 ? said : [parts[2]]).map(([unit, count]) => sayUnit(unit, count, language)).join(' ')
}

function sayUnit(unit: 'hour' | 'minute' | 'second', count: number, language: Language): string {
  return new Intl.NumberFormat(languageTags[language], { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}

/** A Monday, to name the days of the week from. */
const monday = Date.UTC(2024, 0, 1)
const dayMs = 86_400_000

/** ISO weekday, 1 is Monday. */
export function sayWeekday(weekday: number, language: Language): string {
  const names = new Intl.DateTimeFormat(languageTags[language], { weekday: 'long', timeZone: 'UTC' })
  return names.format(monday + (weekday - 1) * dayMs)
}

type Bounds = { minimum: number; maximum: number }

/** The whole number that was typed, where it is one within the bounds. */
export function numberWithin(typed: string, { minimum, maximum }: Bounds): number | null {
  if (!/^\d{1,6}$/.test(typed.trim())) return null
  const number = Number(typed)
  return number >= minimum && number <= maximum ? number : null
}
