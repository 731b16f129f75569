import { setTimeout as sleep } from 'node:timers/promises'
import { referenceOf } from '../payments/history.ts'
import type { Sql, Tx } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { toMoney } from '../platform/money.ts'
import { allEndedBefore, drawTx } from '../platform/outbox.sql.ts'
import { advanceCases } from './clocks.ts'
import {
  lockPlace,
  type NewCustomerRow,
  type NewEntry,
  type NewPaymentRow,
  type Place,
  readNewCustomers,
  readNewEntries,
  readNewPayments,
  storePlace,
} from './follow.sql.ts'
import { learnNames } from './near-names.ts'
import { insertSearchEntries, type NewSearchEntry, type SearchKind } from './search.sql.ts'
import { nameWord, wordsOfKnownName, wordsOfName, wordsOfReference, wordsOfText } from './search-words.ts'
import { goOnAfterAnswers } from './stage.ts'

/** Rows of one transaction. With the pauses below this is 1,000 a second at most: the desk's bookkeeping takes its time. */
const rowsPerChunk = 100
/** Pause between chunks, longer when there was nothing new. */
const idleMs = 500
const busyMs = 100
/** Pause while transactions that have begun are waited for. */
const writersPauseMs = 5
const failurePauseMs = 5_000

type Row = { tx: bigint; id: string; seq?: number }
type Follower<R extends Row> = {
  reader: string
  read(tx: Tx, place: Place, limit: number): Promise<R[]>
  take(tx: Tx, rows: R[]): Promise<void>
}

/**
 * Follows what was added to timelines, payments and customers, whoever added it: writing costs nothing more for being
 * searched and timed. Each row is taken exactly once, in the transaction that also saves the place. Answers how many rows
 * were taken; none while another process follows.
 */
export async function followOnce(sql: Sql): Promise<number> {
  let taken = 0
  for (const follower of [entries, payments, customers]) taken += await followChunk(sql, follower as Follower<Row>)
  return taken
}

/** Everything that had begun when it was called, waiting for who still writes; for tests and benches. */
export async function followAll(sql: Sql): Promise<void> {
  const newestTx = await drawTx(sql)
  while (!(await allEndedBefore(sql, newestTx))) await sleep(writersPauseMs)
  while ((await followOnce(sql)) > 0);
}

/** Follows until stopped. Any number of processes may; of each table one of them takes a chunk at a time. */
export function runFollower({ sql, log }: { sql: Sql; log: Log }): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {})
  async function loop() {
    while (!stopping.signal.aborted) {
      try {
        await pause((await followOnce(sql)) > 0 ? busyMs : idleMs)
      } catch (error) {
        log.error({ err: error }, 'timelines could not be followed')
        await pause(failurePauseMs)
      }
    }
  }
  const done = loop()
  return {
    async stop() {
      stopping.abort()
      await done
    },
  }
}

function followChunk<R extends Row>(sql: Sql, follower: Follower<R>): Promise<number> {
  return sql.begin(async (tx) => {
    const place = await lockPlace(tx, follower.reader)
    if (!place) return 0
    const rows = await follower.read(tx, place, rowsPerChunk)
    const last = rows.at(-1)
    if (!last) return 0
    await follower.take(tx, rows)
    await storePlace(tx, follower.reader, { tx: last.tx, afterId: last.id, afterSeq: last.seq ?? 0 })
    return rows.length
  })
}

const entries: Follower<NewEntry> = {
  reader: 'case_event',
  read: readNewEntries,
  async take(tx, rows) {
    await advanceCases(tx, rows)
    await goOnAfterAnswers(tx, answersIn(rows))
    const spoken = rows.filter((row) => (row.kind === 'message' || row.kind === 'note') && !row.copied && row.text)
    await index(tx, 'message', spoken, (row) => ({ ...subject(row), seq: row.seq, words: wordsOfText(row.text!) }))
    const opened = rows.filter((row) => row.kind === 'opened')
    await index(tx, 'case', opened, (row) => ({
      ...subject(row),
      words: [row.number, row.customerName].flatMap(wordsOfName),
    }))
  },
}

/** Cases that stood still when their customers wrote, and when that was last. */
function answersIn(rows: readonly NewEntry[]): Map<string, Date> {
  const answers = rows.filter((row) => row.kind === 'message' && row.authorKind === 'customer' && !row.copied)
  const still = answers.filter((row) => row.stage !== 'open' && row.stage !== 'closed')
  return new Map(still.map((row) => [row.id, row.at]))
}

function subject(row: NewEntry) {
  return { customerId: row.customerId, subjectId: row.id, seq: 0, at: row.at }
}

const payments: Follower<NewPaymentRow> = {
  reader: 'payment',
  read: readNewPayments,
  async take(tx, rows) {
    await learnNames(
      tx,
      rows.flatMap(({ counterparty, payerName }) => [counterparty ?? '', payerName ?? '']),
    )
    await index(tx, 'payment', rows, (row) => {
      const names = [row.counterparty, row.payerName].filter((name) => name !== null)
      const amount = row.amountMinor === null ? [] : [wholeUnits(row.amountMinor)]
      const words = [
        ...names.flatMap(wordsOfKnownName),
        ...(row.note ? wordsOfName(row.note) : []),
        ...wordsOfReference(referenceOf(row.id)),
      ]
      return { customerId: row.customerId, subjectId: row.id, seq: 0, at: row.at, words: [...words, ...amount] }
    })
  },
}

const customers: Follower<NewCustomerRow> = {
  reader: 'customer',
  read: readNewCustomers,
  async take(tx, rows) {
    await learnNames(
      tx,
      rows.map(({ name }) => name),
    )
    await index(tx, 'customer', rows, (row) => {
      const words = [...wordsOfName(row.name), ...phoneWords(row.phone)]
      return { customerId: row.id, subjectId: row.id, seq: 0, at: row.at, words }
    })
  },
}

/** People say amounts without the decimals. */
function wholeUnits(amountMinor: bigint): string {
  return nameWord(toMoney(amountMinor, 'IDR').amount.split('.')[0]!)
}

/** +62812… as people also write it: without the plus, and as 0812…. */
function phoneWords(phone: string): string[] {
  const figures = phone.replace('+', '')
  const written = figures.startsWith('62') ? [figures, `0${figures.slice(2)}`] : [figures]
  return written.map(nameWord)
}

type Indexed = Omit<NewSearchEntry, 'kind'>

async function index<R>(tx: Tx, kind: SearchKind, rows: readonly R[], make: (row: R) => Indexed) {
  const made = rows.map((row) => {
    const { words, ...entry } = make(row)
    return { ...entry, kind, words: [...new Set(words)] }
  })
  await insertSearchEntries(tx, kind, made)
}
