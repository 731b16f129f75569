import { isSignedIn } from '../identity/staff.sql.ts'
import { intArray, uuidArray } from '../platform/arrays.ts'
import type { Db } from '../platform/database.ts'
import type { Agent } from './decide.ts'
import type { WaitingSession } from './queue-order.ts'
import type { SessionHistory } from './waiting-time.ts'

/** Most waiting people that are looked at in one go; those beyond came last and wait for the next look. */
const waitingLimit = 2_000
/** Past sessions that the waiting time learns from. */
const historyLimit = 500

export type QueuedSession = WaitingSession & { announced: boolean }

export async function readWaiting(db: Db): Promise<QueuedSession[]> {
  return db<QueuedSession[]>`
    with own as (
      select c.id as case_id, json_agg(staff.id) as agents
      from staff join customer on customer.phone = staff.own_phone join support_case c on c.customer_id = customer.id
      group by c.id)
    select s.id, s.case_id as "caseId", s.priority, s.channel, s.language, s.topic, s.team_id as "teamId",
      s.last_agent_id as "lastAgentId", coalesce(own.agents, '[]') as "ownAgentIds", s.queued_at as "queuedAt",
      s.announced_at is not null as announced
    from support_session s left join own on own.case_id = s.case_id
    where s.state = 'waiting' order by s.queued_at limit ${waitingLimit}`
}

export async function anybodyWaits(db: Db): Promise<boolean> {
  const [row] = await db<{ waits: boolean }[]>`
    select exists (select from support_session where state = 'waiting') as waits`
  return row!.waits
}

type AgentRow = Pick<Agent, 'id' | 'teams' | 'languages' | 'skills' | 'assignedAt'> & {
  chatPlaces: number
  messagePlaces: number
  callPlaces: number
  chats: number
  messages: number
  calls: number
}

/** Agents who are available, signed in and were heard of since; `staffId` narrows it to one, whatever the state. */
export async function readAgents(db: Db, times: { now: Date; seenAfter: Date }, staffId?: string): Promise<Agent[]> {
  const rows = await db<AgentRow[]>`
    select staff.id, staff.languages, p.capacity as "chatPlaces", p.message_capacity as "messagePlaces", p.call_capacity as "callPlaces",
      p.assigned_at as "assignedAt",
      coalesce((select json_agg(m.team_id) from team_member m where m.staff_id = staff.id), '[]') as teams,
      coalesce((select json_agg(k.topic) from agent_skill k where k.staff_id = staff.id), '[]') as skills,
      held.chats, held.messages, held.calls
    from agent_presence p
    join staff on staff.id = p.staff_id
    cross join lateral (
      select count(*) filter (where channel = 'chat')::int as chats, count(*) filter (where channel = 'message')::int as messages,
        count(*) filter (where channel = 'call')::int as calls
      from (
        select channel from support_session where agent_id = staff.id and state = 'active'
        union all select channel from support_session where agent_id = staff.id and wrap_up_until > ${times.now}) busy) held
    where ${staffId === undefined ? db`p.state = 'available' and p.seen_at > ${times.seenAfter} and staff.disabled_at is null and ${isSignedIn(db, db`staff.id`, times.now)}` : db`staff.id = ${staffId}`}
    order by staff.id`
  return rows.map(({ chatPlaces, messagePlaces, callPlaces, chats, messages, calls, ...row }) => ({
    ...row,
    places: { chat: chatPlaces, message: messagePlaces, call: callPlaces },
    held: { chat: chats, message: messages, call: calls },
  }))
}

/** What lately became of people who waited for a conversation; its place stays taken until the wrap-up ends. */
export async function readHistory(db: Db, endedAfter: Date): Promise<SessionHistory> {
  const [row] = await db<SessionHistory[]>`
    with recent as (
      select * from support_session where state = 'ended' and ended_at > ${endedAfter} and channel = 'chat'
      order by ended_at desc limit ${historyLimit})
    select
      count(*) filter (where claimed_at is not null)::int as served,
      coalesce(sum(extract(epoch from coalesce(wrap_up_until, ended_at) - claimed_at)), 0)::float8 as "servedSeconds",
      count(*) filter (where end_reason = 'left')::int as left,
      coalesce(sum(extract(epoch from coalesce(first_claimed_at, claimed_at, ended_at) - queued_at)), 0)::float8 as "waitedSeconds"
    from recent`
  return row!
}

export async function storeAnnounced(
  db: Db,
  rows: readonly { sessionId: string; from: number; to: number }[],
  now: Date,
): Promise<void> {
  await db`
    update support_session s
    set announced_at = ${now}, announced_from_seconds = told.from_seconds, announced_to_seconds = told.to_seconds
    from unnest(
      ${uuidArray(rows.map((row) => row.sessionId))}::uuid[], ${intArray(rows.map((row) => row.from))}::int[],
      ${intArray(rows.map((row) => row.to))}::int[]) as told (id, from_seconds, to_seconds)
    where s.id = told.id and s.state = 'waiting' and s.announced_at is null`
}
