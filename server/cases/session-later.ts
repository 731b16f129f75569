import type { Refusal } from '../../contract/refusals.ts'
import type { CustomerActor } from '../platform/actor.ts'
import { refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { mayChooseLater } from '../routing/queue.ts'
import type { CaseDeps } from './case.ts'
import { isOwnCase, lockWaitingOf, storeChannel } from './session.sql.ts'
import { appendEvents } from './timeline.sql.ts'
import { inTransaction } from './transaction.ts'

/** Answered later in writing, or called back on the number on file. */
export type Later = 'message' | 'call'

const actionOf = { message: 'answer_later', call: 'call_back_asked' } as const

/**
 * The customer need not wait any longer and is answered all the same: the place among those who chose this is that of
 * the coming. Offered after a while of waiting, and while it is closed. Refusals: not_found, action_not_possible (`not_waiting`, `not_yet`).
 */
export async function chooseLater(
  deps: CaseDeps,
  actor: CustomerActor,
  caseId: string,
  later: Later,
): Promise<undefined | Refusal> {
  return inTransaction(deps.sql, async (tx) => {
    const session = await lockWaitingOf(tx, caseId, actor.customerId)
    if (!session) {
      const own = await isOwnCase(tx, caseId, actor.customerId)
      return own ? refuse('action_not_possible', { reason: 'not_waiting' }) : refuse('not_found', {})
    }
    if (session.channel === later) return undefined
    const now = deps.clock.now()
    if (!(await mayChooseLater(tx, session, now))) return refuse('action_not_possible', { reason: 'not_yet' })
    await storeChannel(tx, { id: session.id, caseId, channel: later, now })
    const author = { kind: 'customer' as const, id: actor.customerId, name: session.customerName }
    const seq = await appendEvents(tx, caseId, now, [{ kind: 'action', author, action: actionOf[later] }])
    await tell(tx, [['case', caseId, seq, ''], ['queue']])
    return undefined
  })
}
