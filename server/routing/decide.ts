import { type Channel, languagePatienceSeconds, orderQueue, type WaitingSession, waitedSeconds } from './queue-order.ts'

/** Places that an agent has beyond the own capacity for fraud and frozen accounts: a full desk is never full for them. */
export const safetyExtraPlaces = 1

export type Team = {
  id: string
  /** Within its hours, and no holiday. */
  open: boolean
  automatic: boolean
  overflowTeamId: string | null
  overflowAfterSeconds: number
  lastAgentSeconds: number
}

/** An agent who is here and available. */
export type Agent = {
  id: string
  teams: readonly string[]
  languages: readonly string[]
  /** Topics; none means all of the agent's teams. */
  skills: readonly string[]
  /** Conversations at once; `chat` counts those of all channels. */
  places: Readonly<Record<Channel, number>>
  /** Conversations now, those in wrap-up among them. */
  held: Readonly<Record<Channel, number>>
  /** When the agent last got somebody. */
  assignedAt: Date | null
}

export type Desk = { waiting: readonly WaitingSession[]; agents: readonly Agent[]; teams: ReadonlyMap<string, Team> }
export type Assignment = { sessionId: string; caseId: string; agentId: string }
type Fit = { ownTeam: boolean; ownLanguage: boolean; automatic: boolean }

/**
 * Who gets whom, now: the one decision of the desk, for server and simulation alike. People in the order of the queue,
 * each to the agent who fits best: of last time, own language, own team, fewest other languages, most room, idle for longest.
 */
export function decide(desk: Desk, now: Date): Assignment[] {
  const agents = new Map(desk.agents.map((agent) => [agent.id, agent]))
  const assignments: Assignment[] = []
  for (const session of orderQueue(desk.waiting, now)) {
    if (![...agents.values()].some((agent) => hasPlace(agent, session))) continue
    const agent = bestAgent(session, [...agents.values()], desk, now)
    if (!agent) continue
    assignments.push({ sessionId: session.id, caseId: session.caseId, agentId: agent.id })
    agents.set(agent.id, withOneMore(agent, session.channel, now))
  }
  return assignments
}

/** Whom this agent may take by hand, best first. */
export function nextFor(agent: Agent, desk: Desk, now: Date): WaitingSession[] {
  return orderQueue(desk.waiting, now).filter(
    (session) => hasPlace(agent, session) && fitOf(agent, session, desk.teams, now) !== null,
  )
}

/** Whether the agent has a free place for this session. */
export function hasPlace(agent: Pick<Agent, 'places' | 'held'>, session: Pick<WaitingSession, 'channel' | 'priority'>) {
  return freePlaces(agent, session) > 0
}

/** Free places of an agent for a session like this one. */
export function freePlaces(
  { places, held }: Pick<Agent, 'places' | 'held'>,
  { channel, priority }: Pick<WaitingSession, 'channel' | 'priority'>,
): number {
  const extra = priority === 'safety' ? safetyExtraPlaces : 0
  const room = places.chat + extra - held.chat - held.message - held.call
  return Math.max(0, channel === 'chat' ? room : Math.min(room, places[channel] - held[channel]))
}

/** How an agent fits somebody who has waited so long by now; null where the agent may not answer. */
export function fitOf(agent: Agent, session: WaitingSession, teams: ReadonlyMap<string, Team>, now: Date): Fit | null {
  if (session.ownAgentIds.includes(agent.id)) return null
  const waited = waitedSeconds(session, now)
  const team = session.teamId === null ? undefined : teams.get(session.teamId)
  const ownLanguage = agent.languages.includes(session.language)
  if (!ownLanguage && waited < languagePatienceSeconds[session.priority]) return null
  // Who belongs to no team, and what belongs to none, is matched by hand.
  if (!team || agent.teams.length === 0) return { ownTeam: true, ownLanguage, automatic: false }
  const overflows = waited >= team.overflowAfterSeconds || !team.open
  const skilled = agent.skills.length === 0 || agent.skills.includes(session.topic)
  if (agent.teams.includes(team.id))
    return skilled || waited >= team.overflowAfterSeconds
      ? { ownTeam: true, ownLanguage, automatic: team.automatic }
      : null
  const helping = team.overflowTeamId === null ? undefined : teams.get(team.overflowTeamId)
  if (!helping || !overflows || !agent.teams.includes(helping.id)) return null
  return { ownTeam: false, ownLanguage, automatic: helping.automatic }
}

function bestAgent(session: WaitingSession, agents: readonly Agent[], desk: Desk, now: Date): Agent | undefined {
  const fitting = agents.flatMap((agent) => {
    const fit = fitOf(agent, session, desk.teams, now)
    return fit?.automatic ? [{ agent, fit }] : []
  })
  const team = session.teamId === null ? undefined : desk.teams.get(session.teamId)
  const last = fitting.find(({ agent }) => agent.id === session.lastAgentId)
  const keptForLast = last && waitedSeconds(session, now) < (team?.lastAgentSeconds ?? 0)
  if (keptForLast) return hasPlace(last.agent, session) ? last.agent : undefined
  return fitting
    .filter(({ agent }) => hasPlace(agent, session))
    .sort(
      (a, b) =>
        Number(b.fit.ownLanguage) - Number(a.fit.ownLanguage) ||
        Number(b.fit.ownTeam) - Number(a.fit.ownTeam) ||
        // Whom others need more stays free for them.
        a.agent.languages.length - b.agent.languages.length ||
        loadOf(a.agent) - loadOf(b.agent) ||
        (a.agent.assignedAt?.getTime() ?? 0) - (b.agent.assignedAt?.getTime() ?? 0) ||
        (a.agent.id < b.agent.id ? -1 : 1),
    )[0]?.agent
}

function loadOf({ places, held }: Agent): number {
  return (held.chat + held.message + held.call) / places.chat
}

function withOneMore(agent: Agent, channel: Channel, now: Date): Agent {
  return { ...agent, held: { ...agent.held, [channel]: agent.held[channel] + 1 }, assignedAt: now }
}
