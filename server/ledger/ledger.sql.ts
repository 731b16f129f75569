import type postgres from 'postgres'
import { bigintArray, intArray, jsonArray, textArray, timeArray, uuidArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'
import { eventArrays, type NewEvent } from '../platform/outbox.sql.ts'
import type { Book, LockedAccount, LockedHold, Outcome } from './book.ts'

/** Before everything else that a clock could say; PostgreSQL's -infinity has no Date. */
const beginning = new Date(0)

/** Locks accounts in the order of their ids; unknown ids are left out. */
export function lockAccounts(tx: Tx, ids: Iterable<string>): Promise<LockedAccount[]> {
  return lockAccountsOf(tx, tx`select unnest(${uuidArray([...ids])}::uuid[])`)
}

/** The same for accounts that a query finds, in the one statement. */
export async function lockAccountsOf(tx: Tx, query: postgres.PendingQuery<postgres.Row[]>): Promise<LockedAccount[]> {
  const rows = await tx<AccountRow[]>`select * from ledger.lock_accounts(array(${query}))`
  return rows.map(toAccount)
}

/** The newest figures without a lock: `storeBook` refuses what has moved on since. */
export async function readAccounts(db: Db, ids: Iterable<string>): Promise<LockedAccount[]> {
  const rows = await db<AccountRow[]>`
    select id, purpose, currency, balance, held, floor, version, state, last_posted_at
    from ledger.account where id = any (${uuidArray([...ids])}::uuid[])`
  return rows.map(toAccount)
}

type AccountRow = Omit<LockedAccount, 'lastPostedAt'> & { last_posted_at: Date }

function toAccount({ last_posted_at, ...account }: AccountRow): LockedAccount {
  return { ...account, lastPostedAt: Number.isNaN(last_posted_at.getTime()) ? beginning : last_posted_at }
}

export async function lockHolds(tx: Tx, ids: string[]): Promise<LockedHold[]> {
  return tx<LockedHold[]>`
    select id, account_id as "accountId", amount, state from ledger.lock_holds(${uuidArray(ids)}::uuid[])`
}

export async function readHolds(db: Db, ids: string[]): Promise<LockedHold[]> {
  return db<LockedHold[]>`
    select id, account_id as "accountId", amount, state from ledger.hold where id = any (${uuidArray(ids)}::uuid[])`
}

/** Open holds whose time is over, the oldest first. */
export async function selectDueHolds(db: Db, now: Date, limit: number): Promise<{ id: string; accountId: string }[]> {
  return db<{ id: string; accountId: string }[]>`
    select id, account_id as "accountId" from ledger.hold
    where state = 'open' and expires_at <= ${now} order by expires_at limit ${limit}`
}

export type StoredRequest = { actorId: string; key: string; digest: string; outcome: Outcome }

/**
 * Writes everything that was entered into the book, the first answers, and, where a list of events is given, each of them,
 * in one statement. A list without events is written by the same statement as a full one: a lane's first batch is the
 * only one that runs alone (ledger.ts).
 */
export async function storeBook(
  db: Db,
  book: Book,
  postedAt: Date,
  requests: StoredRequest[] = [],
  events?: NewEvent[],
): Promise<void> {
  const { entries, legs, newHolds, closedHolds } = book
  if (entries.length + newHolds.length + closedHolds.length + requests.length === 0) return
  const places = placesOf(book)
  const posted = db`
    ${postedAt},
    ${uuidArray(entries.map((entry) => entry.id))}::uuid[],
    ${textArray(entries.map((entry) => entry.kind))}::text[],
    ${intArray(places.entryFirsts)}::int[],
    ${intArray(places.entryLasts)}::int[],
    ${intArray(legs.map((leg) => leg.entry))}::int[],
    ${uuidArray(legs.map((leg) => leg.accountId))}::uuid[],
    ${bigintArray(legs.map((leg) => leg.amountMinor))}::bigint[],
    ${bigintArray(legs.map((leg) => leg.seq))}::bigint[],
    ${bigintArray(legs.map((leg) => leg.balanceMinor))}::bigint[],
    ${intArray(places.befores)}::int[],
    ${intArray(places.accountFirsts)}::int[],
    ${intArray(places.accountLasts)}::int[],
    ${uuidArray(newHolds.map((hold) => hold.id))}::uuid[],
    ${uuidArray(newHolds.map((hold) => hold.accountId))}::uuid[],
    ${bigintArray(newHolds.map((hold) => hold.amountMinor))}::bigint[],
    ${timeArray(newHolds.map((hold) => hold.expiresAt))}::timestamptz[],
    ${uuidArray(closedHolds.map((hold) => hold.id))}::uuid[],
    ${textArray(closedHolds.map((hold) => hold.state))}::text[],
    ${uuidArray(closedHolds.map((hold) => hold.entryId))}::uuid[],
    ${uuidArray(requests.map((request) => request.actorId))}::uuid[],
    ${textArray(requests.map((request) => request.key))}::text[],
    ${textArray(requests.map((request) => request.digest))}::text[],
    ${jsonArray(requests.map((request) => request.outcome))}::text[]`
  if (events) await db`select ledger.post_and_tell(${posted}, ${eventArrays(db, events)})`
  else await db`select ledger.post(${posted})`
}

/** Legs by their numbers, from 1: of each the one before it in its account (0: none), of entries and accounts first and last. */
function placesOf({ entries, legs }: Book) {
  const entryFirsts: number[] = []
  const entryLasts: number[] = []
  for (const entry of entries) {
    const before = entryLasts.at(-1) ?? 0
    entryFirsts.push(before + 1)
    entryLasts.push(before + entry.legs.length)
  }
  const firsts = new Map<string, number>()
  const lasts = new Map<string, number>()
  const befores = legs.map(({ accountId }, index) => {
    const before = lasts.get(accountId) ?? 0
    if (before === 0) firsts.set(accountId, index + 1)
    lasts.set(accountId, index + 1)
    return before
  })
  // Accounts are moved, and so locked, in the one order for locks.
  const accountIds = [...firsts.keys()].sort()
  const accountFirsts = accountIds.map((id) => firsts.get(id)!)
  const accountLasts = accountIds.map((id) => lasts.get(id)!)
  return { entryFirsts, entryLasts, befores, accountFirsts, accountLasts }
}

export async function selectRequests(tx: Tx, actorIds: string[], keys: string[]): Promise<StoredRequest[]> {
  return tx<StoredRequest[]>`
    select r.actor_id as "actorId", r.idempotency_key as key, encode(r.digest, 'hex') as digest, r.outcome
    from unnest(${uuidArray(actorIds)}::uuid[], ${textArray(keys)}::text[]) k (actor_id, key)
    join ledger.request r on r.actor_id = k.actor_id and r.idempotency_key = k.key`
}
