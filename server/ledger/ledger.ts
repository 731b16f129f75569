import { hash } from 'node:crypto'
import { type BatchOptions, createBatches } from '../platform/batches.ts'
import type { Clock } from '../platform/clock.ts'
import { isRetryable, type Sql, type Tx, violatedConstraint } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import type { NewEvent } from '../platform/outbox.ts'
import { type Book, enter, type Leg, type Operation, type Outcome, openBook, stampTime } from './book.ts'
import {
  lockAccounts,
  lockHolds,
  readAccounts,
  readHolds,
  type StoredRequest,
  selectRequests,
  storeBook,
} from './ledger.sql.ts'
import { createStanding, type Standing } from './standing.ts'

/** A larger batch gains little and only adds to the wait. */
const batchLimit = 128
/** Batches on their way on one connection: while PostgreSQL writes one, the next is judged. */
const batchesPerLane = 2
/** Callers that may wait for a batch; the next is told that we are overloaded. */
export const queueLimit = 20_000
const maximumDeadlockTries = 10
const requestKey = 'request_pkey'
/** How the database refuses a batch whose accounts, holds or keys somebody else has taken meanwhile. */
const overtaken = new Set([requestKey, 'account_movable', 'account_floor', 'account_held_check', 'hold_closed_once'])
/** The same place in an account's history, taken in the same millisecond; each month's table names the key after itself. */
const postingKey = /^posting_\w+_pkey$/
/** Time under locks after having been overtaken. */
const carefulMs = 10_000

/** `actorId` and `key` name the request for ever: the same pair always gets the first outcome. */
export type LedgerRequest = { actorId: string; key: string; operation: Operation }

export type Ledger = {
  /** Does one operation exactly once. Answers when it is on disk; throws only when the outcome is unknown to us. */
  submit(request: LedgerRequest): Promise<Outcome>
  drain(): Promise<void>
}

/** A movement that is about to be written: `id` is what its caller will be told, the new entry's or the hold's. */
export type Movement = LedgerRequest & { id: string; postedAt: Date }
/** How an area tells of its movements: one event for each, which commits with it or not at all. */
export type TellMovement = (movement: Movement) => NewEvent

/**
 * `sql` reads; `lanes` write, each a pool of one connection, so that what is sent first on a lane is done first. Without
 * `tell` nothing is told, and nothing is paid for it.
 */
export type LedgerOptions = {
  sql: Sql
  lanes: Sql[]
  clock: Clock
  ids: Ids
  batch?: Partial<BatchOptions>
  tell?: TellMovement
}

/**
 * The ledger's own verb for movements that need nothing else stored with them.
 *
 * It remembers how the accounts it moved stood, judges the next movements on that, and writes them in one statement,
 * which refuses to move an account that has moved on since: one round trip, no lock to write, and a batch may follow
 * another before that has committed. Only what is done rests on memory: nobody is refused but by what the database says.
 * Whoever was overtaken, or repeats a key, tries again under locks; and for a while goes on with them, because whoever
 * else moves these accounts will come again.
 */
