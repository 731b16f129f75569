import { type Db, type Tx, violatedConstraint } from '../platform/database.ts'
import type { Channel, Priority } from '../routing/queue-order.ts'
import type { Stage } from './life-cycles.ts'

export type CaseRow = {
  id: string
  number: string
  customerId: string
  stage: Stage
  lastSeq: number
  mergedInto: string | null
}
export type SessionRow = { id: string; state: 'waiting' | 'active'; agentId: string | null }

/** Adds a case; undefined when the customer has an open one on the same matter, which may be a moment old. */
export async function insertCase(
  tx: Tx,
  row: { id: string; customerId: string; topic: string; paymentId: string | null; matter: string; now: Date },
): Promise<string | undefined> {
  const [added] = await tx<{ id: string }[]>`
    insert into support_case (id, number, customer_id, topic, category, priority, payment_id, matter, opened_at, stage_since, updated_at, waiting_since)
    values (${row.id}, 'DC-' || to_char(${row.now}::timestamptz at time zone 'UTC', 'YYYY') || '-' || lpad(nextval('support_case_number')::text, 6, '0'),
      ${row.customerId}, ${row.topic}, ${row.topic}, (select priority from case_category where code = ${row.topic}),
      ${row.paymentId}, ${row.matter}, ${row.now}, ${row.now}, ${row.now}, ${row.now})
    on conflict (customer_id, matter) where state = 'open' do nothing returning id`
  return added?.id
}

export async function findOpenCase(db: Db, customerId: string, matter: string): Promise<string | undefined> {
  const [row] = await db<{ id: string }[]>`
    select id from support_case where customer_id = ${customerId} and matter = ${matter} and state = 'open'`
  return row?.id
}

export async function findCase(db: Db, caseId: string): Promise<CaseRow | undefined> {
  const [row] = await db<CaseRow[]>`select ${caseColumns(db)} from support_case where id = ${caseId}`
  return row
}

const caseColumns = (db: Db) => db`
  id, number, customer_id as "customerId", stage, last_seq as "lastSeq", merged_into as "mergedInto"`

/** Locks follow one order everywhere: agent's presence, session, case. */
export async function lockCase(tx: Tx, caseId: string): Promise<CaseRow | undefined> {
  const [row] = await tx<CaseRow[]>`select ${caseColumns(tx)} from support_case where id = ${caseId} for no key update`
  return row
}

export async function lockLiveSession(tx: Tx, caseId: string): Promise<SessionRow | undefined> {
  const [row] = await tx<SessionRow[]>`
    select id, state, agent_id as "agentId" from support_session
    where case_id = ${caseId} and state <> 'ended' for update`
  return row
}

export async function findLiveSession(db: Db, caseId: string): Promise<SessionRow | undefined> {
  const [row] = await db<SessionRow[]>`
    select id, state, agent_id as "agentId" from support_session where case_id = ${caseId} and state <> 'ended'`
  return row
}

/** After so long the agent of last time is nobody in particular. */
const rememberedMs = 30 * 24 * 3_600_000

/**
 * Puts the person into the queue, of the team that answers the topic, with who answered last time; false when a session
 * of the case lives already.
 */
export async function insertSession(
  tx: Tx,
  row: { id: string; caseId: string; priority: Priority; language: string; now: Date },
): Promise<boolean> {
  const added = await tx`
    insert into support_session (case_id, id, state, priority, language, queued_at, topic, team_id, last_agent_id)
    select c.id, ${row.id}, 'waiting', ${row.priority}, ${row.language}, ${row.now}, c.topic, t.team_id, last.agent_id
    from support_case c
    left join team_topic t on t.topic = c.topic
    left join lateral (
      select s.agent_id from support_case earlier join support_session s on s.case_id = earlier.id
      where earlier.customer_id = c.customer_id and s.state = 'ended' and s.agent_id is not null
        and s.ended_at > ${new Date(row.now.getTime() - rememberedMs)}
      order by s.ended_at desc limit 1) last on true
    where c.id = ${row.caseId}
    on conflict (case_id) where state <> 'ended' do nothing returning id`
  return added.length > 0
}

