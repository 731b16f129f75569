import { type Db, plainArray } from '../platform/database.ts'

type StateRow = { staffId: string; state: 'available' | 'away'; capacity: number; now: Date }

export async function storeState(db: Db, row: StateRow): Promise<void> {
  await db`
    insert into agent_presence (staff_id, state, capacity, seen_at)
    values (${row.staffId}, ${row.state}, ${row.capacity}, ${row.now})
    on conflict (staff_id) do update set state = excluded.state, seen_at = excluded.seen_at`
}

/** Locks the agent's row, so that the own claims of one agent take turns and capacity is judged on what is true. */
export async function lockPresence(
  db: Db,
  row: Omit<StateRow, 'state'>,
): Promise<{ capacity: number; active: number }> {
  const [locked] = await db<{ capacity: number }[]>`
    insert into agent_presence (staff_id, state, capacity, seen_at)
    values (${row.staffId}, 'away', ${row.capacity}, ${row.now})
    on conflict (staff_id) do update set seen_at = excluded.seen_at
    returning capacity`
  const [counted] = await db<{ active: number }[]>`
    select count(*)::int as active from support_session where agent_id = ${row.staffId} and state = 'active'`
  return { capacity: locked!.capacity, active: counted!.active }
}

type PresenceRow = { state: 'available' | 'away' | null; capacity: number | null; seenAt: Date | null; active: number }

export async function readPresence(db: Db, staffId: string): Promise<PresenceRow> {
  const [row] = await db<PresenceRow[]>`
    select p.state, p.capacity, p.seen_at as "seenAt",
      (select count(*)::int from support_session where agent_id = ${staffId} and state = 'active') as active
    from (select) as one left join agent_presence p on p.staff_id = ${staffId}`
  return row!
}

export async function touchPresence(db: Db, staffIds: readonly string[], now: Date): Promise<void> {
  await db`
    update agent_presence set seen_at = ${now}
    where staff_id in (
      select staff_id from agent_presence where staff_id = any(${plainArray(staffIds)}::uuid[]) order by staff_id for update)`
}
