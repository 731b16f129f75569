import { type CustomerRow, readCustomer } from '../identity/customer.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { toMoney } from '../platform/money.ts'
import {
  type CaseForDiagnosis,
  type RecentPayment,
  readNewDeviceSince,
  readRecentPayments,
  readTopUpAccount,
} from './diagnosis.sql.ts'
import type { Fact } from './diagnosis.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** How far back a customer's doings bear on what they ask now. */
const recentMs = 7 * dayMs
const paymentsRead = 60
/** A refusal that nobody named is about the question when it is this fresh. */
const freshMs = dayMs
/** Twice the same within this time is rarely meant. */
const twiceMs = 15 * minuteMs
/** A first payment to somebody, this lately, may have gone to the wrong person. */
const newPersonMs = 2 * dayMs
const newDeviceMs = 3 * dayMs

const fact = (name: string, value: unknown, at: Date | null = null, paymentId: string | null = null): Fact => ({
  fact: name,
  value,
  at: at?.toISOString() ?? null,
  paymentId,
})

/** What is known of a case and its customer that bears on the cause. */
export async function readFacts(db: Db, clock: Clock, found: CaseForDiagnosis): Promise<Fact[]> {
  const now = clock.now()
  const since = new Date(now.getTime() - recentMs)
  const { customerId, paymentId, topic, category } = found
  const [customer, recent, account, deviceSince] = await Promise.all([
    readCustomer(db, customerId),
    readRecentPayments(db, customerId, { since, paymentId, limit: paymentsRead }),
    readTopUpAccount(db, customerId),
    readNewDeviceSince(db, customerId),
  ])
  const payments = recent.filter((payment) => !isNumberAttempt(payment))
  return [
    fact('case.topic', topic),
    fact('case.category', category),
    ...(customer ? accountFacts(customer, now) : []),
    ...refusalFacts(payments, paymentId, now),
    ...paidFacts(payments, now),
    ...topUpFacts(payments, account, now),
    ...numberFacts(recent.filter(isNumberAttempt), paymentId, now),
    ...deviceFacts(payments, deviceSince, now),
  ]
}

function accountFacts(customer: CustomerRow, now: Date): Fact[] {
  const facts: Fact[] = []
  const { state, stateSince, stateBy, pinLockedUntil, signinLockedUntil } = customer
  if (state === 'frozen') facts.push(fact('account.frozen_by', stateBy, stateSince))
  if (state === 'under_review') facts.push(fact('account.under_review', true, stateSince))
  if (pinLockedUntil && pinLockedUntil > now) facts.push(fact('pin.locked_until', true, pinLockedUntil))
  if (signinLockedUntil && signinLockedUntil > now) facts.push(fact('signin.locked_until', true, signinLockedUntil))
  return facts
}

/** The refusal that the case is about; where it names none, the newest one, when it is fresh. */
function refusalFacts(payments: readonly RecentPayment[], paymentId: string | null, now: Date): Fact[] {
  const own = payments.find((payment) => payment.id === paymentId)
  const asked = own ?? payments.find((payment) => payment.state === 'refused' && isFresh(payment, now))
  const facts: Fact[] = []
  if (asked?.refusal) {
    facts.push({ ...fact('payment.refusal', asked.refusal, asked.at, asked.id), kind: asked.kind })
    if (own) facts.push(fact('payment.of_case', true, own.at, own.id))
    const same = payments.filter(
      ({ refusal, at }) => refusal === asked.refusal && at >= new Date(now.getTime() - freshMs),
    )
    if (same.length > 0) facts.push(fact('refusals.same', same.length, asked.at))
  }
  const lost = payments.filter((payment) => payment.state === 'abandoned' && isFresh(payment, now))
  if (lost.length > 0) facts.push(fact('payment.abandoned', lost.length, lost[0]!.at))
  return facts
}

function isFresh(payment: RecentPayment, now: Date): boolean {
  return now.getTime() - payment.at.getTime() < freshMs
}

const amountOf = (payment: RecentPayment) => (payment.amountMinor === null ? true : toMoney(payment.amountMinor, 'IDR'))

function paidFacts(payments: readonly RecentPayment[], now: Date): Fact[] {
  const facts: Fact[] = []
  const paid = payments.filter((payment) => payment.state === 'paid' && payment.kind !== 'top_up')
  const twice = paid.find((payment, index) => {
    const before = paid[index + 1]
    return (
      before !== undefined &&
      (payment.payeeId ?? payment.merchantId) === (before.payeeId ?? before.merchantId) &&
      payment.amountMinor === before.amountMinor &&
      payment.at.getTime() - before.at.getTime() < twiceMs
    )
  })
  if (twice) facts.push(fact('payment.twice', amountOf(twice), twice.at, twice.id))
  const first = paid.find((payment) => payment.firstToPayee && now.getTime() - payment.at.getTime() < newPersonMs)
  if (first) facts.push(fact('payment.first_to_person', amountOf(first), first.at, first.id))
  return facts
}

/** No account number could be had to add money: it says nothing about payments. */
function isNumberAttempt({ kind, amountMinor }: RecentPayment): boolean {
  return kind === 'top_up' && amountMinor === null
}

/** Why the bank gave no account number: the attempt that the case is about, else the newest one that is fresh. */
function numberFacts(attempts: readonly RecentPayment[], paymentId: string | null, now: Date): Fact[] {
  const asked = attempts.find(({ id }) => id === paymentId) ?? attempts.find((attempt) => isFresh(attempt, now))
  return asked ? [fact('top_up.refusal', asked.refusal, asked.at, asked.id)] : []
}

function topUpFacts(payments: readonly RecentPayment[], account: string | undefined, now: Date): Fact[] {
  const arrived = payments.filter((payment) => payment.kind === 'top_up' && isFresh(payment, now))
  const newest = arrived[0]
  return [
    fact('top_up.account', account ?? 'none'),
    fact('top_up.recent', arrived.length),
    ...(newest ? [fact('top_up.arrived', amountOf(newest), newest.at, newest.id)] : []),
  ]
}

/** Somebody signed in on a new device and money left after that. */
function deviceFacts(payments: readonly RecentPayment[], since: Date | undefined, now: Date): Fact[] {
  if (!since || now.getTime() - since.getTime() > newDeviceMs) return []
  const left = payments.find((payment) => payment.state === 'paid' && payment.kind === 'send' && payment.at > since)
  return left ? [fact('device.new_then_paid', amountOf(left), since, left.id)] : []
}
