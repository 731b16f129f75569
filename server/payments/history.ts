import type { Money } from '../../contract/money.ts'
import type { Payment, PaymentStory } from '../../contract/payments.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { lockCustomer } from '../identity/customer.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db, Sql } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { toMoney } from '../platform/money.ts'
import { refuse } from '../platform/refusals.ts'
import { toChecks } from './decide.ts'
import { type HeldRow, selectHeldOf } from './held.sql.ts'
import {
  insertAbandoned,
  type PaymentRow,
  selectBalanceAfter,
  selectByKey,
  selectHistory,
  selectPayment,
} from './history.sql.ts'
import type { NewPayment } from './payment.sql.ts'

export type PaymentQuery = {
  cursor?: string | undefined
  limit: number
  show: 'all' | 'in' | 'out' | 'refused'
  search?: string | undefined
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A customer's transactions for the desk, newest first, with every attempt. */
export function listPayments(db: Db, customerId: string, query: PaymentQuery) {
  return readPage(db, customerId, query, 'desk')
}

/** The customer's own transactions, newest first: among all of them only those that were about money. */
export function listOwnPayments(db: Db, customerId: string, query: PaymentQuery) {
  return readPage(db, customerId, query, 'customer')
}

/** The cursor is opaque to callers; one that we did not give starts anew. */
async function readPage(db: Db, customerId: string, query: PaymentQuery, whose: 'customer' | 'desk') {
  const place = query.cursor ? Buffer.from(query.cursor, 'base64url').toString() : ''
  const rows = await selectHistory(db, customerId, {
    beforeId: uuidPattern.test(place) ? place : null,
    limit: query.limit + 1,
    show: query.show,
    search: query.search || null,
    whose,
  })
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  const kept = await readKept(db, page)
  return {
    payments: page.map((row) => withKept(toPayment(row, customerId), kept.get(row.id))),
    nextCursor: last ? Buffer.from(last.id).toString('base64url') : null,
  }
}

/** One transaction with its story; `not_found` where it is not this customer's. */
export async function readPayment(db: Db, customerId: string, id: string): Promise<PaymentStory | Refusal> {
  const row = await selectPayment(db, customerId, id)
  if (!row || row.state === 'abandoned') return refuse('not_found', {})
  const kept = (await readKept(db, [row])).get(row.id)
  const payment = withKept(toPayment(row, customerId), kept)
  const balanceMinor = row.entryId ? await selectBalanceAfter(db, customerId, row.entryId) : null
  return {
    ...payment,
    reference: referenceOf(row.id),
    balanceAfter: rupiah(balanceMinor),
    // How the other side's payment was judged is theirs to know.
    checks: row.customerId === customerId ? toChecks(row.decision) : [],
    story: storyOf(row, payment, kept),
  }
}

/** What people read out and type: the random half of the id, in groups. */
export function referenceOf(paymentId: string): string {
  return paymentId.replaceAll('-', '').slice(-12).toUpperCase().match(/.{4}/g)!.join('-')
}

const readKept = async (db: Db, rows: PaymentRow[]) => {
  const ids = rows.filter(({ kind, state }) => kind === 'top_up' && state === 'refused').map(({ id }) => id)
  const kept = ids.length === 0 ? [] : await selectHeldOf(db, ids)
  return new Map(kept.map((held) => [held.paymentId, held]))
}

/** What was decided when the transfer came stays as it is; what became of it since is told with it. */
function withKept(payment: Payment, kept: HeldRow | undefined): Payment {
  if (!kept || kept.state === 'held' || !payment.refusal) return payment
  const figures = { ...payment.refusal.figures, state: kept.state }
  return { ...payment, refusal: { ...payment.refusal, figures } }
}

const endOfKept = { held: null, returning: null, credited: 'received', returned: 'returned' } as const

function storyOf(row: PaymentRow, payment: Payment, kept: HeldRow | undefined): PaymentStory['story'] {
  const at = row.at.toISOString()
  const amount = { amount: payment.amount, counterparty: payment.counterparty }
  if (kept) {
    const end = endOfKept[kept.state]
    return [
      { at, step: 'bank_notified', figures: amount },
      { at, step: 'kept', figures: amount },
      ...(end && kept.endedAt ? [{ at: kept.endedAt.toISOString(), step: end, figures: amount }] : []),
    ]
  }
  if (row.kind === 'top_up' && row.state === 'paid')
    return [
      { at, step: 'bank_notified', figures: amount },
      { at, step: 'received', figures: amount },
    ]
  if (payment.direction === 'in' && row.state === 'paid') return [{ at, step: 'received', figures: amount }]
  const failed = toChecks(row.decision).find((check) => !check.passed)
  return [
    ...(row.kind === 'top_up'
      ? [{ at, step: 'number_asked' as const, figures: {} }]
      : [
          { at, step: 'asked' as const, figures: amount },
          { at, step: 'checked' as const, figures: { checks: row.decision.checks.length } },
        ]),
    payment.refusal
      ? { at, step: 'refused', figures: { check: failed?.check ?? '', ...payment.refusal.figures } }
      : { at, step: 'moved', figures: amount },
  ]
}

const rupiah = (minor: bigint | null): Money | null => (minor === null ? null : toMoney(minor, 'IDR'))

function toPayment(row: PaymentRow, customerId: string): Payment {
  const received = row.customerId !== customerId
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    direction: received || row.kind === 'top_up' ? 'in' : 'out',
    counterparty: received ? row.payerName : row.counterparty,
    amount: rupiah(row.amountMinor),
    fee: received ? null : rupiah(row.feeMinor),
    note: row.note,
    at: row.at.toISOString(),
    refusal: row.decision.refusal as Payment['refusal'],
  }
}

/** The answer to a payment that went through. */
export function toPaidAnswer(payment: NewPayment): Payment & { balanceAfter: Money } {
  return {
    ...toPayment(payment as PaymentRow, payment.customerId),
    balanceAfter: toMoney(payment.balanceAfterMinor!, 'IDR'),
  }
}

/** The first answer again, from what was stored: also when it was a refusal. */
export async function readKnownAnswer(db: Db, known: { customerId: string; id: string }) {
  const row = (await selectPayment(db, known.customerId, known.id))!
  const { refusal } = row.decision
  if (refusal)
    return { refused: refusal.code, figures: refusal.figures, paymentId: row.id } as Refusal & { paymentId: string }
  return { ...toPayment(row, known.customerId), balanceAfter: toMoney(row.balanceAfterMinor!, 'IDR') }
}

/**
 * What became of the payment under this key. Where nothing has come of it the key is closed for good, so that
 * "not paid" stays true whatever the network still delivers. Waits for a payment that is being stored right now.
 */
export async function resolvePayment(sql: Sql, clock: Clock, ids: Ids, customerId: string, idempotencyKey: string) {
  const find = () => selectByKey(sql, customerId, idempotencyKey)
  let row = await find()
  if (!row) {
    await sql.begin(async (tx) => {
      // Payments hold the same lock: one that is under way is stored first, one that comes later finds the closed key.
      await lockCustomer(tx, customerId)
      await insertAbandoned(tx, { customerId, id: ids(), idempotencyKey, at: clock.now() })
    })
    row = (await find())!
  }
  return {
    outcome: row.state === 'paid' ? ('paid' as const) : ('not_paid' as const),
    payment: row.state === 'abandoned' ? null : toPayment(row, customerId),
  }
}
