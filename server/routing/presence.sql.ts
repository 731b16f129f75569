import { isSignedIn } from '../identity/staff.sql.ts'
import { uuidArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'

export type AwayReason = 'break' | 'meal' | 'training' | 'other'
type StateRow = {
  staffId: string
  state: 'available' | 'away'
  reason: AwayReason | null
  capacity: number
  now: Date
}

export async function storeState(db: Db, row: StateRow): Promise<void> {
  await db`
    insert into agent_presence as p (staff_id, state, reason, state_since, capacity, seen_at)
    values (${row.staffId}, ${row.state}, ${row.reason}, ${row.now}, ${row.capacity}, ${row.now})
    on conflict (staff_id) do update set state = excluded.state, reason = excluded.reason, seen_at = excluded.seen_at,
      state_since = case when p.state = excluded.state and p.reason is not distinct from excluded.reason then p.state_since
        else excluded.state_since end`
}

/** Locks the agent's row, so that the own claims of one agent take turns and capacity is judged on what is true. */
export async function lockPresence(tx: Tx, row: { staffId: string; capacity: number; now: Date }): Promise<void> {
  await tx`
    insert into agent_presence (staff_id, state, capacity, seen_at)
    values (${row.staffId}, 'away', ${row.capacity}, ${row.now})
    on conflict (staff_id) do update set seen_at = excluded.seen_at`
}

/** Locks the rows of several agents, whose places are then given out together. */
export async function lockPresences(tx: Tx, staffIds: readonly string[]): Promise<void> {
  await tx`
    select from agent_presence where staff_id = any(${uuidArray(staffIds)}::uuid[]) order by staff_id for no key update`
}

export async function storeAssigned(tx: Tx, staffIds: readonly string[], now: Date): Promise<void> {
  await tx`update agent_presence set assigned_at = ${now} where staff_id = any(${uuidArray(staffIds)}::uuid[])`
}

export type PresenceRow = {
  staffId: string
  name: string
  state: 'available' | 'away' | null
  reason: AwayReason | null
  since: Date | null
  capacity: number | null
  seenAt: Date | null
  active: number
  wrappingUp: number
  wrapUpUntil: Date | null
}

/** One agent, or everybody who has ever been at the desk. */
export async function readPresences(db: Db, now: Date, staffId?: string): Promise<PresenceRow[]> {
  return db<PresenceRow[]>`
    select staff.id as "staffId", staff.name, p.state, p.reason, p.state_since as since, p.capacity,
      case when ${isSignedIn(db, db`staff.id`, now)} then p.seen_at end as "seenAt", held.*
    from staff ${staffId === undefined ? db`join` : db`left join`} agent_presence p on p.staff_id = staff.id
    cross join lateral (
      select count(*) filter (where state = 'active')::int as active,
        count(*) filter (where state = 'ended')::int as "wrappingUp",
        max(wrap_up_until) filter (where state = 'ended') as "wrapUpUntil"
      from (
        select state, wrap_up_until from support_session where agent_id = staff.id and state = 'active'
        union all
        select state, wrap_up_until from support_session where agent_id = staff.id and wrap_up_until > ${now}) busy) held
    where ${staffId === undefined ? db`staff.disabled_at is null` : db`staff.id = ${staffId}`}
    order by staff.name, staff.id`
}

export async function touchPresence(db: Db, staffIds: readonly string[], now: Date): Promise<void> {
  await db`
    update agent_presence set seen_at = ${now}
    where staff_id in (
      select staff_id from agent_presence where staff_id = any(${uuidArray(staffIds)}::uuid[]) order by staff_id for update)`
}

/** The places of conversations that this agent writes up are free from now on. */
export async function endWrapUps(db: Db, staffId: string, now: Date): Promise<void> {
  await db`update support_session set wrap_up_until = ${now} where agent_id = ${staffId} and wrap_up_until > ${now}`
}
