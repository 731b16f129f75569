import { hash } from 'node:crypto'
import { type BatchOptions, createBatches } from '../platform/batches.ts'
import type { Clock } from '../platform/clock.ts'
import { type Db, isRetryable, type Sql, type Tx, violatedConstraint } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { type Book, enter, type Leg, type Operation, type Outcome, openBook, postingTime } from './book.ts'
import {
  lockAccounts,
  lockHolds,
  readAccounts,
  readHolds,
  type StoredRequest,
  selectRequests,
  storeBook,
} from './ledger.sql.ts'

/** Past about 250 a batch gains nothing and only adds to the wait. */
export const batchLimit = 256
/** Callers that may wait for a batch; the next is told that we are overloaded. */
export const queueLimit = 20_000
const maximumDeadlockTries = 10
const requestKey = 'request_pkey'
/** How the database refuses a batch whose accounts, holds or keys somebody else has taken meanwhile. */
const overtaken = new Set([requestKey, 'account_movable', 'account_floor', 'account_held_check', 'hold_closed_once'])
/** Time under locks after having been overtaken. */
const carefulMs = 10_000

/** `actorId` and `key` name the request for ever: the same pair always gets the first outcome. */
export type LedgerRequest = { actorId: string; key: string; operation: Operation }

export type Ledger = {
  /** Does one operation exactly once. Answers when it is on disk; throws only when the outcome is unknown to us. */
  submit(request: LedgerRequest): Promise<Outcome>
  drain(): Promise<void>
}

export type LedgerOptions = { sql: Sql; clock: Clock; ids: Ids; lanes: number; batch?: Partial<BatchOptions> }

/**
 * The ledger's own verb for movements that need nothing else stored with them.
 *
 * The first try reads without locks and writes in one statement that refuses to move an account that has moved on
 * since: two round trips, and no lock to write. Whoever was overtaken, or repeats a key, tries again under locks; and
 * for a while goes on with them, because whoever else moves these accounts will come again.
 */
export function createLedger({ sql, clock, ids, lanes, batch }: LedgerOptions): Ledger {
  const options = { lanes, batchLimit, queueLimit, ...batch }
  let carefulUntil = 0

  async function post(requests: LedgerRequest[]): Promise<Outcome[]> {
    const digested = requests.map((request) => ({ ...request, digest: digestOf(request.operation) }))
    const deps = { clock, ids }
    if (performance.now() >= carefulUntil) {
      try {
        return await postFreely(sql, deps, digested)
      } catch (error) {
        const constraint = violatedConstraint(error)
        if (!isRetryable(error) && !overtaken.has(constraint ?? '')) throw error
        if (constraint !== requestKey) carefulUntil = performance.now() + carefulMs
      }
    }
    return withRetries(() => sql.begin((tx) => postUnderLocks(tx, deps, digested)))
  }

  return createBatches<LedgerRequest, Outcome>(options, ({ operation }) => touchedIds(operation), post)
}

type Digested = LedgerRequest & { digest: string }
type Deps = { clock: Clock; ids: Ids }

async function postFreely(sql: Sql, deps: Deps, requests: Digested[]): Promise<Outcome[]> {
  const { accountIds, holdIds } = touchedBy(requests.map((request) => request.operation))
  const [accounts, holds] = await Promise.all([
    readAccounts(sql, accountIds),
    holdIds.size === 0 ? [] : readHolds(sql, [...holdIds]),
  ])
  return judgeAndStore(sql, deps, openBook(accounts, holds), requests, [])
}

async function postUnderLocks(tx: Tx, deps: Deps, requests: Digested[]): Promise<Outcome[]> {
  const [book, known] = await Promise.all([
    lockBook(
      tx,
      requests.map((request) => request.operation),
    ),
    // Sent behind the locks on the same connection, so that it sees what those who held them before us wrote.
    selectRequests(
      tx,
      requests.map((request) => request.actorId),
      requests.map((request) => request.key),
    ),
  ])
  return judgeAndStore(tx, deps, book, requests, known)
}

