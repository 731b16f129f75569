import type { ServedFigures, WallConversation, WallEscalation } from '../../contract/supervision.ts'
import type { Db } from '../platform/database.ts'

/** Conversations shown at once, the longest wait for an answer first. */
const conversationsShown = 200
/** Broken promises shown at once, the oldest first. */
const escalatedShown = 30

type Period = { from: Date; to: Date }

/** Waits of people who came in this time; channels other than chat wait for nothing and are no part of the waits. */
export async function readServed(db: Db, { from, to }: Period): Promise<ServedFigures> {
  const [row] = await db<ServedFigures[]>`
    with came as (
      select end_reason, first_claimed_at,
        case when channel = 'chat' then extract(epoch from first_claimed_at - queued_at) end as waited
      from support_session where queued_at >= ${from} and queued_at < ${to} and not taken_up)
    select count(*)::int as conversations,
      count(first_claimed_at)::int as served,
      count(*) filter (where end_reason = 'left' and first_claimed_at is null)::int as left,
      (percentile_cont(0.5) within group (order by waited))::float8 as "medianWaitSeconds",
      (percentile_cont(0.9) within group (order by waited))::float8 as "ninetiethWaitSeconds"
    from came`
  return row!
}

/** First answers of cases that began in this time: within the promise, or not (also while nobody has answered yet). */
export async function readFirstReplies(db: Db, { from, to }: Period): Promise<{ kept: number; broken: number }> {
  const [row] = await db<{ kept: number; broken: number }[]>`
    select count(*) filter (where state = 'met' and breached_at is null)::int as kept,
      count(*) filter (where breached_at is not null)::int as broken
    from case_clock where measure = 'first_reply' and started_at >= ${from} and started_at < ${to}`
  return row!
}

type ConversationRow = Omit<WallConversation, 'claimedAt' | 'waitingSince'> & {
  claimedAt: Date
  waitingSince: Date | null
}

export async function readConversations(db: Db): Promise<WallConversation[]> {
  const rows = await db<ConversationRow[]>`
    select c.id as "caseId", c.number, c.topic, s.priority, staff.id as "staffId", staff.name as agent,
      s.claimed_at as "claimedAt", c.waiting_since as "waitingSince"
    from support_session s join support_case c on c.id = s.case_id join staff on staff.id = s.agent_id
    where s.state = 'active' order by c.waiting_since nulls last, s.claimed_at, c.id limit ${conversationsShown}`
  return rows.map(({ claimedAt, waitingSince, ...row }) => ({
    ...row,
    claimedAt: claimedAt.toISOString(),
    waitingSince: waitingSince?.toISOString() ?? null,
  }))
}

/** Open cases with a broken promise that is still to be kept, each once with the promise that broke first. */
export async function readEscalated(db: Db): Promise<WallEscalation[]> {
  const rows = await db<(Omit<WallEscalation, 'brokenAt'> & { brokenAt: Date })[]>`
    with first as (
      select distinct on (case_id) case_id, measure, breached_at from case_clock
      where state in ('running', 'paused') and breached_at is not null order by case_id, breached_at)
    select c.id as "caseId", c.number, c.topic, first.measure, first.breached_at as "brokenAt", staff.name as agent
    from first join support_case c on c.id = first.case_id
    left join support_session s on s.case_id = c.id and s.state = 'active' left join staff on staff.id = s.agent_id
    where c.state = 'open' order by first.breached_at, c.id limit ${escalatedShown}`
  return rows.map((row) => ({ ...row, brokenAt: row.brokenAt.toISOString() }))
}
