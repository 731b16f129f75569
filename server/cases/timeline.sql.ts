import { intArray, uuidArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Author, EventKind, StoredEvent } from './timeline.ts'

type Row = Omit<StoredEvent, 'author'> & { authorKind: StoredEvent['author']['kind']; authorName: string }

function toEvent({ authorKind, authorName, ...row }: Row): StoredEvent {
  return { ...row, author: { kind: authorKind, name: authorName } }
}

/** Entries after a sequence number, oldest first. */
export async function readEvents(db: Db, caseId: string, after: number, limit: number): Promise<StoredEvent[]> {
  const [events] = await readEventsOfMany(db, [{ caseId, after }], limit)
  return events!
}

/** For each case its entries after a sequence number, oldest first, at most `limit` each: one question for many readers. */
export async function readEventsOfMany(
  db: Db,
  wanted: readonly { caseId: string; after: number }[],
  limit: number,
): Promise<StoredEvent[][]> {
  const rows = await db<(Row & { ord: number })[]>`
    select w.ord::int as ord, e.case_id as "caseId", e.seq, e.at, e.kind, e.author_kind as "authorKind", e.author_name as "authorName",
      e.client_id as "clientId", e.text, e.files, e.payment_id as "paymentId", e.action
    from unnest(${uuidArray(wanted.map((one) => one.caseId))}::uuid[], ${intArray(wanted.map((one) => one.after))}::int[])
      with ordinality as w (case_id, after, ord)
    cross join lateral (
      select * from case_event where case_id = w.case_id and seq > w.after order by seq limit ${limit}) e
    order by w.ord, e.seq`
  const lists: StoredEvent[][] = wanted.map(() => [])
  for (const { ord, ...row } of rows) lists[ord - 1]!.push(toEvent(row))
  return lists
}

/** The newest number of each of these cases. */
export async function readLastSeqs(db: Db, caseIds: readonly string[]): Promise<{ caseId: string; lastSeq: number }[]> {
  return db`select id as "caseId", last_seq as "lastSeq" from support_case where id = any(${uuidArray(caseIds)}::uuid[])`
}

/** The entry that this author sent under this id. */
export async function readSentEvent(
  db: Db,
  caseId: string,
  authorId: string,
  clientId: string,
): Promise<StoredEvent | undefined> {
  const [row] = await db<Row[]>`
    select case_id as "caseId", seq, at, kind, author_kind as "authorKind", author_name as "authorName", client_id as "clientId",
      text, files, payment_id as "paymentId", action
    from case_event where case_id = ${caseId} and author_id = ${authorId} and client_id = ${clientId}`
  return row && toEvent(row)
}

export type NewEvent = {
  kind: EventKind
  author: Author
  text?: string
  paymentId?: string | null
  action?: string
}

/** Adds entries at the end of a timeline; the row lock of the case hands out the numbers. Answers the last number. */
export async function appendEvents(tx: Tx, caseId: string, now: Date, events: readonly NewEvent[]): Promise<number> {
  const [row] = await tx<{ lastSeq: number }[]>`
    update support_case set last_seq = last_seq + ${events.length}, updated_at = ${now}
    where id = ${caseId} returning last_seq as "lastSeq"`
  const first = row!.lastSeq - events.length + 1
  for (const [index, event] of events.entries()) {
    await tx`
      insert into case_event (case_id, seq, at, kind, author_kind, author_id, author_name, text, payment_id, action)
      values (${caseId}, ${first + index}, ${now}, ${event.kind}, ${event.author.kind}, ${event.author.id}, ${event.author.name},
        ${event.text ?? null}, ${event.paymentId ?? null}, ${event.action ?? null})`
  }
  return row!.lastSeq
}
