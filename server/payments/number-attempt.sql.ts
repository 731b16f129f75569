import type { Db } from '../platform/database.ts'
import type { StoredDecision } from './payment.sql.ts'

export type NumberAttempt = {
  customerId: string
  id: string
  bank: string
  decision: StoredDecision
  at: Date
  idempotencyKey: string
}

/** Nothing where an attempt stands under this key already. */
export async function insertNumberAttempt(db: Db, attempt: NumberAttempt): Promise<void> {
  const { customerId, id, bank, decision, at, idempotencyKey } = attempt
  await db`
    insert into payment (customer_id, id, kind, state, counterparty, payer_name, currency, refusal, decision, at,
      idempotency_key, digest)
    values (${customerId}, ${id}, 'top_up', 'refused', ${bank}, ${bank}, 'IDR', ${decision.refusal?.code ?? null},
      ${JSON.stringify(decision)}::text::json, ${at}, ${idempotencyKey}, '')
    on conflict on constraint payment_idempotency do nothing`
}
