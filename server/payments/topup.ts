import { createHash } from 'node:crypto'
import { openAccount, type Purpose } from '../ledger/accounts.ts'
import type { Leg } from '../ledger/book.ts'
import { postEntry, withRetries } from '../ledger/ledger.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { toMoney } from '../platform/money.ts'
import { emit } from '../platform/outbox.ts'
import { selectFeeSchedule } from '../policy/fees.sql.ts'
import { feesOf } from '../policy/fees.ts'
import { toStored } from './decide.ts'
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
  | { credited: { paymentId: string } }
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
 * gets the same answer. A frozen customer still receives; only a closed account refuses.
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

/**
 * The same inside the caller's transaction, for areas that store more beside it; the caller says `committed` itself.
 * Throws AccountClosed where the account is, so that nothing of the transaction stays.
 */
export async function creditOnce(
  tx: Tx,
  { clock, ids }: Pick<TopUpDeps, 'clock' | 'ids'>,
  topUp: TopUp,
): Promise<TopUpOutcome> {
  const { reference, virtualAccount, customerId, amountMinor, bankReference, transferredAt } = topUp
  const paymentId = ids()
  const now = clock.now()
  const credit = { reference, virtualAccount, customerId, paymentId, amount: amountMinor, currency, bankReference }
  if (!(await insertBankCredit(tx, { ...credit, transferredAt, receivedAt: now }))) return repeat(tx, topUp)

  const accountId = await selectCustomerAccount(tx, customerId)
  const feeMinor = feesOf(await selectFeeSchedule(tx, now), 'top_up', amountMinor).customerMinor
  const open = (purpose: Purpose, floor: bigint | null) =>
    openAccount(tx, { id: ids(), purpose, ownerId: null, currency, floor, openedAt: now })
  // Our account at the bank is the other side of what we owe to customers: it goes below zero as theirs rise.
  const legs: Leg[] = [
    { accountId: await open('bank', null), amountMinor: -amountMinor },
    { accountId, amountMinor: amountMinor - feeMinor },
  ]
  if (feeMinor > 0n) legs.push({ accountId: await open('fees', 0n), amountMinor: feeMinor })
  const posted = await postEntry(tx, clock, { id: ids(), kind: 'top_up', legs })
  if ('refused' in posted) {
    if (posted.refused === 'account_closed') throw new AccountClosed()
    throw new Error(`the ledger refused a top-up: ${posted.refused}`)
  }
  const balanceAfterMinor = posted.balancesMinor.get(accountId)!
  await insertPayments(tx, [
    { ...paymentOf(topUp), id: paymentId, feeMinor, entryId: posted.entryId, balanceAfterMinor, at: posted.postedAt },
  ])
  const payload = { paymentId, customerId, entryId: posted.entryId }
  await emit(tx, { id: ids(), topic: 'payment.received', subjectId: accountId, payload, at: posted.postedAt })
  return { credited: { paymentId } }
}

async function repeat(tx: Tx, topUp: TopUp): Promise<TopUpOutcome> {
  const first = await selectBankCredit(tx, topUp.reference)
  const same = first?.virtualAccount === topUp.virtualAccount && first.amount === topUp.amountMinor
  return same ? { credited: { paymentId: first.paymentId } } : { refused: 'inconsistent' }
}

type Known = 'id' | 'feeMinor' | 'entryId' | 'balanceAfterMinor' | 'at'

/** The payment as far as it follows from the transfer; its decision says what was checked before it was credited. */
function paymentOf(topUp: TopUp): Omit<NewPayment, Known> {
  const { reference, bank, amountMinor, virtualAccount, bankReference, transferredAt } = topUp
  const passed = (check: string, figures: Record<string, unknown>) => ({ check, passed: true, figures })
  return {
    customerId: topUp.customerId,
    kind: 'top_up',
    state: 'paid',
    payeeId: null,
    merchantId: null,
    checkoutId: null,
    counterparty: bank,
    payerName: bank,
    amountMinor,
    merchantFeeMinor: 0n,
    note: null,
    decision: toStored(
      [
        passed('bank_signature', { bank }),
        passed('virtual_account_known', { virtualAccount }),
        passed('amount', { amount: toMoney(amountMinor, currency) }),
        passed('reference_new', { reference, bankReference, transferredAt: transferredAt?.toISOString() ?? null }),
      ],
      undefined,
    ),
    idempotencyKey: `bank:${reference}`,
    digest: createHash('sha256')
      .update(JSON.stringify([reference, virtualAccount, String(amountMinor)]))
      .digest(),
  }
}
