import { jsonArray, textArray, timeArray, uuidArray } from './arrays.ts'
import type { Db, Sql, Tx } from './database.ts'

export type OutboxEvent = {
  /** Place in the order of everything that happened; higher for each later event of the same subject. */
  position: bigint
  /** Names the event for ever: whoever hears of it twice knows it by this. */
  id: string
  topic: string
  subjectId: string
  payload: Record<string, unknown>
  at: Date
}

export type NewEvent = Omit<OutboxEvent, 'position'>

/** Positions are drawn in the order of the list. */
export async function insertEvents(tx: Tx, events: NewEvent[]): Promise<void> {
  if (events.length === 0) return
  await tx`
    insert into outbox (id, topic, subject_id, payload, at)
    select n.id, n.topic, n.subject_id, n.payload::json, n.at
    from unnest(${eventArrays(tx, events)}) n (id, topic, subject_id, payload, at)`
}

/** What `unnest` makes rows of: ids, topics, subjects, payloads, times. */
export function eventArrays(db: Db, events: NewEvent[]) {
  return db`
    ${uuidArray(events.map((event) => event.id))}::uuid[], ${textArray(events.map((event) => event.topic))}::text[],
    ${uuidArray(events.map((event) => event.subjectId))}::uuid[],
    ${jsonArray(events.map((event) => event.payload))}::text[],
    ${timeArray(events.map((event) => event.at))}::timestamptz[]`
}

export async function insertReader(db: Db, name: string): Promise<void> {
  await db`insert into outbox_reader (name) values (${name}) on conflict do nothing`
}

export async function selectEnd(sql: Sql, name: string) {
  const [row] = await sql<{ read: bigint; lastPosition: bigint }[]>`
    select r.position as read, case when s.is_called then s.last_value else 0 end as "lastPosition"
    from outbox_position s, outbox_reader r where r.name = ${name}`
  return row
}

/** A transaction number that is newer than every one handed out before. */
export async function drawTx(sql: Sql): Promise<string> {
  const [row] = await sql<{ tx: string }[]>`select pg_current_xact_id()::text as tx`
  return row!.tx
}

export async function allEndedBefore(sql: Sql, tx: string): Promise<boolean> {
  const [row] = await sql<{ ended: boolean }[]>`
    select pg_snapshot_xmin(pg_current_snapshot()) >= ${tx}::text::xid8 as ended`
  return row!.ended
}

/** The reader's place, locked; undefined while another process holds it. */
export async function lockReader(tx: Tx, name: string) {
  const [row] = await tx<{ position: bigint }[]>`
    select position from outbox_reader where name = ${name} for update skip locked`
  return row
}

export async function selectEvents(
  tx: Tx,
  range: { after: bigint; through: bigint; topics: readonly string[] },
  limit: number,
): Promise<OutboxEvent[]> {
  return tx<OutboxEvent[]>`
    select position, id, topic, subject_id as "subjectId", payload, at from outbox
    where position > ${range.after} and position <= ${range.through}
      and topic = any (${textArray(range.topics)}::text[])
    order by position limit ${limit}`
}

export async function updateReader(tx: Tx, name: string, position: bigint): Promise<void> {
  await tx`update outbox_reader set position = ${position} where name = ${name}`
}

/**
 * Deletes events that every reader has had, and that are older. Looks at the lowest positions alone, so that a night
 * without anything to delete costs nothing. Without readers nothing is deleted.
 */
export async function deleteRead(db: Db, before: Date, limit: number): Promise<number> {
  const { count } = await db`
    delete from outbox where position in (
      select position from (
        select position, at from outbox
        where position <= (select min(position) from outbox_reader) order by position limit ${limit}
      ) oldest where at < ${before})`
  return count
}
