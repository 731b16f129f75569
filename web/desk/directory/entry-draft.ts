import type { DirectoryEntry, Hotline } from '../../../contract/directory.ts'
import type { Language } from '../../ui/i18n/language.ts'

/** What the form holds: every field as typed, of whichever kind. */
export type EntryDraft = {
  kind: DirectoryEntry['kind']
  name: string
  domain: string
  number: string
  country: string
  region: Record<Language, string>
  opening: keyof typeof openings
  from: string
  to: string
  zone: string
  languages: Language[]
  cost: Hotline['cost']
}

/** Days on which a hotline is open; `kept` leaves hours alone that this form cannot show. */
export const openings = {
  always: [],
  every_day: [1, 2, 3, 4, 5, 6, 7],
  weekdays: [1, 2, 3, 4, 5],
  to_saturday: [1, 2, 3, 4, 5, 6],
  kept: [],
} as const

export const zones = [
  'Asia/Jakarta',
  'Asia/Makassar',
  'Asia/Jayapura',
  'Asia/Kuala_Lumpur',
  'Asia/Singapore',
  'Asia/Shanghai',
  'Asia/Hong_Kong',
  'UTC',
]

const empty: EntryDraft = {
  kind: 'hotline',
  name: '',
  domain: '',
  number: '+62',
  country: 'ID',
  region: { zh: '', id: '', en: '' },
  opening: 'every_day',
  from: '08:00',
  to: '20:00',
  zone: 'Asia/Jakarta',
  languages: ['id'],
  cost: 'local',
}

export function draftOf(entry: DirectoryEntry | undefined): EntryDraft {
  if (!entry) return empty
  switch (entry.kind) {
    case 'hotline':
      return { ...empty, ...entry, region: entry.region ?? empty.region, ...hoursOf(entry) }
    case 'sender':
      return { ...empty, kind: entry.kind, name: entry.name }
    case 'site':
    case 'mail':
      return { ...empty, kind: entry.kind, domain: entry.domain }
  }
}

function hoursOf({ hours }: Hotline): Pick<EntryDraft, 'opening' | 'from' | 'to'> {
  const [only, more] = hours
  if (!only) return { opening: 'always', from: empty.from, to: empty.to }
  const names = Object.keys(openings) as (keyof typeof openings)[]
  const named = names.find((name) => openings[name].join() === only.days.join())
  return { opening: more || !named ? 'kept' : named, from: only.from, to: only.to }
}

/** The entry that a draft means; `known` is the one that it changes. */
export function entryOf(draft: EntryDraft, known: DirectoryEntry | undefined): DirectoryEntry {
  const { kind, name, domain } = draft
  if (kind === 'sender') return { kind, name: name.trim() }
  if (kind !== 'hotline') return { kind, domain: domain.trim().toLowerCase() }
  const { country, number, region, opening, from, to, zone, languages, cost } = draft
  const kept = opening === 'kept' && known?.kind === 'hotline' ? known.hours : undefined
  const days = [...openings[opening]]
  const hasRegion = Object.values(region).some((one) => one.trim() !== '')
  return {
    kind,
    country: country.trim().toUpperCase(),
    region: hasRegion ? { zh: region.zh.trim(), id: region.id.trim(), en: region.en.trim() } : null,
    number: `+${number.replace(/\D/g, '')}`,
    hours: kept ?? (days.length > 0 ? [{ days, from, to }] : []),
    zone,
    languages,
    cost,
  }
}
