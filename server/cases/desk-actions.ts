import type { Refusal } from '../../contract/refusals.ts'
import type { CustomerRow } from '../identity/customer.ts'
import { requirePermission } from '../identity/permissions.ts'
import { act, judgeAction, type SafetyAction } from '../identity/safety.ts'
import type { StaffActor } from '../platform/actor.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { findCase, lockLiveSession } from './case.sql.ts'
import type { CaseDeps } from './case.ts'
import { appendEvents } from './timeline.sql.ts'
import { inTransaction } from './transaction.ts'

/** The actions beside a conversation, in the order in which the desk shows them. */
const actions: readonly SafetyAction[] = ['freeze', 'unfreeze', 'unlock_pin', 'unlock_signin']

export type DeskAction = { action: SafetyAction; possible: boolean; reason: string | null }

/** Freezing protects and may not wait for a hand-over; everything else is for whoever has the conversation. */
function isTheirs(actor: StaffActor, action: SafetyAction, agentId: string | null | undefined): boolean {
  return action === 'freeze' || agentId === actor.staffId || actor.permissions.has('case.supervise')
}

/** Each action: possible now, or the reason why not. */
export function judgeActions(
  actor: StaffActor,
  customer: CustomerRow,
  agentId: string | null | undefined,
  now: Date,
): DeskAction[] {
  return actions.map((action) => {
    const theirs = isTheirs(actor, action, agentId) ? null : 'case_not_yours'
    const reason = judgeAction(actor, action, customer, now) ?? theirs
    return { action, possible: reason === null, reason }
  })
}

/**
 * Carries out an action on the customer's account, with the case as its occasion: identity's verb, its record, and an
 * entry in the timeline, together or not at all. Refusals: permission_missing, not_found, action_not_possible.
 */
export async function takeAction(
  deps: CaseDeps,
  actor: StaffActor,
  request: { caseId: string; action: SafetyAction; reason: string },
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'case.work')
  if (refusal) return refusal
  const { caseId, action, reason } = request
  return inTransaction(deps.sql, async (tx) => {
    const session = await lockLiveSession(tx, caseId)
    const found = await findCase(tx, caseId)
    if (!found) return refuse('not_found', {})
    if (!isTheirs(actor, action, session?.agentId)) return refuse('action_not_possible', { reason: 'case_not_yours' })
    const done = await act(tx, actor, action, { customerId: found.customerId, reason, caseId }, deps)
    if (isRefusal(done)) return done
    const author = { kind: 'agent' as const, id: actor.staffId, name: actor.name }
    const seq = await appendEvents(tx, caseId, deps.clock.now(), [{ kind: 'action', author, action, text: reason }])
    await tell(tx, [
      ['case', caseId, seq, session?.agentId ?? ''],
      ['customer', found.customerId, 'account'],
    ])
    return undefined
  })
}
