import type { Refusal } from '../../contract/refusals.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database.ts'
import { refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { lockPresence } from '../routing/presence.sql.ts'
import { defaultCapacity } from '../routing/presence.ts'
import { readWaiting } from '../routing/queue.sql.ts'
import { candidatesFor } from '../routing/queue-order.ts'
import { findCase, lockLiveSession } from './case.sql.ts'
import type { CaseDeps } from './case.ts'
import { move, sessionMoves } from './life-cycles.ts'
import {
  type LockedSession,
  lockFirstWaiting,
  lockSession,
  readStaffName,
  storeClaimed,
  storeReleased,
} from './session.sql.ts'
import { appendEvents } from './timeline.sql.ts'
import { inTransaction } from './transaction.ts'

/**
 * Takes the person who should be served next (routing/queue-order.ts); null when nobody whom this agent may serve waits.
 * Two agents never take the same person: each locks the first that nobody has in hand. Refusals: permission_missing,
 * agent_at_capacity.
 */
export async function claimNext(
  deps: CaseDeps,
  actor: StaffActor,
  languages: readonly string[],
): Promise<{ caseId: string | null } | Refusal> {
  const refusal = requirePermission(actor, 'case.work')
  if (refusal) return refusal
  return inTransaction(deps.sql, async (tx) => {
    const full = await judgeCapacity(tx, deps, actor)
    if (full) return full
    const candidates = candidatesFor(await readWaiting(tx), languages, deps.clock.now())
    if (candidates.length === 0) return { caseId: null }
    const session = await lockFirstWaiting(
      tx,
      candidates.map((candidate) => candidate.id),
    )
    if (!session) return { caseId: null }
    await take(tx, deps, actor, session)
    return { caseId: session.caseId }
  })
}

/** Takes one waiting person. Refusals: permission_missing, agent_at_capacity, not_found, session_already_claimed. */
export async function claimSession(
  deps: CaseDeps,
  actor: StaffActor,
  sessionId: string,
): Promise<{ caseId: string } | Refusal> {
  const refusal = requirePermission(actor, 'case.work')
  if (refusal) return refusal
  return inTransaction(deps.sql, async (tx) => {
    const full = await judgeCapacity(tx, deps, actor)
    const session = await lockSession(tx, sessionId)
    if (!session || session.state === 'ended') return refuse('not_found', {})
    if (session.agentId === actor.staffId) return { caseId: session.caseId }
    if (session.state === 'active')
      return refuse('session_already_claimed', { agent: await readStaffName(tx, session.agentId!) })
    if (full) return full
    await take(tx, deps, actor, session)
    return { caseId: session.caseId }
  })
}

/** Judged under the lock of the agent's own row: the claims of one agent take turns. */
async function judgeCapacity(tx: Tx, deps: CaseDeps, actor: StaffActor): Promise<Refusal | undefined> {
  const row = { staffId: actor.staffId, capacity: defaultCapacity, now: deps.clock.now() }
  const { capacity, active } = await lockPresence(tx, row)
  return active >= capacity ? refuse('agent_at_capacity', { capacity }) : undefined
}

async function take(tx: Tx, deps: CaseDeps, actor: StaffActor, session: LockedSession) {
  const now = deps.clock.now()
  move(sessionMoves, session.state, 'claim')
  await storeClaimed(tx, { id: session.id, caseId: session.caseId, agentId: actor.staffId, now })
  const author = { kind: 'agent' as const, id: actor.staffId, name: actor.name }
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
    await storeReleased(tx, { id: session.id, caseId })
    const author = { kind: 'agent' as const, id: actor.staffId, name: actor.name }
    const seq = await appendEvents(tx, caseId, deps.clock.now(), [{ kind: 'released', author }])
    await tell(tx, [['case', caseId, seq, ''], ['queue']])
    return undefined
  })
}

function notPossible(reason: string): Refusal {
  return refuse('action_not_possible', { reason })
}
