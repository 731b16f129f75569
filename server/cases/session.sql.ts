import { isSignedIn } from '../identity/staff.sql.ts'
import { textArray, uuidArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Channel, Priority } from '../routing/queue-order.ts'

export type LockedSession = {
  id: string
  caseId: string
  state: 'waiting' | 'active' | 'ended'
  agentId: string | null
  priority: Priority
  channel: Channel
  queuedAt: Date
}

const columns = (db: Db) => db`
  s.id, s.case_id as "caseId", s.state, s.agent_id as "agentId", s.priority, s.channel, s.queued_at as "queuedAt"`

/** The first of these sessions, in this order, that still waits and that nobody else has in hand. */
export async function lockFirstWaiting(tx: Tx, sessionIds: readonly string[]): Promise<LockedSession | undefined> {
  const [row] = await tx<LockedSession[]>`
    select ${columns(tx)}
    from unnest(${uuidArray(sessionIds)}::uuid[]) with ordinality as wanted (id, ord)
    join support_session s on s.id = wanted.id
    where s.state = 'waiting' order by wanted.ord limit 1 for update of s skip locked`
  return row
}

/** Those of these sessions that still wait and that nobody else has in hand. */
export async function lockAllWaiting(tx: Tx, sessionIds: readonly string[]): Promise<LockedSession[]> {
  return tx<LockedSession[]>`
    select ${columns(tx)} from support_session s
    where s.id = any(${uuidArray(sessionIds)}::uuid[]) and s.state = 'waiting' order by s.id for update skip locked`
}

export async function lockSession(tx: Tx, sessionId: string): Promise<LockedSession | undefined> {
  const [row] = await tx<LockedSession[]>`
    select ${columns(tx)} from support_session s where s.id = ${sessionId} for update`
  return row
}

/** The session with which a customer waits in this case. */
export async function lockWaitingOf(tx: Tx, caseId: string, customerId: string) {
  const [row] = await tx<(LockedSession & { teamId: string | null; customerName: string })[]>`
    select ${columns(tx)}, s.team_id as "teamId", customer.name as "customerName"
    from support_session s join support_case c on c.id = s.case_id join customer on customer.id = c.customer_id
    where s.case_id = ${caseId} and c.customer_id = ${customerId} and s.state = 'waiting' for update of s`
  return row
}

export async function isOwnCase(db: Db, caseId: string, customerId: string): Promise<boolean> {
  const [row] = await db`select 1 from support_case where id = ${caseId} and customer_id = ${customerId}`
  return row !== undefined
}

/** Whether the case is about the own wallet of this member of staff. */
export async function isOfOwnWallet(db: Db, caseId: string, staffId: string): Promise<boolean> {
  const [row] = await db`
    select 1 from support_case c join customer on customer.id = c.customer_id join staff on staff.own_phone = customer.phone
    where c.id = ${caseId} and staff.id = ${staffId}`
  return row !== undefined
}

export async function storeChannel(tx: Tx, session: { id: string; caseId: string; channel: Channel; now: Date }) {
  await tx`
    update support_session set channel = ${session.channel}, chosen_at = ${session.now}
    where case_id = ${session.caseId} and id = ${session.id}`
}

/** What the conversation is about has changed: another team may answer it now, sooner or later than others. */
export async function storeMatter(
  tx: Tx,
  session: { id: string; caseId: string; topic: string; priority: Priority },
): Promise<void> {
  await tx`
    update support_session set topic = ${session.topic}, priority = ${session.priority},
      team_id = (select team_id from team_topic where topic = ${session.topic})
    where case_id = ${session.caseId} and id = ${session.id}`
}

/** Another place in the queue, where it is earlier than the own one. */
export async function storePlace(
  tx: Tx,
  session: { id: string; caseId: string; queuedAt: Date; priority: Priority },
): Promise<void> {
  await tx`
    update support_session set queued_at = least(queued_at, ${session.queuedAt}), priority = ${session.priority}
    where case_id = ${session.caseId} and id = ${session.id}`
}

/** Puts the customer's waiting sessions before everybody else's, and locks them. Whether there was one to hurry. */
export async function storeHurried(tx: Tx, customerId: string): Promise<boolean> {
  const mine = await tx`
    select s.id from support_session s join support_case c on c.id = s.case_id
    where c.customer_id = ${customerId} and s.state = 'waiting' and s.priority <> 'safety' order by s.id for update of s`
  if (mine.length === 0) return false
  const ids = uuidArray(mine.map(({ id }) => id))
  await tx`update support_session set priority = 'safety' where id = any(${ids}::uuid[]) and state = 'waiting'`
  return true
}

