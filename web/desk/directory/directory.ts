import type { QueryClient } from '@tanstack/react-query'
import { type DirectoryEntry, readDirectoryDesk } from '../../../contract/directory.ts'
import { type Language, languageTags } from '../../ui/i18n/language.ts'
import { keyOf } from '../../ui/net/query.ts'

/** What an entry is known by. */
export function nameOf(entry: DirectoryEntry): string {
  switch (entry.kind) {
    case 'hotline':
      return entry.number
    case 'sender':
      return entry.name
    case 'site':
    case 'mail':
      return entry.domain
  }
}

export function sayCountry(country: string, language: Language): string {
  return new Intl.DisplayNames([languageTags[language]], { type: 'region' }).of(country) ?? country
}

/** A Monday, to name the days of the week from. */
const monday = Date.UTC(2024, 0, 1)
const dayMs = 86_400_000

export function sayDays(days: readonly number[], language: Language): string {
  const names = new Intl.DateTimeFormat(languageTags[language], { weekday: 'short', timeZone: 'UTC' })
  return days.map((day) => names.format(monday + (day - 1) * dayMs)).join(' ')
}

export function readAllAgain(queries: QueryClient): Promise<unknown> {
  return queries.invalidateQueries({ queryKey: keyOf(readDirectoryDesk) })
}
