/** Why somebody is served sooner. Elder lane and others join here with their own rates. */
export type Priority = 'safety' | 'ordinary'

/**
 * Accumulating priority: a class starts with a lead and gains points for each second of waiting, so urgent people come
 * first and nobody starves: after an hour an ordinary person stands before somebody who has just come with a fright.
 */
const accumulation: Record<Priority, { leadPoints: number; pointsPerSecond: number }> = {
  safety: { leadPoints: 3_600, pointsPerSecond: 8 },
  ordinary: { leadPoints: 0, pointsPerSecond: 1 },
}

/** How long a person waits for an agent with the own language before any agent may help. */
export const languagePatienceSeconds: Record<Priority, number> = { safety: 30, ordinary: 180 }

export type WaitingSession = {
  id: string
  caseId: string
  priority: Priority
  language: string
  queuedAt: Date
}

/** The class of a case: safety matters and frozen accounts first. */
export function priorityOf(topic: string, customerState: string): Priority {
  return topic === 'safety' || customerState === 'frozen' ? 'safety' : 'ordinary'
}

function waitedSeconds(session: WaitingSession, now: Date): number {
  return Math.max(0, (now.getTime() - session.queuedAt.getTime()) / 1000)
}

function points(session: WaitingSession, now: Date): number {
  const { leadPoints, pointsPerSecond } = accumulation[session.priority]
  return leadPoints + pointsPerSecond * waitedSeconds(session, now)
}

/** Everybody who waits, next one first. Equal points go by time of coming, then by id, so that all processes agree. */
export function orderQueue(waiting: readonly WaitingSession[], now: Date): WaitingSession[] {
  return [...waiting].sort(
    (a, b) =>
      points(b, now) - points(a, now) ||
      a.queuedAt.getTime() - b.queuedAt.getTime() ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  )
}

/**
 * Whom this agent serves next, best first: people whose language the agent speaks, and those who have waited so long
 * that any agent is better than none.
 */
export function candidatesFor(
  waiting: readonly WaitingSession[],
  languages: readonly string[],
  now: Date,
): WaitingSession[] {
  return orderQueue(waiting, now).filter(
    (session) =>
      languages.includes(session.language) || waitedSeconds(session, now) >= languagePatienceSeconds[session.priority],
  )
}
