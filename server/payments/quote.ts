import type { Target } from '../../contract/payments.ts'
import { readBalance } from '../ledger/accounts.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { toMinor, toMoney } from '../platform/money.ts'
import { refuse } from '../platform/refusals.ts'
import { selectFeeSchedule } from '../policy/fees.sql.ts'
import { feesOf } from '../policy/fees.ts'
import { type Destination, decideQuote, fixedAmountMinor, type QuoteDecision, toStored } from './decide.ts'
import { payerOf } from './facts.ts'
import { insertPayments, selectFacts } from './payment.sql.ts'
import { destinationOf, type ReadTarget, readTarget } from './target.ts'

export type QuoteOptions = { sql: Sql; clock: Clock; ids: Ids }
export type QuoteRequest = { tokenHash: Buffer; target: Target; amount: string | undefined }

/** Who is paid, how much and with which fee. A refusal is stored as an attempt, so that an agent can explain it too. */
export async function quotePayment({ sql, clock, ids }: QuoteOptions, request: QuoteRequest) {
  const now = clock.now()
  const read = readTarget(request.target)
  const lookup = { tokenHash: request.tokenHash, idempotencyKey: '', ...read.lookup }
  const [[row], fees] = await Promise.all([selectFacts(sql, [lookup], now), selectFeeSchedule(sql, now)])
  if (!row?.customer_id) return refuse('signin_required', {})
  const payer = payerOf(row)
  const to = destinationOf(read, row)
  const offeredMinor = request.amount === undefined ? null : toMinor(request.amount, 'IDR')
  const decision = decideQuote(payer, to, offeredMinor, now)
  if (decision.refusal) {
    const id = ids()
    const attempt = attemptOf({ payer, to, decision, offeredMinor, id, at: now }, read)
    await insertPayments(sql, [attempt])
    return { ...decision.refusal, paymentId: id }
  }
  const payee = to.payee!
  const { amountMinor } = decision
  const feeMinor =
    amountMinor === null ? null : feesOf(fees, payee.kind === 'person' ? 'send' : 'shop', amountMinor).customerMinor
  const balance = await readBalance(sql, payer.accountId)
  const rupiah = (minor: bigint | null) => (minor === null ? null : toMoney(minor, 'IDR'))
  return {
    payee: {
      kind: payee.kind,
      name: payee.name,
      city: payee.kind === 'shop' ? payee.city : null,
      reference: to.asked?.reference ?? null,
    },
    amount: rupiah(amountMinor),
    amountFixed: fixedAmountMinor(to) !== null,
    fee: rupiah(feeMinor),
    total: amountMinor === null ? null : rupiah(amountMinor + feeMinor!),
    balance: toMoney(balance.availableMinor, 'IDR'),
    expiresAt: to.asked?.expiresAt.toISOString() ?? null,
    returnUrl: to.asked?.returnUrl ?? null,
  }
}

type Attempt = {
  payer: ReturnType<typeof payerOf>
  to: Destination
  decision: QuoteDecision
  offeredMinor: bigint | null
  id: string
  at: Date
}

function attemptOf({ payer, to, decision, offeredMinor, id, at }: Attempt, { kind, shopName }: ReadTarget) {
  const { checks, refusal } = decision
  const { payee } = to
  return {
    customerId: payer.customerId,
    id,
    kind: kind === 'phone' ? ('send' as const) : ('shop' as const),
    state: 'refused' as const,
    payeeId: payee?.kind === 'person' ? payee.customerId : null,
    merchantId: payee?.kind === 'shop' ? payee.merchantId : null,
    checkoutId: to.asked?.checkoutId ?? null,
    counterparty: payee?.name ?? shopName,
    payerName: payer.name,
    amountMinor: fixedAmountMinor(to) ?? offeredMinor,
    feeMinor: null,
    merchantFeeMinor: null,
    note: null,
    decision: toStored(checks, refusal),
    entryId: null,
    balanceAfterMinor: null,
    at,
    // A quote moves nothing, so nothing needs to recognise its repeat.
    idempotencyKey: `quote:${id}`,
    digest: Buffer.alloc(0),
  }
}
