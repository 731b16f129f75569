import type { Refusal } from '../../contract/refusals.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database.ts'
import { move } from '../platform/life-cycle.ts'
import { refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { type Agent, hasPlace, nextFor } from '../routing/decide.ts'
import { endWrapUps, lockPresence, storeAssigned } from '../routing/presence.sql.ts'
import { defaultCapacity } from '../routing/presence.ts'
import { readAgents, readWaiting } from '../routing/queue.sql.ts'
import { readTeams } from '../routing/queue.ts'
import { findCase, lockLiveSession } from './case.sql.ts'
import type { CaseDeps } from './case.ts'
import { sessionMoves } from './life-cycles.ts'
import {
  isOfOwnWallet,
  type LockedSession,
  lockFirstWaiting,
  lockSession,
  readStaffName,
  storeClaimed,
  storeHurried,
  storeReleased,
} from './session.sql.ts'
import { appendEvents } from './timeline.sql.ts'
import { agentAuthor } from './timeline.ts'
import { inTransaction } from './transaction.ts'

/**
 * Takes the person who should be served next (routing/decide.ts); null when nobody whom this agent may serve waits. Two
 * agents never take the same person: each locks the first that nobody has in hand. Refusals: permission_missing,
 * agent_at_capacity.
 */
export async function claimNext(deps: CaseDeps, actor: StaffActor): Promise<{ caseId: string | null } | Refusal> {
  const refusal = requirePermission(actor, 'case.work')
  if (refusal) return refusal
  return inTransaction(deps.sql, async (tx) => {
    const now = deps.clock.now()
    const agent = await lockAgent(tx, deps, actor)
    const [waiting, teams] = await Promise.all([readWaiting(tx), readTeams(tx, now)])
    const candidates = nextFor(agent, { waiting, agents: [], teams }, now)
    const session =
      candidates.length > 0
        ? await lockFirstWaiting(
            tx,
            candidates.map((candidate) => candidate.id),
          )
        : undefined
    if (!session) return hasPlace(agent, ordinaryChat) ? { caseId: null } : full(agent)
    await take(tx, deps, actor, session)
    return { caseId: session.caseId }
  })
}

/** What any conversation needs of an agent's room. */
export const ordinaryChat = { channel: 'chat', priority: 'ordinary' } as const

/**
 * Takes one waiting person. Refusals: permission_missing, agent_at_capacity, not_found, session_already_claimed,
 * action_not_possible (`own_account`).
 */
export async function claimSession(
  deps: CaseDeps,
  actor: StaffActor,
  sessionId: string,
): Promise<{ caseId: string } | Refusal> {
  const refusal = requirePermission(actor, 'case.work')
  if (refusal) return refusal
  return inTransaction(deps.sql, async (tx) => {
    const agent = await lockAgent(tx, deps, actor)
    return claimLive(tx, deps, { actor, agent }, sessionId)
  })
}

/** The same in the caller's transaction, which has locked the agent. Refusals but the permission's as `claimSession`. */
export async function claimLive(
  tx: Tx,
  deps: CaseDeps,
  { actor, agent }: { actor: StaffActor; agent: Agent },
  sessionId: string,
): Promise<{ caseId: string } | Refusal> {
  const session = await lockSession(tx, sessionId)
  if (!session || session.state === 'ended') return refuse('not_found', {})
  if (session.agentId === actor.staffId) return { caseId: session.caseId }
  if (session.state === 'active')
    return refuse('session_already_claimed', { agent: await readStaffName(tx, session.agentId!) })
  if (await isOfOwnWallet(tx, session.caseId, actor.staffId)) return notPossible('own_account')
  if (!hasPlace(agent, session)) return full(agent)
  await take(tx, deps, actor, session)
  return { caseId: session.caseId }
}

/** Under the lock of the agent's own row the claims of one agent take turns. Who takes somebody has written up. */
export async function lockAgent(tx: Tx, deps: CaseDeps, actor: StaffActor): Promise<Agent> {
  const now = deps.clock.now()
  await lockPresence(tx, { staffId: actor.staffId, capacity: defaultCapacity, now })
  await endWrapUps(tx, actor.staffId, now)
  const [agent] = await readAgents(tx, { now, seenAfter: now }, actor.staffId)
  return agent!
}

export function full(agent: Agent): Refusal {
  return refuse('agent_at_capacity', { capacity: agent.places.chat })
}

async function take(tx: Tx, deps: CaseDeps, actor: StaffActor, session: LockedSession) {
  const now = deps.clock.now()
  move(sessionMoves, session.state, 'claim')
  await storeClaimed(tx, [{ sessionId: session.id, caseId: session.caseId, agentId: actor.staffId }], now)
  await storeAssigned(tx, [actor.staffId], now)
  const author = agentAuthor(actor)
  const seq = await appendEvents(tx, session.caseId, now, [{ kind: 'claimed', author }])
  await tell(tx, [['case', session.caseId, seq, ''], ['queue']])
}

/**
 * Gives the conversation back to the queue, in its old place. Refusals: permission_missing, not_found,
 * action_not_possible (`case_not_yours`, `not_claimed`).
 */
export async function releaseSession(deps: CaseDeps, actor: StaffActor, caseId: string): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'case.work')
  if (refusal) return refusal
  return inTransaction(deps.sql, async (tx) => {
    const session = await lockLiveSession(tx, caseId)
    if (!session) return (await findCase(tx, caseId)) ? notPossible('not_claimed') : refuse('not_found', {})
    if (session.state !== 'active') return notPossible('not_claimed')
    if (session.agentId !== actor.staffId && !actor.permissions.has('case.supervise'))
      return notPossible('case_not_yours')
    move(sessionMoves, session.state, 'release')
    await storeReleased(tx, [session.id])
    const author = agentAuthor(actor)
    const seq = await appendEvents(tx, caseId, deps.clock.now(), [{ kind: 'released', author }])
    await tell(tx, [['case', caseId, seq, ''], ['queue']])
    return undefined
  })
}

/** The customer's account is frozen: whoever waits, waits before everybody else from now on. */
export async function hurryWaiting(tx: Tx, customerId: string): Promise<void> {
  if (await storeHurried(tx, customerId)) await tell(tx, [['queue']])
}

function notPossible(reason: string): Refusal {
  return refuse('action_not_possible', { reason })
}