async function judgeAndStore(
  db: Db,
  { clock, ids }: Deps,
  book: Book,
  requests: Digested[],
  known: StoredRequest[],
): Promise<Outcome[]> {
  const answers = new Map(known.map((request) => [`${request.actorId} ${request.key}`, request]))
  const fresh: StoredRequest[] = []
  const outcomes = requests.map((request) => {
    const name = `${request.actorId} ${request.key}`
    const first = answers.get(name)
    if (first) return first.digest === request.digest ? first.outcome : keyReused
    const { actorId, key, digest } = request
    const stored = { actorId, key, digest, outcome: enter(book, ids(), request.operation) }
    answers.set(name, stored)
    fresh.push(stored)
    return stored.outcome
  })
  await storeBook(db, book, postingTime(book, clock.now()), fresh)
  return outcomes
}

const keyReused: Outcome = { refused: 'key_reused', figures: {} }

/** What keeps two requests from being posted at the same time. */
function touchedIds(operation: Operation): string[] {
  return 'legs' in operation ? operation.legs.map((leg) => leg.accountId) : [operation.accountId]
}

function touchedBy(operations: Operation[]) {
  const accountIds = new Set<string>()
  const holdIds = new Set<string>()
  for (const operation of operations) {
    for (const id of touchedIds(operation)) accountIds.add(id)
    if ('holdId' in operation) holdIds.add(operation.holdId)
  }
  return { accountIds, holdIds }
}

/** Locks what the operations touch, in the one order, and opens the batch's book on it. */
async function lockBook(tx: Tx, operations: Operation[]): Promise<Book> {
  const { accountIds, holdIds } = touchedBy(operations)
  const [accounts, holds] = await Promise.all([
    lockAccounts(tx, accountIds),
    holdIds.size === 0 ? [] : lockHolds(tx, [...holdIds]),
  ])
  return openBook(accounts, holds)
}

export type Posted = { entryId: string; postedAt: Date; balancesMinor: Map<string, bigint> }

/**
 * Posts one entry inside the caller's transaction, for areas that store more beside it. Answers the balances after it,
 * or the ledger's refusal; after a refusal the transaction has changed nothing here and may go on.
 */
export async function postEntry(
  tx: Tx,
  clock: Clock,
  entry: { id: string; kind: string; legs: Leg[] },
): Promise<Posted | Exclude<Outcome, { done: string }>> {
  const operation: Operation = { kind: 'entry', entryKind: entry.kind, legs: entry.legs }
  const book = await lockBook(tx, [operation])
  const outcome = enter(book, entry.id, operation)
  if ('refused' in outcome) return outcome
  const postedAt = postingTime(book, clock.now())
  await storeBook(tx, book, postedAt)
  const balancesMinor = new Map(Array.from(book.accounts.values(), (account) => [account.id, account.balance]))
  return { entryId: entry.id, postedAt, balancesMinor }
}

/** Recognises the same operation under the same key; whatever changes its meaning is in the text. */
function digestOf(operation: Operation): string {
  const parts: (string | bigint | number)[] = [operation.kind]
  if ('holdId' in operation) parts.push(operation.holdId)
  if ('accountId' in operation) parts.push(operation.accountId)
  if ('expiresAt' in operation) parts.push(operation.amountMinor, operation.expiresAt.getTime())
  if ('legs' in operation) {
    parts.push(operation.entryKind)
    for (const leg of operation.legs) parts.push(leg.accountId, leg.amountMinor)
  }
  return hash('sha256', parts.join(' '), 'hex')
}

/**
 * Tries again after a deadlock or serialisation failure, and where another process took one of the batch's keys
 * meanwhile, whose answer the next try finds: nothing was changed.
 */
export async function withRetries<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      const mayPass = isRetryable(error) || violatedConstraint(error) === requestKey
      if (!mayPass || tries >= maximumDeadlockTries) throw error
    }
  }
}
