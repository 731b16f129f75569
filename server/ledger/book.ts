import type { Currency } from '../../contract/money.ts'
import type { Purpose } from './accounts.ts'

/** Most legs of one entry: amount, fee, tax, and their shares. */
const maximumLegs = 20

/** An account as it stands under our lock. */
export type LockedAccount = {
  id: string
  purpose: Purpose
  currency: Currency
  balance: bigint
  held: bigint
  floor: bigint | null
  /** Number of its postings. */
  version: bigint
  state: 'open' | 'frozen' | 'closed'
  lastPostedAt: Date
}
export type LockedHold = { id: string; accountId: string; amount: bigint; state: 'open' | 'settled' | 'released' }

/** One side of a movement: what the account gains (or loses, below zero), in minor units. */
export type Leg = { accountId: string; amountMinor: bigint }

export type Operation =
  | { kind: 'entry'; entryKind: string; legs: Leg[] }
  | { kind: 'hold'; accountId: string; amountMinor: bigint; expiresAt: Date }
  | { kind: 'settle'; holdId: string; entryKind: string; legs: Leg[] }
  | { kind: 'release'; holdId: string; accountId: string }

export type LedgerRefusalReason =
  | 'account_unknown'
  | 'account_frozen'
  | 'account_closed'
  | 'balance_too_low'
  | 'not_balanced'
  | 'too_many_legs'
  | 'amount_not_positive'
  | 'hold_not_open'
  | 'key_reused'

/** `id` is the new entry's, or the hold's. Refusals carry the figures that explain them, in minor units as text. */
export type Outcome = { done: string } | { refused: LedgerRefusalReason; figures: Record<string, string> }

/**
 * Working copies of the accounts of one batch. Each operation is judged against what earlier ones of the batch left, so
 * the whole batch can be written at once and still be as if one had followed the other.
 */
export type Book = {
  accounts: Map<string, LockedAccount>
  holds: Map<string, LockedHold>
  entries: { id: string; kind: string; legs: Leg[] }[]
  /** `entry` counts from 1; `seq` and `balanceMinor` are what the account's history shows after this leg. */
  legs: (Leg & { entry: number; seq: bigint; balanceMinor: bigint })[]
  newHolds: { id: string; accountId: string; amountMinor: bigint; expiresAt: Date }[]
  closedHolds: { id: string; state: 'settled' | 'released'; entryId: string | null }[]
}

export function openBook(accounts: Iterable<LockedAccount>, holds: Iterable<LockedHold>): Book {
  return {
    accounts: new Map(Array.from(accounts, (account) => [account.id, { ...account }])),
    holds: new Map(Array.from(holds, (hold) => [hold.id, { ...hold }])),
    entries: [],
    legs: [],
    newHolds: [],
    closedHolds: [],
  }
}

/** Judges one operation and, where it may be done, enters it. A refused operation changes nothing. */
export function enter(book: Book, id: string, operation: Operation): Outcome {
  switch (operation.kind) {
    case 'entry':
      return enterEntry(book, id, operation.entryKind, operation.legs, null)
    case 'hold':
      return enterHold(book, id, operation)
    case 'settle':
      return enterSettlement(book, id, operation)
    case 'release':
      return enterRelease(book, operation)
  }
}

function enterEntry(book: Book, id: string, kind: string, legs: Leg[], hold: LockedHold | null): Outcome {
  const refusal = judgeLegs(book, legs, hold)
  if (refusal) return refusal
  const entry = book.entries.push({ id, kind, legs })
  for (const { accountId, amountMinor } of legs) {
    const account = book.accounts.get(accountId)!
    account.balance += amountMinor
    account.version += 1n
    book.legs.push({ entry, accountId, amountMinor, seq: account.version, balanceMinor: account.balance })
  }
  return { done: id }
}