/** Takes back a session that was added in this very transaction. */
export async function deleteSession(tx: Tx, caseId: string, sessionId: string): Promise<void> {
  await tx`delete from support_session where case_id = ${caseId} and id = ${sessionId}`
}

/** False when the customer has another open case on the matter by now. */
export async function storeReopened(tx: Tx, caseId: string, now: Date): Promise<boolean> {
  try {
    await tx.savepoint(
      (nested) => nested`
        update support_case set stage = 'open', stage_since = ${now}, closed_at = null, outcome = null, updated_at = ${now},
          waiting_since = ${now}, reopenings = reopenings + 1
        where id = ${caseId}`,
    )
    return true
  } catch (error) {
    if (violatedConstraint(error) === 'support_case_matter') return false
    throw error
  }
}

export async function storeClosed(tx: Tx, caseId: string, outcome: string, now: Date): Promise<void> {
  await tx`
    update support_case set stage = 'closed', stage_since = ${now}, hold_reason = null, hold_until = null, outcome = ${outcome},
      closed_at = ${now}, updated_at = ${now}, waiting_since = null
    where id = ${caseId}`
}

/** The customer is in the queue again, and waits from now where they did not before. */
export async function storeWaiting(tx: Tx, caseId: string, now: Date): Promise<void> {
  await tx`update support_case set waiting_since = coalesce(waiting_since, ${now}) where id = ${caseId}`
}

/** Nobody is waiting any more: the customer gave up the place. */
export async function storeNotWaiting(tx: Tx, caseId: string): Promise<void> {
  await tx`update support_case set waiting_since = null where id = ${caseId}`
}

/** The place of a conversation stays its agent's for the wrap-up that the team grants. */
export async function storeSessionEnded(
  tx: Tx,
  session: { id: string; caseId: string; reason: 'closed' | 'left'; now: Date },
) {
  await tx`
    update support_session set state = 'ended', ended_at = ${session.now}, end_reason = ${session.reason},
      wrap_up_until = case when state = 'active' then
        ${session.now}::timestamptz + make_interval(secs => (select wrap_up_seconds from team where id = team_id)) end
    where case_id = ${session.caseId} and id = ${session.id}`
}

export type CustomerForCase = {
  name: string
  language: string
  state: string
  elder: boolean
  topic: string
  customerId: string
}

/** What the queue needs to know of a case's customer. */
export async function readCustomerOfCase(db: Db, caseId: string): Promise<CustomerForCase | undefined> {
  const [row] = await db<CustomerForCase[]>`
    select customer.name, customer.language, customer.state, customer.elder, c.topic, c.customer_id as "customerId"
    from support_case c join customer on customer.id = c.customer_id where c.id = ${caseId}`
  return row
}

export type CaseView = {
  id: string
  number: string
  state: 'open' | 'closed'
  topic: string
  paymentId: string | null
  openedAt: Date
  lastSeq: number
  mergedInto: string | null
  session: { id: string; state: 'waiting' | 'active' | 'ended'; channel: Channel; agent: string | null } | null
}

/** Cases of a customer with their newest session, newest case first; `caseId` narrows it to one. Lists leave out merged ones. */
export async function readCases(db: Db, customerId: string, limit: number, caseId?: string): Promise<CaseView[]> {
  return db<CaseView[]>`
    select c.id, c.number, c.state, c.topic, c.payment_id as "paymentId", c.opened_at as "openedAt", c.last_seq as "lastSeq",
      c.merged_into as "mergedInto",
      case when s.id is not null then jsonb_build_object('id', s.id, 'state', s.state, 'channel', s.channel, 'agent', staff.name) end as session
    from support_case c
    left join lateral (
      select * from support_session where case_id = c.id order by (state <> 'ended') desc, queued_at desc limit 1) s on true
    left join staff on staff.id = s.agent_id
    where c.customer_id = ${customerId} and ${caseId === undefined ? db`c.merged_into is null` : db`c.id = ${caseId}`}
    order by c.opened_at desc, c.id desc limit ${limit}`
}
