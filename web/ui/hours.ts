import type { Hotline } from '../../contract/directory.ts'
import { type Language, languageTags } from './i18n/language.ts'
import { sayClock } from './time.ts'

/** A Monday, to name the days of the week from. */
const monday = Date.UTC(2024, 0, 1)
const dayMs = 86_400_000

function sayDay(day: number, language: Language): string {
  const names = new Intl.DateTimeFormat(languageTags[language], { weekday: 'short', timeZone: 'UTC' })
  return names.format(monday + (day - 1) * dayMs)
}

/** "Mon–Fri", "Sat, Sun": days that follow each other as one span. */
export function sayDays(days: readonly number[], language: Language): string {
  const spans: [number, number][] = []
  for (const day of days.toSorted((a, b) => a - b)) {
    const last = spans.at(-1)
    if (last && last[1] === day - 1) last[1] = day
    else spans.push([day, day])
  }
  return spans
    .flatMap(([from, to]) => {
      if (to - from < 2) return from === to ? [sayDay(from, language)] : [sayDay(from, language), sayDay(to, language)]
      return [`${sayDay(from, language)}–${sayDay(to, language)}`]
    })
    .join(', ')
}

/** "Jakarta Time", in Indonesian "WIB"; in Chinese the long name, for browsers carry no Chinese names of most cities. */
function sayZone(timeZone: string, language: Language): string {
  const parts = new Intl.DateTimeFormat(languageTags[language], {
    timeZone,
    timeZoneName: language === 'zh' ? 'longGeneric' : 'shortGeneric',
  }).formatToParts()
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}

/** "Mon–Fri 08:00–20:00 (Jakarta Time)"; undefined where a hotline is open day and night. */
export function sayHours({ hours, zone }: Hotline, language: Language): string | undefined {
  if (hours.length === 0) return undefined
  const periods = hours.map(
    ({ days, from, to }) => `${sayDays(days, language)} ${sayClock(from, language)}–${sayClock(to, language)}`,
  )
  return `${periods.join(' · ')} (${sayZone(zone, language)})`
}

export function sayCountry(country: string, language: Language): string {
  return new Intl.DisplayNames([languageTags[language]], { type: 'region' }).of(country) ?? country
}
