import type { Refusal } from '../../contract/refusals.ts'
import type { CustomerActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import { refuse } from '../platform/refusals.ts'
import { type AskedCase, insertSaid, readAskedCase } from './satisfaction.sql.ts'

/** So long after the end of a conversation the customer is asked; later nobody remembers how it was. */
const askedMs = 7 * 24 * 3_600_000

type Deps = { sql: Sql; clock: Clock }
type Answer = { score: number; reasons: readonly string[]; words: string } | { score: null }

/** Whether this customer is asked how the conversation was. Refusals: not_found. */
export async function readSatisfaction(
  { sql, clock }: Deps,
  actor: CustomerActor,
  caseId: string,
): Promise<{ asks: boolean } | Refusal> {
  const found = await readAskedCase(sql, caseId, actor.customerId)
  return found ? { asks: !found.said && isOver(found, clock.now()) } : refuse('not_found', {})
}

/**
 * Keeps what the customer says of a conversation, for supervisors; the first word counts. Refusals: not_found,
 * action_not_possible (`not_over`, `said_before`).
 */
export async function saySatisfaction(
  { sql, clock }: Deps,
  actor: CustomerActor,
  caseId: string,
  answer: Answer,
): Promise<undefined | Refusal> {
  const found = await readAskedCase(sql, caseId, actor.customerId)
  if (!found) return refuse('not_found', {})
  const now = clock.now()
  if (!isOver(found, now)) return refuse('action_not_possible', { reason: 'not_over' })
  const { reasons, words } = answer.score === null ? { reasons: [], words: '' } : answer
  const stored = await insertSaid(sql, {
    caseId,
    customerId: actor.customerId,
    agentId: found.agentId!,
    category: found.category,
    score: answer.score,
    reasons: [...new Set(reasons)],
    words: words === '' ? null : words,
    now,
  })
  return stored ? undefined : refuse('action_not_possible', { reason: 'said_before' })
}

/** Over and answered by somebody; a case that goes on in another one is asked about there. */
function isOver({ state, merged, closedAt, agentId }: AskedCase, now: Date): boolean {
  return state === 'closed' && !merged && agentId !== null && closedAt!.getTime() + askedMs > now.getTime()
}
