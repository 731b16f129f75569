import type { Db } from '../platform/database.ts'
import type { StoredDecision } from './payment.sql.ts'

export type PaymentRow = {
  customerId: string
  id: string
  kind: 'send' | 'shop' | 'top_up'
  state: 'paid' | 'refused' | 'abandoned'
  counterparty: string | null
  payerName: string | null
  amountMinor: bigint | null
  feeMinor: bigint | null
  note: string | null
  decision: StoredDecision
  entryId: string | null
  balanceAfterMinor: bigint | null
  at: Date
}

const columns = (db: Db) => db`
  p.customer_id as "customerId", p.id, p.kind, p.state, p.counterparty, p.payer_name as "payerName", p.amount as "amountMinor",
  p.fee as "feeMinor", p.note, p.decision, p.entry_id as "entryId", p.balance_after as "balanceAfterMinor", p.at`

export type HistoryQuery = {
  beforeId: string | null
  limit: number
  show: 'all' | 'in' | 'out' | 'refused'
  search: string | null
  whose: 'customer' | 'desk'
}

/** An amount as people type it, "Rp 45.000" or "45,000", in minor units of whole rupiah; null where it is something else. */
function readAmountMinor(search: string): bigint | null {
  const typed = /^(?:rp|idr)?\s*(\d{1,13}|\d{1,3}(?:([.,])\d{3})(?:\2\d{3}){0,3})(?:(?<=\d{3})[.,]00)?$/i.exec(
    search,
  )?.[1]
  return typed === undefined ? null : BigInt(typed.replace(/\D/g, '')) * 100n
}

/** One page of what a customer did and received, newest first; both halves come from their own index. */
export async function selectHistory(db: Db, customerId: string, query: HistoryQuery): Promise<PaymentRow[]> {
  const { beforeId, limit, show, search, whose } = query
  const pattern = search === null ? null : `%${search.replace(/[\\%_]/g, '\\$&')}%`
  const amountMinor = search === null ? null : readAmountMinor(search)
  const before = beforeId ? db`and p.id < ${beforeId}` : db``
  const matching = pattern
    ? db`and (p.counterparty ilike ${pattern} or p.payer_name ilike ${pattern} or p.note ilike ${pattern} or right(replace(p.id::text, '-', ''), 12) ilike ${pattern.replaceAll('-', '')}
        or p.amount = ${amountMinor})`
    : db``
  // A customer's list is of money: that no account number could be had stands under "not paid" alone.
  const withMoney = db`and not (p.kind = 'top_up' and p.amount is null)`
  const own = {
    all: db`and p.state <> 'abandoned' ${whose === 'customer' ? withMoney : db``}`,
    in: db`and p.state = 'paid' and p.kind = 'top_up'`,
    out: db`and p.state = 'paid' and p.kind <> 'top_up'`,
    refused: db`and p.state = 'refused'`,
  }[show]
  const received = show === 'all' || show === 'in' ? db`and true` : db`and false`
  return db<PaymentRow[]>`
    (select ${columns(db)} from payment p where p.customer_id = ${customerId} ${own} ${before} ${matching} order by p.id desc limit ${limit})
    union all
    (select ${columns(db)} from payment p where p.payee_id = ${customerId} and p.state = 'paid' and p.customer_id <> ${customerId}
      ${received} ${before} ${matching} order by p.id desc limit ${limit})
    order by id desc limit ${limit}`
}

export async function selectPayment(db: Db, customerId: string, id: string): Promise<PaymentRow | undefined> {
  const [row] = await db<PaymentRow[]>`
    select ${columns(db)} from payment p
    where p.customer_id = ${customerId} and p.id = ${id}
      or p.payee_id = ${customerId} and p.id = ${id} and p.state = 'paid'`
  return row
}

export async function selectByKey(db: Db, customerId: string, idempotencyKey: string): Promise<PaymentRow | undefined> {
  const [row] = await db<PaymentRow[]>`
    select ${columns(db)} from payment p where p.customer_id = ${customerId} and p.idempotency_key = ${idempotencyKey}`
  return row
}

/** What stood on the customer's account after an entry, from the ledger itself. */
export async function selectBalanceAfter(db: Db, customerId: string, entryId: string): Promise<bigint | null> {
  const [row] = await db<{ balance: bigint }[]>`
    select p.balance_after as balance
    from customer c
    join ledger.entry e on e.id = ${entryId}
    join ledger.posting p on p.account_id = c.account_id and p.posted_at = e.posted_at and p.entry_id = e.id
    where c.id = ${customerId}`
  return row?.balance ?? null
}

/** Closes a key for good where nothing came of it: whatever arrives under it later is refused. */
export async function insertAbandoned(
  db: Db,
  row: { customerId: string; id: string; idempotencyKey: string; at: Date },
) {
  await db`
    insert into payment (customer_id, id, kind, state, currency, decision, at, idempotency_key, digest)
    values (${row.customerId}, ${row.id}, 'shop', 'abandoned', 'IDR', ${db.json({ checks: [], refusal: null })}, ${row.at},
      ${row.idempotencyKey}, '')
    on conflict on constraint payment_idempotency do nothing`
}