export function createLedger({ sql, lanes, clock, ids, batch, tell }: LedgerOptions): Ledger {
  const options = { lanes: lanes.length, depth: batchesPerLane, batchLimit, queueLimit, ...batch }
  const deps = { sql, clock, ids, tell, standing: createStanding() }
  const states = lanes.map((lane): Lane => ({ sql: lane, failures: 0, isTried: false, clear: Promise.resolve() }))
  let carefulUntil = 0

  async function post(requests: LedgerRequest[], laneIndex: number, sent: () => void): Promise<Outcome[]> {
    // Whoever follows waits below for whatever must run alone.
    sent()
    const lane = states[laneIndex]!
    const digested = digestEach(requests)
    await lane.clear
    const outcomes = performance.now() < carefulUntil ? new Map() : await tryFreely(lane, digested)
    const left = digested.filter((request) => !outcomes.has(request))
    if (left.length > 0) await mend(lane, left, outcomes)
    return digested.map((request) => outcomes.get(request)!)
  }

  /** Who has no outcome afterwards waits for the locks. */
  async function tryFreely(lane: Lane, requests: Digested[]): Promise<Outcomes> {
    const failuresBefore = lane.failures
    const posting = postFreely(lane.sql, deps, requests)
    if (!lane.isTried) alone(lane, posting)
    try {
      const outcomes = await posting
      lane.isTried = true
      return outcomes
    } catch (error) {
      deps.standing.forget(touchedBy(requests).accountIds)
      // A batch that followed one that failed fails with it, which tells nothing of others.
      const followed = lane.failures !== failuresBefore
      lane.failures += 1
      lane.isTried = false
      const constraint = violatedConstraint(error) ?? ''
      if (!isRetryable(error) && !overtaken.has(constraint) && !postingKey.test(constraint)) throw error
      if (constraint !== requestKey && !followed) carefulUntil = performance.now() + carefulMs
      return new Map()
    }
  }

  async function mend(lane: Lane, requests: Digested[], outcomes: Outcomes) {
    deps.standing.forget(touchedBy(requests).accountIds)
    const posted = postUnderLocks({ ...deps, sql: lane.sql }, requests)
    alone(lane, posted)
    for (const [index, outcome] of (await posted).entries()) outcomes.set(requests[index]!, outcome)
  }

  return createBatches<LedgerRequest, Outcome>(options, ({ operation }) => touchedIds(operation), post)
}

type Lane = {
  sql: Sql
  failures: number
  /**
   * Whether its connection has posted before. postgres.js asks what a new statement's parameters are before it sends
   * them: whoever came behind would overtake it.
   */
  isTried: boolean
  /** Settles when newcomers may be sent: they would overtake, or be overtaken by, what runs alone. */
  clear: Promise<unknown>
}

function alone(lane: Lane, posting: Promise<unknown>) {
  lane.clear = Promise.allSettled([lane.clear, posting]).then(() => undefined)
}

type Digested = LedgerRequest & { digest: string }
type Answered = Digested & { outcome: Outcome }
type Outcomes = Map<Digested, Outcome>
export type UnderLocksDeps = { sql: Sql; clock: Clock; ids: Ids; tell?: TellMovement | undefined }
type Deps = UnderLocksDeps & { standing: Standing }

/** Between the last judgement and sending nothing waits: batches are sent in the order in which they were judged. */
async function postFreely(lane: Sql, deps: Deps, requests: Digested[]): Promise<Outcomes> {
  const { sql, clock, ids, standing } = deps
  const { accountIds, holdIds } = touchedBy(requests)
  const [accounts, holds] = await readTouched(sql, standing.unknownAmong(accountIds), holdIds)
  standing.learn(accounts)

  const judgeAll = (refused: Outcomes) => judge(openBook(standing.accounts(accountIds), holds), ids, requests, refused)
  let judged = judgeAll(new Map())
  const doubtful = requests.filter((request) => !judged.outcomes.has(request))
  if (doubtful.length > 0) judged = judgeAll(await refusalsAmong(sql, ids, doubtful))

  const { book, outcomes } = judged
  const postedAt = stampTime(book, clock.now())
  standing.remember(book.accounts.values())
  const answered = Array.from(outcomes, ([request, outcome]) => ({ ...request, outcome }))
  await storeBook(lane, book, postedAt, answered, tellOf(deps, answered, postedAt))
  return outcomes
}

/** Who is not refused already and cannot be helped either, or repeats a key, stays without an outcome. */
function judge(book: Book, ids: Ids, requests: Digested[], refused: Outcomes) {
  const outcomes: Outcomes = new Map()
  const names = new Set<string>()
  for (const request of requests) {
    if (names.has(nameOf(request))) continue
    names.add(nameOf(request))
    const outcome = refused.get(request) ?? enter(book, ids(), request.operation)
    if ('done' in outcome || refused.has(request)) outcomes.set(request, outcome)
  }
  return { book, outcomes }
}

