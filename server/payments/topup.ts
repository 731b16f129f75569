import { createHash } from 'node:crypto'
import { openAccount, type Purpose } from '../ledger/accounts.ts'
import type { Leg } from '../ledger/book.ts'
import { type Posted, postEntry, withRetries } from '../ledger/ledger.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { toMoney } from '../platform/money.ts'
import { emit } from '../platform/outbox.ts'
import { refuse } from '../platform/refusals.ts'
import { selectFeeSchedule } from '../policy/fees.sql.ts'
import { feesOf } from '../policy/fees.ts'
import { standardLimits } from '../policy/limits.ts'
import { type Check, toStored } from './decide.ts'
import { insertHeld } from './held.sql.ts'
import { referenceOf } from './history.ts'
import { insertPayments, type NewPayment } from './payment.sql.ts'
import { insertBankCredit, selectBankCredit, selectCustomerAccount } from './topup.sql.ts'

const currency = 'IDR'

/** A transfer that the bank has received for a customer and has proved to be its own word. */
export type TopUp = {
  /** The bank's reference: one reference is one credit, for ever. */
  reference: string
  virtualAccount: string
  customerId: string
  amountMinor: bigint
  /** The bank's name, as the customer reads it. */
  bank: string
  bankReference: string | null
  transferredAt: Date | null
}

export type TopUpOutcome =
  /** Taken: added to the balance, or kept for the customer because it did not fit (see `held.ts`). */
  | { taken: { paymentId: string } }
  /** The same reference for another account or amount. */
  | { refused: 'inconsistent' }
  | { refused: 'account_closed' }

export type TopUpDeps = {
  sql: Sql
  clock: Clock
  ids: Ids
  /** Called after the commit: something is in the outbox. */
  committed(): void
}

/**
 * Credits a transfer exactly once: reference, payment, entry and event in one transaction. The same transfer again
 * gets the same answer. A frozen customer still receives; only a closed account refuses. What would lift the balance
 * over its ceiling is kept on a suspense account of the customer's own: the money is at the bank already.
 */
export async function creditTopUp(deps: TopUpDeps, topUp: TopUp): Promise<TopUpOutcome> {
  const outcome = await withRetries(() => deps.sql.begin((tx) => creditOnce(tx, deps, topUp))).catch(
    rethrowUnlessClosed,
  )
  deps.committed()
  return outcome
}

/** Rolls the transaction back: a reference whose money could not be credited must stay free. */
export class AccountClosed extends Error {}

function rethrowUnlessClosed(error: unknown): TopUpOutcome {
  if (error instanceof AccountClosed) return { refused: 'account_closed' }
  throw error
}

type Making = Pick<TopUpDeps, 'clock' | 'ids'>

/**
 * The same inside the caller's transaction, for areas that store more beside it; the caller says `committed` itself.
 * Throws AccountClosed where the account is, so that nothing of the transaction stays.
 */
export async function creditOnce(tx: Tx, deps: Making, topUp: TopUp): Promise<TopUpOutcome> {
  const { reference, virtualAccount, customerId, amountMinor, bankReference, transferredAt } = topUp
  const paymentId = deps.ids()
  const receivedAt = deps.clock.now()
  const credit = { reference, virtualAccount, customerId, paymentId, amount: amountMinor, currency, bankReference }
  if (!(await insertBankCredit(tx, { ...credit, transferredAt, receivedAt }))) return repeat(tx, topUp)
  // Our account at the bank is the other side of what we owe to customers: it goes below zero as theirs rise.
  const bankId = await openOwn(tx, deps, 'bank', null)
  const idempotencyKey = `bank:${reference}`
  const added = await addToBalance(tx, deps, topUp, { paymentId, fromId: bankId, idempotencyKey })
  if ('fullMinor' in added) await keep(tx, deps, topUp, { paymentId, bankId, balanceMinor: added.fullMinor })
  return { taken: { paymentId } }
}

async function repeat(tx: Tx, topUp: TopUp): Promise<TopUpOutcome> {
  const first = await selectBankCredit(tx, topUp.reference)
  const same = first?.virtualAccount === topUp.virtualAccount && first.amount === topUp.amountMinor
  return same ? { taken: { paymentId: first.paymentId } } : { refused: 'inconsistent' }
}

function openOwn(tx: Tx, { clock, ids }: Making, purpose: Purpose, floor: bigint | null) {
  return openAccount(tx, { id: ids(), purpose, ownerId: null, currency, floor, openedAt: clock.now() })
}

/** The account on which money waits that this customer cannot hold yet. It gives no more than came in. */
export function openSuspenseOf(tx: Tx, { clock, ids }: Making, customerId: string): Promise<string> {
  const account = { purpose: 'suspense', ownerId: customerId, currency, floor: 0n } as const
  return openAccount(tx, { ...account, id: ids(), openedAt: clock.now() })
}

/** Which payment it becomes, and out of which account of ours the money comes. */
type Addition = { paymentId: string; fromId: string; idempotencyKey: string }

/**
 * Adds a transfer to the balance, less its fee, with payment and event. Where the balance would pass its ceiling nothing
 * is changed and the balance that stood in the way is answered. Throws AccountClosed.
 */
