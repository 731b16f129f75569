import type { Refusal } from '../../contract/refusals.ts'
import { findCase, findLiveSession } from '../cases/case.sql.ts'
import type { CaseDeps } from '../cases/case.ts'
import { openLook } from '../cases/look.ts'
import { insertMentions } from '../cases/mention.sql.ts'
import { appendEvents } from '../cases/timeline.sql.ts'
import { agentAuthor } from '../cases/timeline.ts'
import { inTransaction } from '../cases/transaction.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'

/**
 * A supervisor reads a running conversation: the agent sees it in the timeline, the customer in the own record. Whoever
 * has the conversation themselves listens to nobody. Refusals: permission_missing, not_found, action_not_possible
 * (`not_claimed`, `own_conversation`).
 */
export async function listenIn(deps: CaseDeps, actor: StaffActor, caseId: string): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'case.supervise')
  if (refusal) return refusal
  const found = await findRunning(deps.sql, actor, caseId)
  if (isRefusal(found)) return found
  return openLook(deps.sql, deps, actor, { customerId: found.customerId, caseId })
}

/**
 * A word to the agent of a running conversation, who is named in it and so told at once. Refusals: permission_missing,
 * not_found, action_not_possible (`not_claimed`, `own_conversation`).
 */
export async function whisper(
  deps: CaseDeps,
  actor: StaffActor,
  { caseId, text }: { caseId: string; text: string },
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'case.supervise')
  if (refusal) return refusal
  return inTransaction(deps.sql, async (tx) => {
    const found = await findRunning(tx, actor, caseId)
    if (isRefusal(found)) return found
    const now = deps.clock.now()
    const author = agentAuthor(actor)
    const seq = await appendEvents(tx, caseId, now, [{ kind: 'note', author, action: 'whisper', text }])
    const { agentId } = found
    await insertMentions(tx, { staffIds: [agentId], byStaffId: actor.staffId, caseId, seq, now })
    await tell(tx, [
      ['case', caseId, seq, ''],
      ['inbox_of', agentId],
    ])
    return undefined
  })
}

/** The conversation that somebody else has in hand. */
async function findRunning(
  db: Db,
  actor: StaffActor,
  caseId: string,
): Promise<{ customerId: string; agentId: string } | Refusal> {
  const [found, session] = await Promise.all([findCase(db, caseId), findLiveSession(db, caseId)])
  if (!found) return refuse('not_found', {})
  const agentId = session?.state === 'active' ? session.agentId : null
  if (agentId === null) return refuse('action_not_possible', { reason: 'not_claimed' })
  if (agentId === actor.staffId) return refuse('action_not_possible', { reason: 'own_conversation' })
  return { customerId: found.customerId, agentId }
}
