import type { Db, Tx } from '../platform/database.ts'

/** The last row that a reader has had. */
export type Place = { tx: bigint; afterId: string; afterSeq: number }

/** The reader's place, locked; undefined while another process holds it. */
export async function lockPlace(tx: Tx, reader: string): Promise<Place | undefined> {
  const [row] = await tx<Place[]>`
    select tx, after_id as "afterId", after_seq as "afterSeq" from follow_place where reader = ${reader}
    for update skip locked`
  return row
}

export async function storePlace(tx: Tx, reader: string, place: Place): Promise<void> {
  await tx`
    update follow_place set tx = ${place.tx}, after_id = ${place.afterId}, after_seq = ${place.afterSeq}
    where reader = ${reader}`
}

/** Below this every transaction has ended: nothing more can appear there. Numbers go on after a move (migrations/0034). */
const settled = (db: Db) =>
  db`(pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (select ahead from transaction_numbers))`

export type NewEntry = {
  tx: bigint
  id: string
  seq: number
  at: Date
  kind: string
  authorKind: 'customer' | 'agent' | 'system'
  text: string | null
  action: string | null
  /** Taken over from another case: it was said there. */
  copied: boolean
  /** Of the opening of a case that was split off: when the customer first said what moved along. */
  askedAt: Date | null
  number: string
  stage: string
  topic: string
  category: string
  channel: string
  customerId: string
  customerName: string
}

/** Entries of all timelines after a place, in the order of their transactions. */
export async function readNewEntries(tx: Tx, place: Place, limit: number): Promise<NewEntry[]> {
  return tx<NewEntry[]>`
    select e.tx, e.case_id as id, e.seq, e.at, e.kind, e.author_kind as "authorKind", e.text, e.action,
      e.origin_case_id is not null as copied,
      case when e.kind = 'opened' then (
        select min(m.at) from case_event s join case_event m on m.case_id = s.case_id and m.tx = s.tx
        where s.case_id = e.case_id and s.tx = e.tx and s.action = 'split_from'
          and m.origin_case_id is not null and m.kind = 'message' and m.author_kind = 'customer'
      ) end as "askedAt", c.number, c.stage, c.topic, c.category, c.channel,
      c.customer_id as "customerId", customer.name as "customerName"
    from case_event e join support_case c on c.id = e.case_id join customer on customer.id = c.customer_id
    where e.tx >= ${place.tx} and e.tx < ${settled(tx)}
      and (e.tx, e.case_id, e.seq) > (${place.tx}, ${place.afterId}, ${place.afterSeq})
    order by e.tx, e.case_id, e.seq limit ${limit}`
}

export type NewPaymentRow = {
  tx: bigint
  id: string
  at: Date
  customerId: string
  payeeId: string | null
  counterparty: string | null
  payerName: string | null
  note: string | null
  amountMinor: bigint | null
}

export async function readNewPayments(tx: Tx, place: Place, limit: number): Promise<NewPaymentRow[]> {
  return tx<NewPaymentRow[]>`
    select tx, id, at, customer_id as "customerId", payee_id as "payeeId", counterparty, payer_name as "payerName", note,
      amount as "amountMinor"
    from payment
    where tx >= ${place.tx} and tx < ${settled(tx)} and (tx, id) > (${place.tx}, ${place.afterId}) and state <> 'abandoned'
    order by tx, id limit ${limit}`
}

export type NewCustomerRow = { tx: bigint; id: string; at: Date; name: string; phone: string }

export async function readNewCustomers(tx: Tx, place: Place, limit: number): Promise<NewCustomerRow[]> {
  return tx<NewCustomerRow[]>`
    select tx, id, created_at as at, name, phone from customer
    where tx >= ${place.tx} and tx < ${settled(tx)} and (tx, id) > (${place.tx}, ${place.afterId}) and kind = 'account'
    order by tx, id limit ${limit}`
}
