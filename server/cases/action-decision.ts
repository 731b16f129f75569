import type { Refusal } from '../../contract/refusals.ts'
import { recordAudit, staffActor } from '../audit/audit.ts'
import { lockCustomer } from '../identity/customer.ts'
import { isOwnAccount, requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database.ts'
import { move } from '../platform/life-cycle.ts'
import { refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { lockRequest, type RequestRow, selectRequest, updateDecided } from './action-request.sql.ts'
import { lockLiveSession } from './case.sql.ts'
import type { CaseDeps } from './case.ts'
import { actions, putOnTimeline } from './desk-actions.ts'
import { requestMoves } from './life-cycles.ts'
import { ofDetails } from './limit-raise.ts'
import { inTransaction } from './transaction.ts'

type Decision = { requestId: string; reason: string }
type Decided = {
  row: RequestRow
  agentId: string | null
  customer: NonNullable<Awaited<ReturnType<typeof lockCustomer>>>
}

/**
 * Lets happen what a colleague asked for. Refusals: permission_missing, second_person_needed (the own request),
 * not_found, action_not_possible (`not_needed`: decided or lapsed; `own_account`).
 */
export function approveAction(deps: CaseDeps, actor: StaffActor, decision: Decision): Promise<undefined | Refusal> {
  return decide(deps, actor, decision, 'approve', async (tx, { row, customer, agentId }) => {
    const { caseId, action } = row
    const deed = { actor, customer, caseId, reason: decision.reason, raise: ofDetails(row.details) }
    const refused = await actions[action].carryOut(tx, deps, deed)
    // Whatever was asked was possible then; nothing that an entry with a second person does can be refused later.
    if (refused) throw new Error(`${action} was refused after a second person agreed: ${refused.refused}`)
    await putOnTimeline(tx, deps, { ...deed, action, agentId })
  })
}

/** Turns it down. Refusals: as `approveAction`. */
export function rejectAction(deps: CaseDeps, actor: StaffActor, decision: Decision): Promise<undefined | Refusal> {
  return decide(deps, actor, decision, 'reject', async (tx, { row, customer, agentId }) => {
    const { caseId, action } = row
    const { reason } = decision
    const record = {
      id: deps.ids(),
      customerId: customer.id,
      at: deps.clock.now(),
      actor: staffActor(actor),
      reason,
      caseId,
    }
    await recordAudit(tx, { ...record, action: actions[action].secondPerson!.rejected })
    await putOnTimeline(tx, deps, { actor, customer, caseId, reason, action: `${action}_rejected`, agentId })
  })
}

async function decide(
  deps: CaseDeps,
  actor: StaffActor,
  { requestId, reason }: Decision,
  verdict: 'approve' | 'reject',
  carryOut: (tx: Tx, decided: Decided) => Promise<void>,
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'limit.decide')
  if (refusal) return refusal
  return inTransaction(deps.sql, async (tx) => {
    const asked = await selectRequest(tx, requestId)
    if (!asked) return refuse('not_found', {})
    if (asked.askedBy === actor.staffId) return refuse('second_person_needed', {})
    const session = await lockLiveSession(tx, asked.caseId)
    const customer = (await lockCustomer(tx, asked.customerId))!
    if (isOwnAccount(actor, customer.phone)) return refuse('action_not_possible', { reason: 'own_account' })
    const row = (await lockRequest(tx, customer.id, requestId))!
    const now = deps.clock.now()
    if (row.state !== 'waiting' || row.expiresAt <= now) return refuse('action_not_possible', { reason: 'not_needed' })
    const state = move(requestMoves, row.state, verdict) as 'approved' | 'rejected'
    await updateDecided(tx, { customerId: customer.id, id: row.id, state, by: actor.staffId, reason, at: now })
    await carryOut(tx, { row, customer, agentId: session?.agentId ?? null })
    await tell(tx, [['inbox']])
    return undefined
  })
}
