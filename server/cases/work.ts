import type { Refusal } from '../../contract/refusals.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { type CaseRow, findLiveSession, lockCase, lockLiveSession, type SessionRow } from './case.sql.ts'
import type { CaseDeps } from './case.ts'
import { appendEvents, type NewEvent } from './timeline.sql.ts'
import { agentAuthor } from './timeline.ts'
import { inTransaction, MovedOn } from './transaction.ts'

export type WorkedCase = { row: CaseRow; session: SessionRow | undefined }

/**
 * The case, locked with its session, for whoever may work on it: the agent who has the conversation, anybody where nobody
 * has it, a supervisor always. Refusals: not_found, case_closed, action_not_possible (`case_not_yours`).
 */
export async function lockForWork(tx: Tx, actor: StaffActor, caseId: string): Promise<WorkedCase | Refusal> {
  const session = await lockLiveSession(tx, caseId)
  const row = await lockCase(tx, caseId)
  if (!row) return refuse('not_found', {})
  if (row.stage === 'closed') return refuse('case_closed', {})
  // The customer may have come back between the two locks.
  if (!session && (await findLiveSession(tx, caseId))) throw new MovedOn()
  const theirs = session?.state !== 'active' || session.agentId === actor.staffId
  if (!theirs && !actor.permissions.has('case.supervise'))
    return refuse('action_not_possible', { reason: 'case_not_yours' })
  return { row, session }
}

/** What a deed says of itself in the timeline of its case. */
export type Deed = Required<Pick<NewEvent, 'action'>> & Pick<NewEvent, 'text' | 'paymentId'>

/** One deed of the desk on a case: permission, locks, the deed, its entry in the timeline where there is one. */
export async function workOnCase(
  deps: CaseDeps,
  actor: StaffActor,
  caseId: string,
  deed: (tx: Tx, found: WorkedCase, now: Date) => Promise<Deed | undefined | Refusal>,
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'case.work')
  if (refusal) return refusal
  return inTransaction(deps.sql, async (tx) => {
    const found = await lockForWork(tx, actor, caseId)
    if (isRefusal(found)) return found
    const now = deps.clock.now()
    const done = await deed(tx, found, now)
    if (isRefusal(done)) return done
    if (!done) return undefined
    const seq = await appendEvents(tx, caseId, now, [{ kind: 'action', author: agentAuthor(actor), ...done }])
    await tell(tx, [['case', caseId, seq, ''], ['queue'], ['inbox']])
    return undefined
  })
}
