import { type InboxRow, maximumCounted } from '../../contract/desk.ts'
import { uuidArray } from '../platform/arrays.ts'
import type { Db } from '../platform/database.ts'

/** Rows of each part of the inbox. */
const waitingLimit = 100
const mineLimit = 100
const recentLimit = 30
/** A page of them. */
const unattendedLimit = 30
const earlierLimit = 20

type Row = Omit<InboxRow, 'waitingSince' | 'updatedAt'> & { waitingSince: Date | null; updatedAt: Date }

function toWire({ waitingSince, updatedAt, ...row }: Row): InboxRow {
  return { ...row, waitingSince: waitingSince?.toISOString() ?? null, updatedAt: updatedAt.toISOString() }
}

/** A moment inside a JSON answer, written as the wire has it. */
const instant = (db: Db, column: string) =>
  db`to_char(${db(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const columns = (db: Db) => db`
  c.id as "caseId", c.number, customer.name as "customerName", customer.kind = 'guest' as guest, customer.language, c.topic, c.state,
  case when s.id is not null then jsonb_build_object('id', s.id, 'state', s.state, 'channel', s.channel, 'agentId', s.agent_id, 'agent', staff.name) end as session,
  c.waiting_since as "waitingSince", c.last_message as "lastMessage", c.last_seq as "lastSeq", c.updated_at as "updatedAt",
  c.priority,
  (select jsonb_build_object('measure', k.measure, 'dueAt', ${instant(db, 'due_at')}, 'warnAt', ${instant(db, 'warn_at')}) from case_clock k
   where k.case_id = c.id and k.state = 'running' order by k.due_at limit 1) as promise`

const fromCase = (db: Db) => db`
  from support_case c
  join customer on customer.id = c.customer_id
  left join lateral (
    select * from support_session where case_id = c.id order by (state <> 'ended') desc, queued_at desc limit 1) s on true
  left join staff on staff.id = s.agent_id`

/** Cases in the given order: of the queue. */
export async function readWaitingRows(db: Db, caseIds: readonly string[]): Promise<InboxRow[]> {
  const rows = await db<Row[]>`
    select ${columns(db)} ${fromCase(db)}
    join unnest(${uuidArray(caseIds.slice(0, waitingLimit))}::uuid[]) with ordinality as wanted (id, ord) on wanted.id = c.id
    order by wanted.ord`
  return rows.map(toWire)
}

/** The agent's conversations; who waits longest for an answer comes first. */
export async function readMine(db: Db, staffId: string): Promise<InboxRow[]> {
  const rows = await db<Row[]>`
    select ${columns(db)} ${fromCase(db)}
    where c.id in (select case_id from support_session where agent_id = ${staffId} and state = 'active')
    order by c.waiting_since nulls last, c.updated_at desc limit ${mineLimit}`
  return rows.map(toWire)
}

/** Open cases that no queue and no agent has. */
const unattended = (db: Db) => db`
  stage = 'open' and not exists (select from support_session where case_id = open.id and state <> 'ended')`

/** The newest open cases that no queue and no agent has, behind the one named; and whether there are older ones. */
export async function readUnattended(db: Db, before?: string): Promise<{ unattended: InboxRow[]; more: boolean }> {
  const rows = await db<Row[]>`
    select ${columns(db)} ${fromCase(db)}
    where c.id in (
      select id from support_case open where ${unattended(db)}
        ${before ? db`and (opened_at, id) < (select opened_at, id from support_case where id = ${before})` : db``}
      order by opened_at desc, id desc limit ${unattendedLimit + 1})
    order by c.opened_at desc, c.id desc`
  return { unattended: rows.slice(0, unattendedLimit).map(toWire), more: rows.length > unattendedLimit }
}

export async function countUnattended(db: Db): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::int as count from (
      select from support_case open where ${unattended(db)} limit ${maximumCounted}) counted`
  return row!.count
}

export async function readRecent(db: Db): Promise<InboxRow[]> {
  const rows = await db<Row[]>`
    select ${columns(db)} ${fromCase(db)}
    where c.id in (select id from support_case where state = 'closed' order by closed_at desc limit ${recentLimit})
    order by c.closed_at desc`
  return rows.map(toWire)
}

export type CaseAtDesk = { row: InboxRow; customerId: string; paymentId: string | null }

export async function readCaseRow(db: Db, caseId: string): Promise<CaseAtDesk | undefined> {
  const [row] = await db<(Row & { customerId: string; paymentId: string | null })[]>`
    select ${columns(db)}, c.customer_id as "customerId", c.payment_id as "paymentId" ${fromCase(db)} where c.id = ${caseId}`
  if (!row) return undefined
  const { customerId, paymentId, ...inbox } = row
  return { row: toWire(inbox), customerId, paymentId }
}

/** The customer's other cases, newest first. */
export async function readOtherCases(db: Db, customerId: string, caseId: string): Promise<InboxRow[]> {
  const rows = await db<Row[]>`
    select ${columns(db)} ${fromCase(db)}
    where c.customer_id = ${customerId} and c.id <> ${caseId} order by c.opened_at desc limit ${earlierLimit}`
  return rows.map(toWire)
}

/** All cases of a customer by name, newest first. */
export async function readCaseLines(db: Db, customerId: string) {
  const rows = await db<
    { caseId: string; number: string; topic: InboxRow['topic']; state: 'open' | 'closed'; at: Date }[]
  >`
    select id as "caseId", number, topic, state, updated_at as at from support_case
    where customer_id = ${customerId} order by opened_at desc limit ${earlierLimit}`
  return rows.map(({ at, ...row }) => ({ ...row, updatedAt: at.toISOString() }))
}
