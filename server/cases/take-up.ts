import type { Refusal } from '../../contract/refusals.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database.ts'
import { move } from '../platform/life-cycle.ts'
import { refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { hasPlace } from '../routing/decide.ts'
import { storeAssigned } from '../routing/presence.sql.ts'
import { priorityOf } from '../routing/queue-order.ts'
import { deleteSession, lockCase, lockLiveSession, readCustomerOfCase } from './case.sql.ts'
import type { CaseDeps } from './case.ts'
import { caseMoves } from './life-cycles.ts'
import { isOfOwnWallet } from './session.sql.ts'
import { claimLive, full, lockAgent, ordinaryChat } from './session.ts'
import { storeStage } from './stage.sql.ts'
import { insertTakenUp } from './take-up.sql.ts'
import { appendEvents, type NewEvent } from './timeline.sql.ts'
import { agentAuthor } from './timeline.ts'
import { inTransaction, MovedOn } from './transaction.ts'

/**
 * Takes up an open case that nobody attends: from now on it is this agent's conversation, and a solved one goes on. Of
 * many agents at once one gets it. Where the customer has come back into the queue they are claimed from there.
 * Refusals: permission_missing, not_found, case_closed, agent_at_capacity, session_already_claimed, action_not_possible
 * (`own_account`).
 */
export async function takeUpCase(
  deps: CaseDeps,
  actor: StaffActor,
  caseId: string,
): Promise<{ caseId: string } | Refusal> {
  const refusal = requirePermission(actor, 'case.work')
  if (refusal) return refusal
  return inTransaction(deps.sql, async (tx) => {
    const agent = await lockAgent(tx, deps, actor)
    const live = await lockLiveSession(tx, caseId)
    if (live) return claimLive(tx, deps, { actor, agent }, live.id)
    return hasPlace(agent, ordinaryChat) ? takeUp(tx, deps, actor, caseId) : full(agent)
  })
}

async function takeUp(tx: Tx, deps: CaseDeps, actor: StaffActor, caseId: string) {
  if (await isOfOwnWallet(tx, caseId, actor.staffId)) return refuse('action_not_possible', { reason: 'own_account' })
  const now = deps.clock.now()
  const customer = await readCustomerOfCase(tx, caseId)
  if (!customer) return refuse('not_found', {})
  const session = { id: deps.ids(), caseId, agentId: actor.staffId }
  const priority = priorityOf(customer.topic, customer)
  if (!(await insertTakenUp(tx, { ...session, priority, language: customer.language, now }))) throw new MovedOn()
  const { stage } = (await lockCase(tx, caseId))!
  if (stage === 'closed') {
    await deleteSession(tx, caseId, session.id)
    return refuse('case_closed', {})
  }
  await storeAssigned(tx, [actor.staffId], now)
  const author = agentAuthor(actor)
  const events: NewEvent[] = [{ kind: 'claimed', author }]
  if (stage === 'solved') {
    await storeStage(tx, caseId, { stage: move(caseMoves, stage, 'resume'), now })
    events.push({ kind: 'action', author, action: 'stage_open' })
  }
  const seq = await appendEvents(tx, caseId, now, events)
  await tell(tx, [['case', caseId, seq, ''], ['queue'], ['inbox']])
  return { caseId }
}
