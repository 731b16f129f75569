import type { Clock } from '../platform/clock.ts'
import { type Db, isConnectionLost, type Sql, type Tx } from '../platform/database.ts'
import { createGathering } from '../platform/gathering.ts'
import { move } from '../platform/life-cycle.ts'
import type { Log } from '../platform/log.ts'
import { type Signal, type Signals, tell } from '../platform/signals.ts'
import { type Agent, type Assignment, decide, hasPlace } from '../routing/decide.ts'
import { lockPresences, storeAssigned } from '../routing/presence.sql.ts'
import { presenceMs } from '../routing/presence.ts'
import { anybodyWaits, readAgents, readWaiting } from '../routing/queue.sql.ts'
import { readTeams } from '../routing/queue.ts'
import { sessionMoves } from './life-cycles.ts'
import {
  appendToEach,
  lockAbandoned,
  lockAllWaiting,
  readStaffNames,
  storeClaimed,
  storeReleased,
  tryDispatchLock,
} from './session.sql.ts'
import { inTransaction } from './transaction.ts'

/** Of each process, for giving out alone. */
export const dispatchConnections = 1
/** People given out in one transaction; the next begins at once. */
const assignmentsPerRun = 64
/** Time alone brings people and agents together (patience, wrap-up, overflow), and a signal may be lost: look this often. */
const lookMs = 250
/** When another process is at it, which may be dying, look again so soon. */
const busyMs = 100
/** How often vanished agents are looked for, and conversations that go back in one transaction. */
const abandonedMs = 5_000
const abandonedPerRun = 64
/** Desks are told that the queue moved this often at most. */
const hintMs = 1_000

type DispatchDeps = { sql: Sql; clock: Clock; signals: Signals; log: Log }

/**
 * Brings those who wait and free agents together in one process, at once: when the queue or an agent changes here or
 * elsewhere, and by looking now and then. Any number of processes may do this.
 */
export function createDispatcher(deps: DispatchDeps) {
  const { signals, log } = deps
  const hints = createGathering(hintMs)
  let wanted = false
  let running: Promise<void> | undefined
  let stopped = false
  let abandonedAt = 0

  function nudge() {
    wanted = true
    if (!stopped) running ??= run().finally(() => (running = undefined))
  }

  async function run() {
    while (wanted && !stopped) {
      wanted = false
      try {
        await requeueWhenDue()
        const given = await dispatch(deps)
        if (given === 'busy') setTimeout(nudge, busyMs).unref()
        if (given === assignmentsPerRun) wanted = true
      } catch (error) {
        if (isConnectionLost(error)) log.warn({ err: error }, 'people wait while the database is away')
        else log.error({ err: error }, 'people could not be given out')
      }
    }
  }

  async function requeueWhenDue() {
    const now = deps.clock.now().getTime()
    if (now - abandonedAt < abandonedMs) return
    abandonedAt = now
    await requeueAbandoned(deps)
  }

  signals.on('queue', () => {
    nudge()
    hints.run('', () => signals.tellHere(['inbox']))
  })
  signals.onResume(nudge)
  const timer = setInterval(nudge, lookMs)
  timer.unref()

  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      hints.stop()
      await running
    },
  }
}

/**
 * Gives out who can be given out now; answers how many. The agents' rows are locked before anything is judged, so
 * capacity is true; sessions that somebody has in hand are left out. `busy` where another process is at it. What does
 * not need each other's answer is asked at once: in a rush each turn of a busy process counts.
 */
export async function dispatch({ sql, clock }: Pick<DispatchDeps, 'sql' | 'clock'>): Promise<number | 'busy'> {
  const [waits, before] = await Promise.all([anybodyWaits(sql), readReadyAgents(sql, clock.now())])
  const ready = before.map(({ id }) => id)
  if (!waits || ready.length === 0) return 0
  return inTransaction<number | 'busy'>(sql, async (tx) => {
    if (!(await tryDispatchLock(tx))) return 'busy'
    await lockPresences(tx, ready)
    const now = clock.now()
    const [here, waiting, teams, names] = await Promise.all([
      readReadyAgents(tx, now),
      readWaiting(tx),
      readTeams(tx, now),
      readStaffNames(tx, ready),
    ])
    // Who has room only since is not locked, and waits for the next look.
    const agents = here.filter(({ id }) => ready.includes(id))
    const decided = decide({ waiting, agents, teams }, now).slice(0, assignmentsPerRun)
    if (decided.length === 0) return 0
    const ids = decided.map(({ sessionId }) => sessionId)
    const locked = new Map((await lockAllWaiting(tx, ids)).map((session) => [session.id, session]))
    const assignments = decided.filter(({ sessionId }) => locked.has(sessionId))
    for (const { state } of locked.values()) move(sessionMoves, state, 'claim')
    if (assignments.length > 0) await assign(tx, assignments, names, now)
    return assignments.length
  })
}

/** Agents with a place, at least for somebody in fear. */
async function readReadyAgents(db: Db, now: Date): Promise<Agent[]> {
  const agents = await readAgents(db, { now, seenAfter: new Date(now.getTime() - presenceMs) })
  return agents.filter((agent) => hasPlace(agent, { channel: 'chat', priority: 'safety' }) && agent.teams.length > 0)
}

async function assign(tx: Tx, assignments: readonly Assignment[], names: Map<string, string>, now: Date) {
  const agentIds = [...new Set(assignments.map(({ agentId }) => agentId))]
  const entries = assignments.map(({ caseId, agentId }) => {
    return { caseId, kind: 'claimed' as const, agentId, authorName: names.get(agentId) ?? '' }
  })
  const [seqs] = await Promise.all([
    appendToEach(tx, entries, now),
    storeClaimed(tx, assignments, now),
    storeAssigned(tx, agentIds, now),
  ])
  const signals = assignments.map(({ caseId, agentId }): Signal => ['case', caseId, seqs.get(caseId)!, agentId])
  await tell(tx, [...signals, ['queue']])
}

/** Puts the conversations of agents who vanished back into their old place, and says so in the timeline. */
export async function requeueAbandoned({ sql, clock }: Pick<DispatchDeps, 'sql' | 'clock'>): Promise<number> {
  return inTransaction(sql, async (tx) => {
    const now = clock.now()
    const sessions = await lockAbandoned(tx, now, abandonedPerRun)
    if (sessions.length === 0) return 0
    for (const { state } of sessions) move(sessionMoves, state, 'release')
    await storeReleased(
      tx,
      sessions.map(({ id }) => id),
    )
    const entries = sessions.map(({ caseId, agent }) => {
      return { caseId, kind: 'released' as const, agentId: null, authorName: agent }
    })
    const seqs = await appendToEach(tx, entries, now)
    await tell(tx, [...sessions.map(({ caseId }): Signal => ['case', caseId, seqs.get(caseId)!, '']), ['queue']])
    return sessions.length
  })
}
