import type { DirectoryEntry, Hotline } from '../../contract/directory.ts'
import { looksLike } from './look-alike.ts'
import type { Suspect } from './suspect.ts'

/** What is ours, from the directory and from the configuration. */
export type Ours = {
  entries: readonly DirectoryEntry[]
  /** Names that are worth imitating, beside those of the entries. */
  operator: string
}
/** What is known of reports: how many customers, and what staff made of them. */
export type Reports = { customers: number; verdict: 'confirmed' | 'dismissed' | null }
export const unreported: Reports = { customers: 0, verdict: null }

export type Verdict = {
  verdict: 'ours' | 'not_ours' | 'reported'
  looksLike: string | null
  hotline: Hotline | null
}

/** Fewer customers warn nobody yet: one person alone must not brand somebody's number. */
const reportsUntilShown = 2

/** Judges one number, sender, link or address. There is no "fine": it is ours, reported, or not to be trusted. */
export function judgeSuspect(suspect: Suspect, ours: Ours, reports: Reports): Verdict {
  const own = ours.entries.find((entry) => isOurs(suspect, entry))
  if (own) return { verdict: 'ours', looksLike: null, hotline: own.kind === 'hotline' ? own : null }
  const known = reports.verdict === 'confirmed' || reports.customers >= reportsUntilShown
  const reported = known && reports.verdict !== 'dismissed'
  const imitated = suspect.kind === 'phone' ? null : looksLike(nameIn(suspect), namesOf(ours))
  return { verdict: reported ? 'reported' : 'not_ours', looksLike: imitated, hotline: null }
}

function isOurs(suspect: Suspect, entry: DirectoryEntry): boolean {
  switch (entry.kind) {
    case 'hotline':
      return suspect.kind === 'phone' && suspect.value === entry.number
    case 'sender':
      return suspect.kind === 'sender' && suspect.value === entry.name.toUpperCase()
    case 'site':
      return suspect.kind === 'link' && suspect.plainLink && isWithin(suspect.value, entry.domain)
    case 'mail':
      return suspect.kind === 'mail' && isWithin(nameIn(suspect), entry.domain)
  }
}

const isWithin = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`)

const nameIn = ({ kind, value }: Suspect) => (kind === 'mail' ? value.slice(value.lastIndexOf('@') + 1) : value)

function namesOf({ entries, operator }: Ours): string[] {
  const names = entries.flatMap((entry) => {
    if (entry.kind === 'sender') return [entry.name]
    return entry.kind === 'hotline' ? [] : [longestPart(entry.domain)]
  })
  return [...new Set([operator, ...names])]
}

/** "dompet" of "mail.dompet.co.id": what people know a domain by. */
function longestPart(domain: string): string {
  return domain.split('.').reduce((longest, part) => (part.length > longest.length ? part : longest))
}
