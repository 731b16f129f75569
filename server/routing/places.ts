import { type Agent, type Desk, fitOf, freePlaces, safetyExtraPlaces, type Team } from './decide.ts'
import { languagePatienceSeconds, orderQueue, type WaitingSession, waitedSeconds } from './queue-order.ts'
import { pickUpByHandSeconds, pickUpGivenSeconds, type QueueFigures, waitRange } from './waiting-time.ts'

export type QueuePlace = { place: number; waitSeconds: { from: number; to: number } | null }
type Rates = Pick<QueueFigures, 'handlingSeconds' | 'leavingPerSecond'>

/** People whom the same agents may answer: they queue for the same places. */
type Kind = {
  teamId: string | null
  agents: Set<Agent>
  slots: number
  free: number
  delaySeconds: number
  pickUpSeconds: number
  ahead: number
}

/**
 * Place and honest range of everybody who waits for a conversation. Ahead of a person stand those who want the same
 * agents: of those who have others to choose from, the share that these agents will take.
 */
export function placesOf(desk: Desk, rates: Rates, now: Date): Map<string, QueuePlace> {
  const kinds = new Map<string, Kind>()
  const places = new Map<string, QueuePlace>()
  for (const session of orderQueue(desk.waiting, now)) {
    const key = kindKey(session, desk.teams, now)
    const kind = kinds.get(key) ?? kindOf(session, desk, now)
    kinds.set(key, kind)
    if (session.channel === 'chat') places.set(session.caseId, placeAmong(kind, [...kinds.values()], rates))
    kind.ahead += 1
  }
  return places
}

function placeAmong(kind: Kind, kinds: readonly Kind[], rates: Rates): QueuePlace {
  let ahead = 0
  let before = 0
  for (const other of kinds) {
    if (other.ahead === 0) continue
    const share = other === kind ? 1 : sharedSlots(kind, other)
    ahead += share * other.ahead
    if (share > 0) before += other.ahead
  }
  const { slots, free: freeSlots, pickUpSeconds } = kind
  const range = waitRange({ ahead: Math.round(ahead), slots, freeSlots, pickUpSeconds, ...rates })
  const waitSeconds = range && { from: range.from + kind.delaySeconds, to: range.to + kind.delaySeconds }
  return { place: before + 1, waitSeconds }
}

/** Which part of the places that serve the other kind serves this one as well. */
function sharedSlots(kind: Kind, other: Kind): number {
  // Where nobody is here, the team will come back to its own people.
  if (other.slots === 0) return kind.slots === 0 && kind.teamId === other.teamId ? 1 : 0
  let shared = 0
  for (const agent of other.agents) if (kind.agents.has(agent)) shared += agent.places.chat
  return Math.min(1, shared / other.slots)
}

/** The agents who may answer now, else those who may when patience for the own language or team is over. */
function kindOf(session: WaitingSession, desk: Desk, now: Date): Kind {
  const patience = patienceLeft(session, desk.teams, now)
  for (const delaySeconds of [0, ...patience]) {
    const then = new Date(now.getTime() + delaySeconds * 1000)
    const fits = desk.agents.map((agent) => fitOf(agent, session, desk.teams, then))
    const agents = desk.agents.filter((_, index) => fits[index])
    if (agents.length === 0) continue
    const extra = session.priority === 'safety' ? safetyExtraPlaces : 0
    return {
      teamId: session.teamId,
      agents: new Set(agents),
      slots: sum(agents, ({ places }) => places.chat + extra),
      free: sum(agents, (agent) => freePlaces(agent, session)),
      delaySeconds: Math.ceil(delaySeconds),
      pickUpSeconds: fits.some((fit) => fit?.automatic) ? pickUpGivenSeconds : pickUpByHandSeconds,
      ahead: 0,
    }
  }
  const nobody = { agents: new Set<Agent>(), slots: 0, free: 0 }
  return { teamId: session.teamId, ...nobody, delaySeconds: 0, pickUpSeconds: pickUpByHandSeconds, ahead: 0 }
}

/** After how many seconds from now more agents may answer, soonest first. */
function patienceLeft(session: WaitingSession, teams: ReadonlyMap<string, Team>, now: Date): number[] {
  const waited = waitedSeconds(session, now)
  const thresholds = [languagePatienceSeconds[session.priority]]
  const team = session.teamId === null ? undefined : teams.get(session.teamId)
  if (team) thresholds.push(team.overflowAfterSeconds)
  return thresholds
    .map((threshold) => threshold - waited)
    .filter((left) => left > 0)
    .sort((a, b) => a - b)
}

function kindKey(session: WaitingSession, teams: ReadonlyMap<string, Team>, now: Date): string {
  const waited = waitedSeconds(session, now)
  const patient = waited < languagePatienceSeconds[session.priority]
  const team = session.teamId === null ? undefined : teams.get(session.teamId)
  const overflows = team !== undefined && waited >= team.overflowAfterSeconds
  const { channel, priority, language, topic, teamId, ownAgentIds } = session
  const wanted = [patient ? language : '*', overflows ? '*' : topic, overflows, teamId]
  return [channel, priority === 'safety', ...wanted, ...ownAgentIds].join(' ')
}

function sum<T>(things: readonly T[], of: (thing: T) => number): number {
  return things.reduce((total, thing) => total + of(thing), 0)
}
