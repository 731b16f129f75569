import type postgres from 'postgres'
import { plainArray, type Tx, textArray } from '../platform/database.ts'
import type { Book, LockedAccount, LockedHold, Outcome } from './book.ts'

/** Before everything else that a clock could say; PostgreSQL's -infinity has no Date. */
const beginning = new Date(0)

/** Locks accounts in the order of their ids; unknown ids are left out. */
export function lockAccounts(tx: Tx, ids: Iterable<string>): Promise<LockedAccount[]> {
  return lockAccountsOf(tx, tx`select unnest(${plainArray([...ids])}::uuid[])`)
}

/** The same for accounts that a query finds, in the one statement. */
export async function lockAccountsOf(tx: Tx, query: postgres.PendingQuery<postgres.Row[]>): Promise<LockedAccount[]> {
  const rows = await tx<(Omit<LockedAccount, 'lastPostedAt'> & { last_posted_at: Date })[]>`
    select * from ledger.lock_accounts(array(${query}))`
  return rows.map(({ last_posted_at, ...account }) => ({
    ...account,
    lastPostedAt: Number.isNaN(last_posted_at.getTime()) ? beginning : last_posted_at,
  }))
}

export async function lockHolds(tx: Tx, sortedIds: string[]): Promise<LockedHold[]> {
  const rows = await tx<(Omit<LockedHold, 'accountId'> & { account_id: string })[]>`
    select * from ledger.lock_holds(${plainArray(sortedIds)}::uuid[])`
  return rows.map(({ account_id, ...hold }) => ({ ...hold, accountId: account_id }))
}

export type StoredRequest = { actorId: string; key: string; digest: string; outcome: Outcome }

/** Writes everything that was entered into the book, and the first answers, in one statement. */
export async function storeBook(tx: Tx, book: Book, postedAt: Date, requests: StoredRequest[] = []): Promise<void> {
  const { entries, legs, newHolds, closedHolds } = book
  if (entries.length + newHolds.length + closedHolds.length + requests.length === 0) return
  await tx`select ledger.post(
    ${postedAt},
    ${plainArray(entries.map((entry) => entry.id))}::uuid[],
    ${textArray(entries.map((entry) => entry.kind))}::text[],
    ${textArray(entries.map((entry) => plainArray(entry.legs.map((leg) => leg.accountId))))}::text[],
    ${plainArray(legs.map((leg) => leg.entry))}::int[],
    ${plainArray(legs.map((leg) => leg.accountId))}::uuid[],
    ${plainArray(legs.map((leg) => leg.amountMinor))}::bigint[],
    ${plainArray(legs.map((leg) => leg.seq))}::bigint[],
    ${plainArray(legs.map((leg) => leg.balanceMinor))}::bigint[],
    ${plainArray(newHolds.map((hold) => hold.id))}::uuid[],
    ${plainArray(newHolds.map((hold) => hold.accountId))}::uuid[],
    ${plainArray(newHolds.map((hold) => hold.amountMinor))}::bigint[],
    ${plainArray(newHolds.map((hold) => hold.expiresAt.toISOString()))}::timestamptz[],
    ${plainArray(closedHolds.map((hold) => hold.id))}::uuid[],
    ${plainArray(closedHolds.map((hold) => hold.state))}::text[],
    ${plainArray(closedHolds.map((hold) => hold.entryId))}::uuid[],
    ${plainArray(requests.map((request) => request.actorId))}::uuid[],
    ${textArray(requests.map((request) => request.key))}::text[],
    ${plainArray(requests.map((request) => request.digest))}::text[],
    ${textArray(requests.map((request) => JSON.stringify(request.outcome)))}::text[])`
}

export async function selectRequests(tx: Tx, actorIds: string[], keys: string[]): Promise<StoredRequest[]> {
  return tx<StoredRequest[]>`
    select r.actor_id as "actorId", r.idempotency_key as key, encode(r.digest, 'hex') as digest, r.outcome
    from unnest(${plainArray(actorIds)}::uuid[], ${textArray(keys)}::text[]) k (actor_id, key)
    join ledger.request r on r.actor_id = k.actor_id and r.idempotency_key = k.key`
}