export async function addToBalance(
  tx: Tx,
  deps: Making,
  topUp: TopUp,
  { paymentId, fromId, idempotencyKey }: Addition,
): Promise<{ entryId: string } | { fullMinor: bigint }> {
  const { customerId, amountMinor } = topUp
  const accountId = await selectCustomerAccount(tx, customerId)
  const feeMinor = feesOf(await selectFeeSchedule(tx, deps.clock.now()), 'top_up', amountMinor).customerMinor
  const legs: Leg[] = [
    { accountId: fromId, amountMinor: -amountMinor },
    { accountId, amountMinor: amountMinor - feeMinor },
  ]
  if (feeMinor > 0n) legs.push({ accountId: await openOwn(tx, deps, 'fees', 0n), amountMinor: feeMinor })
  const posted = await postUnderCeiling(tx, deps, legs, accountId)
  if ('fullMinor' in posted) return posted
  const { entryId, postedAt } = posted
  const balanceAfterMinor = posted.balancesMinor.get(accountId)!
  const decision = toStored(checksOf(topUp), undefined)
  const moved = { id: paymentId, feeMinor, entryId, balanceAfterMinor, at: postedAt, idempotencyKey, decision }
  await insertPayments(tx, [{ ...paymentOf(topUp), ...moved, state: 'paid' }])
  const payload = { paymentId, customerId, entryId }
  await emit(tx, { id: deps.ids(), topic: 'payment.received', subjectId: accountId, payload, at: postedAt })
  return { entryId }
}

/** Rolls the entry back that would have lifted a balance over its ceiling. */
class OverCeiling extends Error {
  readonly balanceMinor: bigint
  constructor(balanceMinor: bigint) {
    super('over the ceiling')
    this.balanceMinor = balanceMinor
  }
}

/**
 * The ceiling is judged on what the ledger answers after the entry, with the account locked: two transfers at the same
 * moment cannot both slip under it.
 */
async function postUnderCeiling(
  tx: Tx,
  { clock, ids }: Making,
  legs: Leg[],
  accountId: string,
): Promise<Posted | { fullMinor: bigint }> {
  const gainMinor = legs.find((leg) => leg.accountId === accountId)!.amountMinor
  return tx
    .savepoint(async (part) => {
      const posted = await post(part, clock, { id: ids(), kind: 'top_up', legs })
      const afterMinor = posted.balancesMinor.get(accountId)!
      if (afterMinor > standardLimits.balanceMinor) throw new OverCeiling(afterMinor - gainMinor)
      return posted
    })
    .catch((error: unknown) => {
      if (error instanceof OverCeiling) return { fullMinor: error.balanceMinor }
      throw error
    })
}

async function post(tx: Tx, clock: Clock, entry: { id: string; kind: string; legs: Leg[] }): Promise<Posted> {
  const posted = await postEntry(tx, clock, entry)
  if (!('refused' in posted)) return posted
  if (posted.refused === 'account_closed') throw new AccountClosed()
  throw new Error(`the ledger refused a top-up: ${posted.refused}`)
}

/** Keeps a transfer for the customer: booked against the bank, on suspense, with a refusal that explains it. */
async function keep(
  tx: Tx,
  deps: Making,
  topUp: TopUp,
  { paymentId, bankId, balanceMinor }: { paymentId: string; bankId: string; balanceMinor: bigint },
): Promise<void> {
  const { reference, customerId, amountMinor, bank } = topUp
  const suspenseId = await openSuspenseOf(tx, deps, customerId)
  const legs = [
    { accountId: bankId, amountMinor: -amountMinor },
    { accountId: suspenseId, amountMinor },
  ]
  const { entryId, postedAt: at } = await post(tx, deps.clock, { id: deps.ids(), kind: 'top_up_kept', legs })
  const figures = { bank, amount: rupiah(amountMinor), balance: rupiah(balanceMinor) }
  const { balanceMinor: ceilingMinor } = standardLimits
  const state = amountMinor > ceilingMinor ? 'too_large' : 'held'
  const refusal = refuse('balance_ceiling', { ...figures, ceiling: rupiah(ceilingMinor), state })
  const decision = toStored([...checksOf(topUp), { check: 'balance_ceiling', passed: false, figures: {} }], refusal)
  const kept = { feeMinor: 0n, entryId: null, balanceAfterMinor: null, idempotencyKey: `bank:${reference}`, decision }
  await insertPayments(tx, [{ ...paymentOf(topUp), ...kept, id: paymentId, state: 'refused', at }])
  const returnReference = `RT${referenceOf(paymentId).replaceAll('-', '')}`
  await insertHeld(tx, {
    reference,
    customerId,
    paymentId,
    amountMinor,
    currency,
    entryId,
    heldAt: at,
    returnReference,
  })
  const payload = { paymentId, customerId, entryId }
  await emit(tx, { id: deps.ids(), topic: 'top_up.kept', subjectId: suspenseId, payload, at })
}

const rupiah = (minor: bigint) => toMoney(minor, currency)

/** What was checked before the money was taken. */
function checksOf({ reference, bank, amountMinor, virtualAccount, bankReference, transferredAt }: TopUp): Check[] {
  const passed = (check: string, figures: Record<string, unknown>) => ({ check, passed: true, figures })
  return [
    passed('bank_signature', { bank }),
    passed('virtual_account_known', { virtualAccount }),
    passed('amount', { amount: rupiah(amountMinor) }),
    passed('reference_new', { reference, bankReference, transferredAt: transferredAt?.toISOString() ?? null }),
  ]
}

type Known = 'id' | 'state' | 'feeMinor' | 'entryId' | 'balanceAfterMinor' | 'at' | 'decision' | 'idempotencyKey'

/** The payment as far as it follows from the transfer. */
function paymentOf({ reference, customerId, bank, amountMinor, virtualAccount }: TopUp): Omit<NewPayment, Known> {
  return {
    customerId,
    kind: 'top_up',
    payeeId: null,
    merchantId: null,
    checkoutId: null,
    counterparty: bank,
    payerName: bank,
    amountMinor,
    merchantFeeMinor: 0n,
    note: null,
    digest: createHash('sha256')
      .update(JSON.stringify([reference, virtualAccount, String(amountMinor)]))
      .digest(),
  }
}