function judgeLegs(book: Book, legs: Leg[], hold: LockedHold | null): Outcome | undefined {
  if (legs.length > maximumLegs) return { refused: 'too_many_legs', figures: { limit: String(maximumLegs) } }
  const sums = new Map<string, bigint>()
  const changes = new Map<string, bigint>()
  for (const { accountId, amountMinor } of legs) {
    const account = book.accounts.get(accountId)
    if (!account) return { refused: 'account_unknown', figures: { accountId } }
    if (amountMinor === 0n) return { refused: 'amount_not_positive', figures: {} }
    sums.set(account.currency, (sums.get(account.currency) ?? 0n) + amountMinor)
    changes.set(accountId, (changes.get(accountId) ?? 0n) + amountMinor)
  }
  if (legs.length < 2) return { refused: 'not_balanced', figures: {} }
  for (const sum of sums.values()) if (sum !== 0n) return { refused: 'not_balanced', figures: { sum: String(sum) } }
  for (const [accountId, change] of changes) {
    const refusal = judgeChange(book.accounts.get(accountId)!, change, hold)
    if (refusal) return refusal
  }
  return undefined
}

function judgeChange(account: LockedAccount, change: bigint, hold: LockedHold | null): Outcome | undefined {
  if (account.state === 'closed') return { refused: 'account_closed', figures: { accountId: account.id } }
  if (account.state === 'frozen' && change < 0n)
    return { refused: 'account_frozen', figures: { accountId: account.id } }
  if (account.floor === null || change >= 0n) return undefined
  const released = hold?.accountId === account.id ? hold.amount : 0n
  const available = account.balance - account.held + released - account.floor
  if (available + change >= 0n) return undefined
  return {
    refused: 'balance_too_low',
    figures: { accountId: account.id, available: String(available), needed: String(-change) },
  }
}

function enterHold(book: Book, id: string, hold: Extract<Operation, { kind: 'hold' }>): Outcome {
  const account = book.accounts.get(hold.accountId)
  if (!account) return { refused: 'account_unknown', figures: { accountId: hold.accountId } }
  if (hold.amountMinor <= 0n) return { refused: 'amount_not_positive', figures: {} }
  const refusal = judgeChange(account, -hold.amountMinor, null)
  if (refusal) return refusal
  account.held += hold.amountMinor
  book.newHolds.push({ id, accountId: hold.accountId, amountMinor: hold.amountMinor, expiresAt: hold.expiresAt })
  book.holds.set(id, { id, accountId: hold.accountId, amount: hold.amountMinor, state: 'open' })
  return { done: id }
}

function enterSettlement(book: Book, id: string, settlement: Extract<Operation, { kind: 'settle' }>): Outcome {
  const hold = openHold(
    book,
    settlement.holdId,
    settlement.legs.map((leg) => leg.accountId),
  )
  if ('refused' in hold) return hold
  const outcome = enterEntry(book, id, settlement.entryKind, settlement.legs, hold)
  if ('done' in outcome) closeHold(book, hold, 'settled', id)
  return outcome
}

function enterRelease(book: Book, release: Extract<Operation, { kind: 'release' }>): Outcome {
  const hold = openHold(book, release.holdId, [release.accountId])
  if ('refused' in hold) return hold
  closeHold(book, hold, 'released', null)
  return { done: hold.id }
}

/** On one of these accounts: that another of the batch touches its account is no reason to close it. */
function openHold(
  book: Book,
  holdId: string,
  accountIds: string[],
): LockedHold | Extract<Outcome, { refused: string }> {
  const hold = book.holds.get(holdId)
  if (hold?.state === 'open' && accountIds.includes(hold.accountId) && book.accounts.has(hold.accountId)) return hold
  return { refused: 'hold_not_open', figures: { state: hold?.state ?? 'unknown' } }
}

function closeHold(book: Book, hold: LockedHold, state: 'settled' | 'released', entryId: string | null) {
  hold.state = state
  book.accounts.get(hold.accountId)!.held -= hold.amount
  book.closedHolds.push({ id: hold.id, state, entryId })
}

/** Gives the batch its time, which it answers: now, but never before what an account of it has already seen. */
export function stampTime(book: Book, now: Date): Date {
  let latest = now
  for (const account of book.accounts.values()) if (account.lastPostedAt > latest) latest = account.lastPostedAt
  for (const { accountId } of book.legs) book.accounts.get(accountId)!.lastPostedAt = latest
  return latest
}
