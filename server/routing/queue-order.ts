/** Why somebody is served sooner: fraud and frozen accounts; people who asked for the calm lane; everybody. */
export type Priority = 'safety' | 'elder' | 'ordinary'
/** How somebody is answered: now in writing, later in writing, or by a call of ours. */
export type Channel = 'chat' | 'message' | 'call'

type Accumulation = { leadPoints: number; pointsPerSecond: number }

/**
 * Accumulating priority: a class starts with a lead and gains points for each second of waiting, so urgent people come
 * first and nobody starves: after an hour an ordinary person stands before somebody who has just come with a fright.
 */
const accumulation: Record<Priority, Accumulation> = {
  safety: { leadPoints: 3_600, pointsPerSecond: 8 },
  elder: { leadPoints: 120, pointsPerSecond: 1.5 },
  ordinary: { leadPoints: 0, pointsPerSecond: 1 },
}
/** Who chose not to wait comes after those who do, and is not forgotten: an hour weighs as much as half an hour of theirs. */
const later: Accumulation = { leadPoints: -1_800, pointsPerSecond: 0.5 }

/** How long a person waits for an agent with the own language before any agent may help. */
export const languagePatienceSeconds: Record<Priority, number> = { safety: 15, elder: 60, ordinary: 90 }

export type WaitingSession = {
  id: string
  caseId: string
  priority: Priority
  channel: Channel
  language: string
  topic: string
  teamId: string | null
  /** Who answered this person last time. */
  lastAgentId: string | null
  /** Agents whose own wallet this person's is: nobody answers themselves. */
  ownAgentIds: readonly string[]
  queuedAt: Date
}

/** The class of a case: safety matters and frozen accounts first, then the calm lane. */
export function priorityOf(topic: string, customer: { state: string; elder: boolean }): Priority {
  if (topic === 'safety' || customer.state === 'frozen') return 'safety'
  return customer.elder ? 'elder' : 'ordinary'
}

const mostUrgentFirst: readonly Priority[] = ['safety', 'elder', 'ordinary']

export function moreUrgent(one: Priority, other: Priority): Priority {
  return mostUrgentFirst.indexOf(one) < mostUrgentFirst.indexOf(other) ? one : other
}

export function waitedSeconds(session: { queuedAt: Date }, now: Date): number {
  return Math.max(0, (now.getTime() - session.queuedAt.getTime()) / 1000)
}

function points(session: WaitingSession, now: Date): number {
  const { leadPoints, pointsPerSecond } = session.channel === 'chat' ? accumulation[session.priority] : later
  return leadPoints + pointsPerSecond * waitedSeconds(session, now)
}

/** Everybody who waits, next one first. Equal points go by time of coming, then by id, so that all processes agree. */
export function orderQueue<Session extends WaitingSession>(waiting: readonly Session[], now: Date): Session[] {
  return waiting
    .map((session) => ({ session, points: points(session, now) }))
    .sort(
      (a, b) =>
        b.points - a.points ||
        a.session.queuedAt.getTime() - b.session.queuedAt.getTime() ||
        (a.session.id < b.session.id ? -1 : a.session.id > b.session.id ? 1 : 0),
    )
    .map(({ session }) => session)
}
