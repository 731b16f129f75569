import { uuidArray } from '../platform/arrays.ts'
import type { Db } from '../platform/database.ts'

export type LineFactsRow = {
  entryId: string
  paymentId: string
  kind: 'send' | 'shop' | 'top_up'
  counterparty: string | null
  received: boolean
}

/**
 * The payments behind entries of one customer. They are sought among the customer's own by id, which tells the time:
 * there is no index on the entry, since each costs throughput.
 */
export async function selectLineFacts(
  db: Db,
  customerId: string,
  entryIds: string[],
  ids: { from: string; to: string },
): Promise<LineFactsRow[]> {
  const entries = db`p.state = 'paid' and p.id between ${ids.from} and ${ids.to} and p.entry_id = any (${uuidArray(entryIds)}::uuid[])`
  return db<LineFactsRow[]>`
    select p.entry_id as "entryId", p.id as "paymentId", p.kind, p.counterparty, false as received
    from payment p where p.customer_id = ${customerId} and ${entries}
    union all
    select p.entry_id, p.id, p.kind, p.payer_name, true
    from payment p where p.payee_id = ${customerId} and p.customer_id <> ${customerId} and ${entries}`
}
