import { uuidArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { HeldState } from './life-cycles.ts'
import type { TopUp } from './topup.ts'

export type NewHeld = {
  reference: string
  customerId: string
  paymentId: string
  amountMinor: bigint
  currency: 'IDR'
  entryId: string
  heldAt: Date
  returnReference: string
}

export async function insertHeld(tx: Tx, held: NewHeld): Promise<void> {
  await tx`
    insert into held_top_up (reference, customer_id, payment_id, amount, currency, entry_id, held_at, return_reference)
    values (${held.reference}, ${held.customerId}, ${held.paymentId}, ${held.amountMinor}, ${held.currency},
      ${held.entryId}, ${held.heldAt}, ${held.returnReference})`
}

export type HeldRow = NewHeld & {
  state: HeldState
  endedAt: Date | null
  creditedPaymentId: string | null
}

const columns = (db: Db) => db`
  h.reference, h.customer_id as "customerId", h.payment_id as "paymentId", h.amount as "amountMinor", h.currency,
  h.entry_id as "entryId", h.held_at as "heldAt", h.return_reference as "returnReference", h.state,
  h.ended_at as "endedAt", h.credited_payment_id as "creditedPaymentId"`

/** What became of transfers that were kept, by the attempts that explain them. */
export async function selectHeldOf(db: Db, paymentIds: string[]): Promise<HeldRow[]> {
  return db<HeldRow[]>`
    select ${columns(db)} from held_top_up h where h.payment_id = any (${uuidArray(paymentIds)}::uuid[])`
}

/** The entry by which a transfer was taken: to the balance, or to suspense. */
export async function selectTakingEntry(db: Db, paymentId: string): Promise<string> {
  const [row] = await db<{ entryId: string }[]>`
    select coalesce(p.entry_id, h.entry_id) as "entryId"
    from payment p left join held_top_up h on h.payment_id = p.id where p.id = ${paymentId}`
  return row!.entryId
}

/** Kept transfers that fit by now, oldest first. */
export async function selectFitting(db: Db, ceilingMinor: bigint, limit: number): Promise<string[]> {
  const rows = await db<{ reference: string }[]>`
    select h.reference from held_top_up h
    join customer c on c.id = h.customer_id join ledger.account a on a.id = c.account_id
    where h.state = 'held' and a.state <> 'closed' and a.balance + h.amount <= ${ceilingMinor}
    order by h.held_at limit ${limit}`
  return rows.map(({ reference }) => reference)
}

/** With the transfer as the bank told us of it. */
export async function lockHeld(tx: Tx, reference: string): Promise<(HeldRow & { topUp: TopUp }) | undefined> {
  const [row] = await tx<(HeldRow & Omit<TopUp, 'reference' | 'customerId' | 'amountMinor'>)[]>`
    select ${columns(tx)}, c.virtual_account as "virtualAccount", c.bank_reference as "bankReference",
      c.transferred_at as "transferredAt", p.counterparty as bank
    from held_top_up h join bank_credit c on c.reference = h.reference
    join payment p on p.customer_id = h.customer_id and p.id = h.payment_id
    where h.reference = ${reference} for no key update of h`
  if (!row) return undefined
  const { virtualAccount, bankReference, transferredAt, bank, ...held } = row
  const { customerId, amountMinor } = held
  return {
    ...held,
    topUp: { reference, customerId, amountMinor, virtualAccount, bankReference, transferredAt, bank },
  }
}

export async function updateHeldState(tx: Tx, reference: string, state: HeldState): Promise<void> {
  await tx`update held_top_up set state = ${state} where reference = ${reference}`
}

export async function endHeld(
  tx: Tx,
  reference: string,
  end: { state: HeldState; at: Date; entryId: string; creditedPaymentId: string | null },
): Promise<void> {
  await tx`
    update held_top_up set state = ${end.state}, ended_at = ${end.at}, end_entry_id = ${end.entryId},
      credited_payment_id = ${end.creditedPaymentId}
    where reference = ${reference}`
}

/** The transfer that is on its way back under this mark, locked: nobody calls it off while its correction is posted. */
export async function lockReturning(tx: Tx, returnReference: string): Promise<HeldRow | undefined> {
  const [row] = await tx<HeldRow[]>`
    select ${columns(tx)} from held_top_up h where h.return_reference = ${returnReference} and h.state = 'returning'
    for no key update`
  return row
}

/** What is still kept or on its way back, oldest first, with whose it is. */
export async function selectOpenHeld(db: Db, limit: number): Promise<(HeldRow & { customerName: string })[]> {
  return db<(HeldRow & { customerName: string })[]>`
    select ${columns(db)}, c.name as "customerName" from held_top_up h join customer c on c.id = h.customer_id
    where h.state in ('held', 'returning') order by h.held_at limit ${limit}`
}
