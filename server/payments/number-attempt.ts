import type { Refusal } from '../../contract/refusals.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { type Check, toStored } from './decide.ts'
import { selectByKey } from './history.sql.ts'
import { insertNumberAttempt } from './number-attempt.sql.ts'

/** Tries with the same answer within this time are one attempt: pressing "try again" fills no history. */
export const attemptFoldMs = 15 * 60_000

export type NumberRefusal = Refusal<'bank_unreachable' | 'bank_refused'>

type Deps = { clock: Clock; ids: Ids }

/**
 * Stores that a customer asked for an account number to add money and the bank gave none: a top-up without an amount,
 * which explains itself to the agent as every attempt does. Answers the attempt's id, the earlier one's where the same
 * was tried a moment ago.
 */
export async function storeNumberAttempt(
  db: Db,
  { clock, ids }: Deps,
  { customerId, refusal }: { customerId: string; refusal: NumberRefusal },
): Promise<string> {
  const at = clock.now()
  // A customer's own keys hold no colon.
  const idempotencyKey = `number:${refusal.refused}:${Math.floor(at.getTime() / attemptFoldMs)}`
  const decision = toStored(checksOf(refusal), refusal)
  const { bank } = refusal.figures
  await insertNumberAttempt(db, { customerId, id: ids(), bank, decision, at, idempotencyKey })
  return (await selectByKey(db, customerId, idempotencyKey))!.id
}

function checksOf(refusal: NumberRefusal): Check[] {
  const { bank } = refusal.figures
  if (refusal.refused === 'bank_unreachable') return [{ check: 'bank_answers', passed: false, figures: {} }]
  return [
    { check: 'bank_answers', passed: true, figures: { bank } },
    { check: 'bank_opens_number', passed: false, figures: {} },
  ]
}