export async function readStaffName(db: Db, staffId: string): Promise<string> {
  const [row] = await db<{ name: string }[]>`select name from staff where id = ${staffId}`
  return row?.name ?? ''
}

export async function readStaffNames(db: Db, staffIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db<{ id: string; name: string }[]>`
    select id, name from staff where id = any(${uuidArray(staffIds)}::uuid[])`
  return new Map(rows.map((row) => [row.id, row.name]))
}

type Claim = { sessionId: string; caseId: string; agentId: string }

/** These agents have these conversations; the wait of somebody who comes back to the queue ended the first time. */
export async function storeClaimed(tx: Tx, claims: readonly Claim[], now: Date): Promise<void> {
  await tx`
    update support_session s
    set state = 'active', agent_id = claim.agent_id, claimed_at = ${now}, first_claimed_at = coalesce(s.first_claimed_at, ${now})
    from unnest(
      ${uuidArray(claims.map((one) => one.caseId))}::uuid[], ${uuidArray(claims.map((one) => one.sessionId))}::uuid[],
      ${uuidArray(claims.map((one) => one.agentId))}::uuid[]) as claim (case_id, id, agent_id)
    where s.case_id = claim.case_id and s.id = claim.id`
}

/** Back into the queue; `queued_at` stays, and with it the old place. */
export async function storeReleased(tx: Tx, sessionIds: readonly string[]): Promise<void> {
  await tx`
    update support_session set state = 'waiting', agent_id = null, claimed_at = null
    where id = any(${uuidArray(sessionIds)}::uuid[])`
}

/** What belongs to no team goes back after so long; the teams say it themselves. */
const requeueAfterSeconds = 120

/**
 * Conversations whose agent was not heard of for as long as the team allows, has signed out meanwhile, or answers nobody any
 * more, and that nobody else has in hand. A team that allows any time keeps them with whoever signed out, too.
 */
export async function lockAbandoned(tx: Tx, now: Date, limit: number): Promise<(LockedSession & { agent: string })[]> {
  return tx<(LockedSession & { agent: string })[]>`
    select ${columns(tx)}, staff.name as agent
    from support_session s
    left join team t on t.id = s.team_id
    join agent_presence p on p.staff_id = s.agent_id
    join staff on staff.id = s.agent_id
    cross join lateral (
      select case when t.id is null then ${requeueAfterSeconds}::int else t.requeue_after_seconds end as seconds) allowed
    where s.state = 'active' and (staff.disabled_at is not null or not staff.roles && array['agent', 'supervisor']
      or allowed.seconds is not null and not ${isSignedIn(tx, tx`staff.id`, now)}
      or p.seen_at + make_interval(secs => allowed.seconds) < ${now})
    order by s.id limit ${limit} for update of s skip locked`
}

/** One entry for each of many timelines. */
export type Entry = { caseId: string; kind: 'claimed' | 'released'; agentId: string | null; authorName: string }

/** Adds one entry to each of these cases; answers the numbers. Without an agent it is ours. */
export async function appendToEach(tx: Tx, entries: readonly Entry[], now: Date): Promise<Map<string, number>> {
  const caseIds = uuidArray(entries.map((entry) => entry.caseId))
  await tx`select from support_case where id = any(${caseIds}::uuid[]) order by id for no key update`
  const rows = await tx<{ caseId: string; seq: number }[]>`
    with entry as (
      select * from unnest(${caseIds}::uuid[], ${textArray(entries.map((entry) => entry.kind))}::text[],
        ${uuidArray(entries.map((entry) => entry.agentId))}::uuid[], ${textArray(entries.map((entry) => entry.authorName))}::text[])
        as entry (case_id, kind, agent_id, author_name)),
    numbered as (
      update support_case c set last_seq = c.last_seq + 1, updated_at = ${now}
      from entry where c.id = entry.case_id returning c.id, c.last_seq)
    insert into case_event (case_id, seq, at, kind, author_kind, author_id, author_name)
    select n.id, n.last_seq, ${now}, e.kind, case when e.agent_id is null then 'system' else 'agent' end, e.agent_id, e.author_name
    from numbered n join entry e on e.case_id = n.id
    returning case_id as "caseId", seq`
  return new Map(rows.map((row) => [row.caseId, row.seq]))
}

const dispatchLock = 7_301_013n

/** One process gives people out at a time; whoever comes second leaves it to the first. */
export async function tryDispatchLock(tx: Tx): Promise<boolean> {
  const [row] = await tx<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(${dispatchLock}) as taken`
  return row!.taken
}
