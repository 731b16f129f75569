import type { Db } from '../platform/database.ts'
import type { WaitingSession } from './queue-order.ts'
import type { SessionHistory } from './waiting-time.ts'

/** Most waiting people that are looked at in one go; those beyond came last and wait for the next look. */
const waitingLimit = 2_000
/** Past sessions that the waiting time learns from. */
const historyLimit = 500

export async function readWaiting(db: Db): Promise<WaitingSession[]> {
  return db<WaitingSession[]>`
    select id, case_id as "caseId", priority, language, queued_at as "queuedAt"
    from support_session where state = 'waiting' order by queued_at limit ${waitingLimit}`
}

/** Places of the agents who are here and available, and how many of these are taken. */
export async function readSlots(db: Db, seenAfter: Date): Promise<{ slots: number; taken: number }> {
  const [row] = await db<{ slots: number; taken: number }[]>`
    select coalesce(sum(p.capacity), 0)::int as slots, coalesce(sum(least(p.capacity, held.active)), 0)::int as taken
    from agent_presence p
    cross join lateral (
      select count(*)::int as active from support_session s where s.agent_id = p.staff_id and s.state = 'active') held
    where p.state = 'available' and p.seen_at > ${seenAfter}`
  return row!
}

export async function readHistory(db: Db, endedAfter: Date): Promise<SessionHistory> {
  const [row] = await db<SessionHistory[]>`
    with recent as (
      select * from support_session where state = 'ended' and ended_at > ${endedAfter} order by ended_at desc limit ${historyLimit})
    select
      count(*) filter (where claimed_at is not null)::int as served,
      coalesce(sum(extract(epoch from ended_at - claimed_at)), 0)::float8 as "servedSeconds",
      count(*) filter (where end_reason = 'left')::int as left,
      coalesce(sum(extract(epoch from coalesce(claimed_at, ended_at) - queued_at)), 0)::float8 as "waitedSeconds"
    from recent`
  return row!
}
