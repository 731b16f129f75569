import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql, Tx } from './database.ts'
import type { Log } from './log.ts'
import {
  allEndedBefore,
  drawTx,
  insertEvents,
  insertReader,
  lockReader,
  type NewEvent,
  type OutboxEvent,
  selectEnd,
  selectEvents,
  updateReader,
} from './outbox.sql.ts'

export type { NewEvent, OutboxEvent } from './outbox.sql.ts'

/** Most events handed to `deliver` at once, in one transaction. */
export const chunkLimit = 1_000
/** Longest time between two looks where nobody nudges: events of other processes wait no longer. */
const pollMs = 250
/** Shortest time between two looks: under load events are read many at once and not one by one. A lone one goes at once. */
const gapMs = 200
/** Longest wait for writers under way; past it the reader looks again later, so that it can be stopped meanwhile. */
const writersWaitMs = 2_000
/** The first pause before they are asked for again; each next one is twice as long, up to the longest. */
const writersPauseMs = 2
const writersLongestPauseMs = 32
/** Longest pause after `deliver` has failed several times in a row. */
const failurePauseMs = 5_000

/**
 * Receives events in order, inside the transaction that also saves the reader's place: effects in the same database
 * happen exactly once. Whatever leaves the database (a call, a push) must be a job or idempotent. When it throws,
 * nothing is saved and the same events come again.
 */
export type Deliver = (tx: Tx, events: OutboxEvent[]) => Promise<void>

/** Its name holds its place for ever; of other topics than its own it hears nothing. */
export type Reader = { name: string; topics: readonly string[] }

/** Writes one event in the caller's transaction. Call it after the locks of its subject are taken: that is its order. */
export function emit(tx: Tx, event: NewEvent): Promise<void> {
  return insertEvents(tx, [event])
}

/** The same for a batch, in one statement. */
export function emitAll(tx: Tx, events: NewEvent[]): Promise<void> {
  return insertEvents(tx, events)
}

/**
 * Delivers everything that had been committed when it was called to the reader of this name, in order of position,
 * chunk by chunk. Answers how many events it delivered; none while another process reads under the same name.
 *
 * Order is by position alone and never by transaction number: a transaction may get its number early, wait long for
 * an account's lock and so draw a later position than one with a higher number. Positions up to the newest one are
 * read once every transaction that could still hold one of them has ended.
 */
export async function readOutbox(
  sql: Sql,
  { name, topics }: Reader,
  deliver: Deliver,
  signal?: AbortSignal,
): Promise<number> {
  const end = await findEnd(sql, name, signal)
  if (end === undefined) return 0
  let delivered = 0
  for (;;) {
    const count = await deliverChunk(sql, { name, topics }, end, deliver)
    delivered += count
    if (count < chunkLimit || signal?.aborted) return delivered
  }
}

/** The newest position whose forerunners are all settled; undefined where there is nothing to read (or not yet). */
async function findEnd(sql: Sql, name: string, signal?: AbortSignal): Promise<bigint | undefined> {
  let seen = await selectEnd(sql, name)
  if (!seen) {
    await insertReader(sql, name)
    seen = await selectEnd(sql, name)
  }
  if (!seen || seen.lastPosition <= seen.read) return undefined
  // Drawn after the position was read: every transaction that holds a position up to it has a lower number.
  const newestTx = await drawTx(sql)
  const patienceEnds = performance.now() + writersWaitMs
  for (let pauseMs = writersPauseMs; !(await allEndedBefore(sql, newestTx)); pauseMs *= 2) {
    if (performance.now() > patienceEnds || signal?.aborted) return undefined
    await sleep(Math.min(pauseMs, writersLongestPauseMs))
  }
  return seen.lastPosition
}

function deliverChunk(sql: Sql, { name, topics }: Reader, end: bigint, deliver: Deliver): Promise<number> {
  return sql.begin(async (tx) => {
    const place = await lockReader(tx, name)
    if (!place || place.position >= end) return 0
    const events = await selectEvents(tx, { after: place.position, through: end, topics }, chunkLimit)
    if (events.length > 0) await deliver(tx, events)
    const last = events.at(-1)
    await updateReader(tx, name, events.length === chunkLimit && last ? last.position : end)
    return events.length
  })
}

export type Outbox = {
  /** Starts a reader; any number of processes may, one of them reads at a time. Names are for ever: they hold a place. */
  read(reader: Reader, deliver: Deliver): void
  /** Something was committed: look now. */
  nudge(): void
  /** Stops the readers after the chunk that each is at. */
  close(): Promise<void>
}

/** The readers of this process. Times are of the machine, not of the clock: they only say when to look again. */
export function openOutbox({ sql, log }: { sql: Sql; log: Log }): Outbox {
  const stopping = new AbortController()
  const loops: Promise<void>[] = []
  const bells = new Set<Bell>()

  function nudge() {
    for (const bell of bells) {
      bell.rung = true
      bell.wake()
    }
  }

  async function loop(reader: Reader, deliver: Deliver, bell: Bell) {
    let failures = 0
    while (!stopping.signal.aborted) {
      bell.rung = false
      try {
        await readOutbox(sql, reader, deliver, stopping.signal)
        failures = 0
      } catch (error) {
        failures += 1
        log.error({ err: error, reader: reader.name, failures }, 'outbox reader failed')
      }
      if (failures > 0) await pause(Math.min(pollMs * 2 ** failures, failurePauseMs), stopping.signal)
      else await pause(gapMs, stopping.signal)
      if (!bell.rung && failures === 0) await silence(bell, pollMs - gapMs)
    }
  }

  return {
    read(reader, deliver) {
      const bell = { rung: false, wake: () => {} }
      bells.add(bell)
      loops.push(loop(reader, deliver, bell))
    },
    nudge,
    async close() {
      stopping.abort()
      nudge()
      await Promise.all(loops)
    },
  }
}

type Bell = { rung: boolean; wake(): void }

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => {})
}

/** Ends after `ms`, or at once when the bell rings. */
function silence(bell: Bell, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    bell.wake = () => {
      clearTimeout(timer)
      resolve()
    }
  })
}
