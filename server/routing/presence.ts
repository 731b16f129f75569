import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { tell } from '../platform/signals.ts'
import {
  type AwayReason,
  endWrapUps,
  type PresenceRow,
  readPresences,
  storeState,
  touchPresence,
} from './presence.sql.ts'

/** Conversations that an agent holds at once, until somebody sets it otherwise. */
export const defaultCapacity = 4
/** An agent of whom nothing was heard for this long is offline: two beats of an open desk were missed. */
export const presenceMs = 60_000

export type AgentState = 'available' | 'wrap_up' | 'away' | 'offline'
export type Presence = {
  state: AgentState
  reason: AwayReason | null
  /** Since when the agent is available or away. */
  since: string | null
  /** Until when the last wrap-up takes a place; the agent may end it earlier. */
  wrapUpUntil: string | null
  capacity: number
  active: number
}

/** State, capacity and running conversations of one agent. */
export async function presenceOf(db: Db, clock: Clock, staffId: string): Promise<Presence> {
  const [row] = await readPresences(db, clock.now(), staffId)
  return presenceFrom(row!, clock.now())
}

/** An agent is in wrap-up when that alone keeps the next person away. */
export function presenceFrom(row: PresenceRow, now: Date): Presence {
  const { active, wrappingUp, reason } = row
  const capacity = row.capacity ?? defaultCapacity
  const figures = {
    since: row.since?.toISOString() ?? null,
    wrapUpUntil: row.wrapUpUntil?.toISOString() ?? null,
    capacity,
    active,
  }
  if (row.state === null || !row.seenAt || row.seenAt.getTime() + presenceMs < now.getTime())
    return { state: 'offline', reason: null, ...figures }
  const wrapsUp = row.state === 'available' && active < capacity && active + wrappingUp >= capacity
  return { state: wrapsUp ? 'wrap_up' : row.state, reason, ...figures }
}

/** Takes waiting people from now on, or none and why. Everybody's waiting time is told anew. */
export async function setAgentState(
  db: Db,
  clock: Clock,
  staffId: string,
  wish: { state: 'available' | 'away'; reason?: AwayReason | undefined },
): Promise<Presence> {
  const reason = wish.state === 'away' ? (wish.reason ?? 'other') : null
  await storeState(db, { staffId, state: wish.state, reason, capacity: defaultCapacity, now: clock.now() })
  await tell(db, [['queue'], ['inbox']])
  return presenceOf(db, clock, staffId)
}

/** The agent has written up what there was: the places are free at once. */
export async function endWrapUp(db: Db, clock: Clock, staffId: string): Promise<Presence> {
  await endWrapUps(db, staffId, clock.now())
  await tell(db, [['queue']])
  return presenceOf(db, clock, staffId)
}

/** These agents are here: their desk is open. */
export async function markPresent(db: Db, clock: Clock, staffIds: readonly string[]): Promise<void> {
  if (staffIds.length > 0) await touchPresence(db, staffIds, clock.now())
}
