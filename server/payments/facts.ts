import type { PinState } from '../identity/pin.ts'
import type { Book, Leg } from '../ledger/book.ts'
import type { NewEvent } from '../platform/outbox.ts'
import { dayOf } from '../policy/calendar.ts'
import type { FeeSchedule } from '../policy/fees.ts'
import { limitsAt } from '../policy/limits.ts'
import type { Payer, PaymentFacts, Spending } from './decide.ts'
import type { FactsRow, NewPayment, PaidCheckout, PinRow, SpentRow } from './payment.sql.ts'
import { destinationOf, type ReadTarget } from './target.ts'

/**
 * What the payments of one batch have changed so far, on top of what was loaded: the later ones are judged as if the
 * earlier ones had been stored already.
 */
export type BatchState = {
  now: Date
  book: Book
  fees: FeeSchedule
  /** Empty where no fees are taken. */
  feesAccountId: string
  spending: Map<string, Spending>
  pins: Map<string, PinState>
  checkouts: Map<string, PaidCheckout>
  stored: Map<string, { id: string; digest: Buffer }>
  payments: NewPayment[]
  events: NewEvent[]
}

export function openBatchState(book: Book, fees: FeeSchedule, now: Date): BatchState {
  return {
    now,
    book,
    fees,
    feesAccountId: Array.from(book.accounts.values()).find((account) => account.purpose === 'fees')?.id ?? '',
    spending: new Map(),
    pins: new Map(),
    checkouts: new Map(),
    stored: new Map(),
    payments: [],
    events: [],
  }
}

export function payerOf(row: FactsRow): Payer {
  return {
    customerId: row.customer_id!,
    name: row.customer_name,
    accountId: row.account_id,
    state: row.customer_state,
    stateSince: row.state_since,
    stateBy: row.state_by,
  }
}

type Asking = { read: ReadTarget; fee: bigint; again: boolean }

/** The facts of one payment: what was loaded, changed by what the batch did before it. */
export function factsOf(
  state: BatchState,
  row: FactsRow,
  asking: Asking,
  amountMinor: bigint,
  offeredPin: Buffer,
): PaymentFacts {
  const payer = payerOf(row)
  const to = destinationOf(asking.read, row)
  const paid = to.asked && state.checkouts.get(to.asked.checkoutId)
  const payerAccount = state.book.accounts.get(payer.accountId)!
  const payeeAccount = to.payee ? state.book.accounts.get(to.payee.accountId) : undefined
  return {
    payer,
    pin: state.pins.get(payer.customerId) ?? {
      digest: row.pin_digest,
      tries: row.pin_tries,
      lockedUntil: row.pin_locked_until,
    },
    offeredPin,
    to: paid ? { ...to, asked: { ...to.asked!, state: 'paid', closedAt: paid.at, payerId: paid.payerId } } : to,
    amountMinor,
    quotedFeeMinor: asking.fee,
    again: asking.again,
    availableMinor: payerAccount.balance - payerAccount.held,
    payeeBalanceMinor: payeeAccount?.balance ?? 0n,
    payeeOpen: payeeAccount !== undefined && payeeAccount.state !== 'closed',
    spending: state.spending.get(payer.customerId) ?? spendingOf(row, state.now),
    limits: limitsAt(row, state.now),
    fees: state.fees,
    now: state.now,
  }
}

function spendingOf(row: FactsRow, now: Date): Spending {
  if (row.day === null) return { usedTodayMinor: 0n, last: null }
  return {
    // A process that waited for the lock over midnight finds the new day's spending: it is not to be begun anew.
    usedTodayMinor: row.day >= dayOf(now) ? row.spent : 0n,
    last: { payeeId: row.last_payee_id, amountMinor: row.last_amount, at: row.last_at },
  }
}

/** Who gives and who gains: the payer pays amount and own fee, the shop gets the amount less its fee. */
export function paymentLegs(state: BatchState, payment: NewPayment, facts: PaymentFacts): Leg[] {
  const feeMinor = payment.feeMinor!
  const merchantFeeMinor = payment.merchantFeeMinor!
  const legs = [
    { accountId: facts.payer.accountId, amountMinor: -(facts.amountMinor + feeMinor) },
    { accountId: facts.to.payee!.accountId, amountMinor: facts.amountMinor - merchantFeeMinor },
    { accountId: state.feesAccountId, amountMinor: feeMinor + merchantFeeMinor },
  ]
  return legs.filter((leg) => leg.amountMinor !== 0n)
}

export function spentRows(state: BatchState): SpentRow[] {
  const day = dayOf(state.now)
  return Array.from(state.spending, ([customerId, { usedTodayMinor, last }]) => ({
    customerId,
    day,
    amountMinor: usedTodayMinor,
    lastPayeeId: last!.payeeId,
    lastAmountMinor: last!.amountMinor,
    lastAt: last!.at,
  }))
}

export function pinRows(state: BatchState): PinRow[] {
  return Array.from(state.pins, ([customerId, { tries, lockedUntil }]) => ({ customerId, tries, lockedUntil }))
}
