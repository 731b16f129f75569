import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { tell } from '../platform/signals.ts'
import { readPresence, storeState, touchPresence } from './presence.sql.ts'

/** Conversations that an agent holds at once, until somebody sets it otherwise. */
export const defaultCapacity = 4
/** An agent of whom nothing was heard for this long is offline. */
export const presenceMs = 90_000

export type AgentState = 'available' | 'away' | 'offline'
export type Presence = { state: AgentState; capacity: number; active: number }

/** State, capacity and running conversations of one agent. */
export async function presenceOf(db: Db, clock: Clock, staffId: string): Promise<Presence> {
  const row = await readPresence(db, staffId)
  if (row.state === null || !row.seenAt || row.seenAt.getTime() + presenceMs < clock.now().getTime())
    return { state: 'offline', capacity: row.capacity ?? defaultCapacity, active: row.active }
  return { state: row.state, capacity: row.capacity ?? defaultCapacity, active: row.active }
}

/** Takes waiting people from now on, or none. Everybody's waiting time is told anew. */
export async function setAgentState(
  db: Db,
  clock: Clock,
  staffId: string,
  state: 'available' | 'away',
): Promise<Presence> {
  await storeState(db, { staffId, state, capacity: defaultCapacity, now: clock.now() })
  await tell(db, [['queue'], ['inbox']])
  return presenceOf(db, clock, staffId)
}

/** These agents are here: their desk is open. */
export async function markPresent(db: Db, clock: Clock, staffIds: readonly string[]): Promise<void> {
  if (staffIds.length > 0) await touchPresence(db, staffIds, clock.now())
}
