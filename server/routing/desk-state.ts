import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { readPresences } from './presence.sql.ts'
import { type Presence, presenceFrom } from './presence.ts'
import { readQueue, readTeams } from './queue.ts'
import type { Channel, Priority } from './queue-order.ts'

export type WaitingPerson = {
  sessionId: string
  caseId: string
  team: string | null
  priority: Priority
  channel: Channel
  language: string
  queuedAt: string
  /** Null for who is answered later. */
  place: number | null
  waitSeconds: { from: number; to: number } | null
}
export type DeskState = {
  teams: { name: string; open: boolean; automatic: boolean; waiting: number }[]
  agents: (Presence & { staffId: string; name: string })[]
  /** Next one first. */
  waiting: WaitingPerson[]
}

/** The whole desk now, for a supervisor: teams, agents with state, reason and since when, and who waits for how long. */
export async function readDeskState(db: Db, clock: Clock): Promise<DeskState> {
  const now = clock.now()
  const [{ order, places }, presences, teams] = await Promise.all([
    readQueue(db, clock),
    readPresences(db, now),
    readTeams(db, now),
  ])
  return {
    teams: [...teams].map(([id, { name, open, automatic }]) => {
      return { name, open, automatic, waiting: order.filter(({ teamId }) => teamId === id).length }
    }),
    agents: presences.map((row) => ({ staffId: row.staffId, name: row.name, ...presenceFrom(row, now) })),
    waiting: order.map((session) => ({
      sessionId: session.id,
      caseId: session.caseId,
      team: session.teamId === null ? null : (teams.get(session.teamId)?.name ?? null),
      priority: session.priority,
      channel: session.channel,
      language: session.language,
      queuedAt: session.queuedAt.toISOString(),
      place: places.get(session.caseId)?.place ?? null,
      waitSeconds: places.get(session.caseId)?.waitSeconds ?? null,
    })),
  }
}
