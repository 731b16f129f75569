import { pairByAmount } from './match-amount.ts'

/** A credit of ours that no line of the source has been found for yet. */
export type OurRecord = {
  reference: string
  bankReference: string | null
  account: string
  amountMinor: bigint
  day: string
}
/** A line of the source that no credit of ours has been found for yet. */
export type TheirRecord = {
  id: string
  reference: string | null
  bankReference: string | null
  account: string | null
  amountMinor: bigint
  bookedOn: string
  valueOn: string
}

export type Match = { recordId: string; ourReference: string; rule: 'reference' | 'amount_time'; daysLate: number }
export type BreakKind = 'missing_here' | 'missing_there' | 'amount' | 'duplicate' | 'late'
export type Break = {
  kind: BreakKind
  recordId: string | null
  ourReference: string | null
  /** What the source has more than we, in minor units. */
  differenceMinor: bigint
  day: string
}

export type Books = {
  ours: readonly OurRecord[]
  theirs: readonly TheirRecord[]
  /** Ours that were matched before: a further line with one of these references is a duplicate. */
  settled: ReadonlySet<string>
  /** Last day of which the source has told us. */
  through: string
}

/** A credit of ours may be missing at the source this many days before it counts as missing and not as late. */
export const lateDays = 2
/** Where there is no reference, days that the two sides may lie apart. */
export const windowDays = 2

/**
 * Holds what is still open on both sides against each other: first by reference, then (only lines that carry no
 * reference) by account and amount, on the same day and then within the window, and only where the choice does not
 * matter. Answers what belongs together, and everything else as typed breaks: the whole of them, so that a break that is
 * no longer among them has ended by itself. Pure; the order of its input does not matter.
 */
export function matchBooks(books: Books): { matches: Match[]; breaks: Break[] } {
  const ours = new Map([...books.ours].sort(byReference).map((our) => [our.reference, our]))
  const theirs = new Set([...books.theirs].sort(byBooking))
  const matches: Match[] = []
  const breaks: Break[] = []
  const pair = (their: TheirRecord, our: OurRecord, rule: Match['rule']) => {
    matches.push({
      recordId: their.id,
      ourReference: our.reference,
      rule,
      daysLate: Math.max(0, daysBetween(our.day, their.bookedOn)),
    })
    theirs.delete(their)
    ours.delete(our.reference)
  }

  for (const [reference, group] of groupByReference(theirs, ours, books.settled)) {
    const our = ours.get(reference)
    const first = our && (group.find((their) => their.amountMinor === our.amountMinor) ?? group[0]!)
    for (const their of group) {
      if (their === first) continue
      breaks.push(breakOf('duplicate', their, reference, their.amountMinor, their.bookedOn))
      theirs.delete(their)
    }
    if (!our || !first) continue
    if (first.amountMinor === our.amountMinor) pair(first, our, 'reference')
    else {
      breaks.push(breakOf('amount', first, reference, first.amountMinor - our.amountMinor, first.bookedOn))
      theirs.delete(first)
      ours.delete(reference)
    }
  }

  for (const days of [0, windowDays])
    pairByAmount([...ours.values()], [...theirs].filter(isBare), days, (their, our) => pair(their, our, 'amount_time'))

  for (const their of theirs) breaks.push(breakOf('missing_here', their, null, their.amountMinor, their.bookedOn))
  for (const our of ours.values()) {
    if (our.day > books.through) continue
    const kind = daysBetween(our.day, books.through) < lateDays ? 'late' : 'missing_there'
    breaks.push({ kind, recordId: null, ourReference: our.reference, differenceMinor: -our.amountMinor, day: our.day })
  }
  return { matches, breaks }
}

/** Lines that name a credit of ours, by our reference or, where they carry none, by the source's own. Only money that came. */
function groupByReference(theirs: Set<TheirRecord>, ours: Map<string, OurRecord>, settled: ReadonlySet<string>) {
  const byBank = new Map<string, string>()
  for (const our of ours.values()) if (our.bankReference) byBank.set(our.bankReference, our.reference)
  const groups = new Map<string, TheirRecord[]>()
  for (const their of theirs) {
    const reference = their.reference ?? byBank.get(their.bankReference ?? '')
    if (reference === undefined || their.amountMinor < 0n) continue
    if (!ours.has(reference) && !settled.has(reference)) continue
    groups.set(reference, [...(groups.get(reference) ?? []), their])
  }
  return groups
}

/** A line with a reference that is not ours is another payment, however alike it looks. */
const isBare = (their: TheirRecord) => their.reference === null

function breakOf(
  kind: BreakKind,
  their: TheirRecord,
  ourReference: string | null,
  differenceMinor: bigint,
  day: string,
): Break {
  return { kind, recordId: their.id, ourReference, differenceMinor, day }
}

const dayMs = 86_400_000

/** Whole days from one day to another; below zero where it goes back. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs
}

const order = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0)
const byReference = (left: OurRecord, right: OurRecord) =>
  order(left.day, right.day) || order(left.reference, right.reference)
const byBooking = (left: TheirRecord, right: TheirRecord) =>
  order(left.bookedOn, right.bookedOn) || order(left.id, right.id)
