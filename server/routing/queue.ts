import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Desk, Team } from './decide.ts'
import { isOpen, nextOpening } from './hours.ts'
import { placesOf, type QueuePlace } from './places.ts'
import { presenceMs } from './presence.ts'
import { type QueuedSession, readAgents, readHistory, readWaiting, storeAnnounced } from './queue.sql.ts'
import { orderQueue, waitedSeconds } from './queue-order.ts'
import { readTeamRows } from './team.sql.ts'
import { ratesFrom } from './waiting-time.ts'

/** How far back conversations teach the waiting time. */
const historyMs = 7 * 24 * 3_600_000
/** What a desk without teams offers after the same wait. */
const defaultOfferLaterSeconds = 180

/**
 * `later`: offered an answer later or a call, after a while of waiting or because it is closed. `opensAt`: where nobody is here because it is
 * closed, when it opens.
 */
export type ToldPlace = QueuePlace & { later: boolean; opensAt: string | null }

type Teams = ReadonlyMap<string, Team & { name: string; offerLaterSeconds: number; opensAt: Date | null }>
export type DeskNow = Desk & { waiting: QueuedSession[]; teams: Teams }

/** Everything that the decision looks at: who waits, who is here, how the teams work. */
export async function readDesk(db: Db, clock: Clock): Promise<DeskNow> {
  const now = clock.now()
  const times = { now, seenAfter: new Date(now.getTime() - presenceMs) }
  const [waiting, agents, teams] = await Promise.all([readWaiting(db), readAgents(db, times), readTeams(db, now)])
  return { waiting, agents, teams }
}

export async function readTeams(db: Db, now: Date): Promise<Teams> {
  const rows = await readTeamRows(db)
  return new Map(
    rows.map((row) => {
      const open = isOpen(row, now)
      return [row.id, { ...row, open, opensAt: open ? null : nextOpening(row, now) }]
    }),
  )
}

/**
 * The queue now: everybody who waits, next one first, and the place and honest range of each case. Who shows a range
 * calls `recordAnnounced` as well.
 */
export async function readQueue(
  db: Db,
  clock: Clock,
): Promise<{ order: QueuedSession[]; places: Map<string, ToldPlace> }> {
  const now = clock.now()
  const desk = await readDesk(db, clock)
  if (desk.waiting.length === 0) return { order: [], places: new Map() }
  const rates = ratesFrom(await readHistory(db, new Date(now.getTime() - historyMs)))
  const places = new Map<string, ToldPlace>()
  const byCase = placesOf(desk, rates, now)
  for (const session of desk.waiting) {
    const place = byCase.get(session.caseId)
    if (!place) continue
    const opensAt = place.waitSeconds ? null : (opensFor(session, desk.teams)?.toISOString() ?? null)
    places.set(session.caseId, { ...place, later: isOfferedLater(session, desk.teams, now), opensAt })
  }
  return { order: orderQueue(desk.waiting, now), places }
}

type Waits = { teamId: string | null; queuedAt: Date }

/** When somebody may answer again: the team or the one that helps it, whichever opens first; null while one is open. */
function opensFor({ teamId }: Waits, teams: Teams): Date | null {
  const team = teamId === null ? undefined : teams.get(teamId)
  const helping = team?.overflowTeamId ? teams.get(team.overflowTeamId) : undefined
  const both = [team, helping].filter((one) => one !== undefined)
  if (both.some(({ open }) => open)) return null
  const opens = both.flatMap(({ opensAt }) => (opensAt ? [opensAt.getTime()] : []))
  return opens.length > 0 ? new Date(Math.min(...opens)) : null
}

function isOfferedLater(session: Waits, teams: Teams, now: Date): boolean {
  if (opensFor(session, teams)) return true
  const team = session.teamId === null ? undefined : teams.get(session.teamId)
  return waitedSeconds(session, now) >= (team?.offerLaterSeconds ?? defaultOfferLaterSeconds)
}

/** Whether this person has waited long enough to be offered an answer later or a call. */
export async function mayChooseLater(db: Db, session: Waits, now: Date): Promise<boolean> {
  return isOfferedLater(session, await readTeams(db, now), now)
}

/** Puts on record the first range that the people of these cases are told, to be held against the real wait. */
export async function recordAnnounced(
  db: Db,
  clock: Clock,
  { order, places }: Awaited<ReturnType<typeof readQueue>>,
  caseIds: ReadonlySet<string>,
): Promise<void> {
  const rows = order.flatMap((session) => {
    if (session.announced || !caseIds.has(session.caseId)) return []
    const range = places.get(session.caseId)?.waitSeconds
    return range ? [{ sessionId: session.id, ...range }] : []
  })
  if (rows.length > 0) await storeAnnounced(db, rows, clock.now())
}