/** Those whom the database refuses as well, each for itself: none of the others has been done yet. */
async function refusalsAmong(sql: Sql, ids: Ids, requests: Digested[]): Promise<Outcomes> {
  const { accountIds, holdIds } = touchedBy(requests)
  const [accounts, holds] = await readTouched(sql, [...accountIds], holdIds)
  const refusals: Outcomes = new Map()
  for (const request of requests) {
    const own = touchedIds(request.operation)
    const book = openBook(
      accounts.filter(({ id }) => own.includes(id)),
      holds,
    )
    const outcome = enter(book, ids(), request.operation)
    if ('refused' in outcome) refusals.set(request, outcome)
  }
  return refusals
}

function readTouched(sql: Sql, accountIds: string[], holdIds: Set<string>) {
  return Promise.all([
    accountIds.length === 0 ? [] : readAccounts(sql, accountIds),
    holdIds.size === 0 ? [] : readHolds(sql, [...holdIds]),
  ])
}

/** What the ledger's verb does, in one transaction and without lanes or memory: for who posts seldom. */
export function submitUnderLocks(deps: UnderLocksDeps, requests: LedgerRequest[]): Promise<Outcome[]> {
  return postUnderLocks(deps, digestEach(requests))
}

function postUnderLocks(deps: UnderLocksDeps, requests: Digested[]): Promise<Outcome[]> {
  return withRetries(() => deps.sql.begin((tx) => postLocked(tx, deps, requests)))
}

async function postLocked(tx: Tx, deps: UnderLocksDeps, requests: Digested[]): Promise<Outcome[]> {
  const [book, known] = await Promise.all([
    lockBook(tx, requests),
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
  tx: Tx,
  deps: UnderLocksDeps,
  book: Book,
  requests: Digested[],
  known: StoredRequest[],
): Promise<Outcome[]> {
  const answers = new Map(known.map((request) => [nameOf(request), request]))
  const fresh: Answered[] = []
  const outcomes = requests.map((request) => {
    const name = nameOf(request)
    const first = answers.get(name)
    if (first) return first.digest === request.digest ? first.outcome : keyReused
    const answered = { ...request, outcome: enter(book, deps.ids(), request.operation) }
    answers.set(name, answered)
    fresh.push(answered)
    return answered.outcome
  })
  const postedAt = stampTime(book, deps.clock.now())
  await storeBook(tx, book, postedAt, fresh, tellOf(deps, fresh, postedAt))
  return outcomes
}

/** What is told of those that were done, in the order in which they were judged. */
function tellOf({ tell }: UnderLocksDeps, answered: Answered[], postedAt: Date): NewEvent[] | undefined {
  if (!tell) return undefined
  return answered.flatMap(({ actorId, key, operation, outcome }) =>
    'done' in outcome ? [tell({ actorId, key, operation, id: outcome.done, postedAt })] : [],
  )
}

const nameOf = ({ actorId, key }: { actorId: string; key: string }) => `${actorId} ${key}`

const keyReused: Outcome = { refused: 'key_reused', figures: {} }

/** What keeps two requests from being posted at the same time. */
function touchedIds(operation: Operation): string[] {
  return 'legs' in operation ? operation.legs.map((leg) => leg.accountId) : [operation.accountId]
}

function touchedBy(requests: { operation: Operation }[]) {
  const accountIds = new Set<string>()
  const holdIds = new Set<string>()
  for (const { operation } of requests) {
    for (const id of touchedIds(operation)) accountIds.add(id)
    if ('holdId' in operation) holdIds.add(operation.holdId)
  }
  return { accountIds, holdIds }
}

/** Locks what the operations touch, in the one order, and opens the batch's book on it. */
async function lockBook(tx: Tx, requests: { operation: Operation }[]): Promise<Book> {
  const { accountIds, holdIds } = touchedBy(requests)
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
  const book = await lockBook(tx, [{ operation }])
  const outcome = enter(book, entry.id, operation)
  if ('refused' in outcome) return outcome
  const postedAt = stampTime(book, clock.now())
  await storeBook(tx, book, postedAt)
  const balancesMinor = new Map(Array.from(book.accounts.values(), (account) => [account.id, account.balance]))
  return { entryId: entry.id, postedAt, balancesMinor }
}

function digestEach(requests: LedgerRequest[]): Digested[] {
  return requests.map((request) => ({ ...request, digest: digestOf(request.operation) }))
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
