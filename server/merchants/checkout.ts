import { createHash } from 'node:crypto'
import type { Checkout, createCheckout as createRoute } from '../../contract/merchants.ts'
import type { Refusal } from '../../contract/refusals.ts'
import type { Received } from '../../contract/route.ts'
import type { MerchantActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { toDecimal, toMinor, toMoney } from '../platform/money.ts'
import { refuse } from '../platform/refusals.ts'
import { isPayable, smallestPaymentMinor } from '../policy/limits.ts'
import {
  type CheckoutRow,
  insertCheckout,
  lockCheckout,
  selectCheckout,
  selectCheckoutByKey,
  selectSettledCheckout,
  updateCheckoutState,
} from './checkout.sql.ts'
import { selectMerchant } from './merchant.sql.ts'
import { dynamicQr, type Merchant, type Random } from './merchant.ts'

export type CheckoutState = CheckoutRow['state']

/** Life of a checkout as stored. Expiry is no move: it follows from the time, so nothing has to happen for it. */
const moves: Record<CheckoutState, readonly CheckoutState[]> = {
  open: ['paid', 'cancelled'],
  paid: [],
  cancelled: [],
}

/** Answers `to`; a move outside the table is a bug and throws. */
export function moveCheckout(from: CheckoutState, to: CheckoutState): CheckoutState {
  if (!moves[from].includes(to)) throw new Error(`a checkout cannot go from ${from} to ${to}`)
  return to
}

/** State as everybody sees it: an open checkout past its time has expired. */
export function stateNow(checkout: Pick<CheckoutRow, 'state' | 'expiresAt'>, now: Date): Checkout['state'] {
  return checkout.state === 'open' && checkout.expiresAt <= now ? 'expired' : checkout.state
}

const currency = 'IDR'
/** Most that one request may ask for: Bank Indonesia allows Rp 10,000,000 in one QRIS payment (since March 2022). */
export const maximumCheckoutMinor = 10_000_000_00n

/** Without letters and digits that are taken for each other; 32 of them, so that each byte gives one without bias. */
const referenceAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
/** 16 × 5 bits: nobody guesses another shop's open request. */
const referenceCharacters = 16

export type CheckoutDeps = { sql: Sql; clock: Clock; ids: Ids; random: Random; publicUrl: string }

/**
 * Asks to be paid once. The merchant's Idempotency-Key is unique for ever: the same key and body gets the first
 * checkout as it stands now, another body `idempotency_key_reused`. Refuses amounts outside the bounds, and closed shops.
 */
export async function createCheckout(
  deps: CheckoutDeps,
  actor: MerchantActor,
  idempotencyKey: string,
  body: Received<typeof createRoute>['body'],
): Promise<Checkout | Refusal> {
  const { sql, clock } = deps
  const merchant = await selectMerchant(sql, actor.merchantId)
  if (!merchant) throw new Error('the key belongs to no merchant')
  const digest = createHash('sha256').update(JSON.stringify(body)).digest()
  const first = await selectCheckoutByKey(sql, merchant.id, idempotencyKey)
  if (first) return sameAnswer(deps, merchant, first, digest)

  if (merchant.state === 'closed') return refuse('merchant_closed', { shop: merchant.name })
  const amount = toMinor(body.amount, currency)
  if (!isPayable(amount) || amount > maximumCheckoutMinor) {
    const minimum = toMoney(smallestPaymentMinor, currency)
    return refuse('amount_not_payable', { minimum, maximum: toMoney(maximumCheckoutMinor, currency) })
  }
  const now = clock.now()
  const checkout = {
    id: deps.ids(),
    merchantId: merchant.id,
    reference: body.reference,
    qrReference: newReference(deps.random),
    description: body.description ?? null,
    amount,
    currency,
    returnUrl: body.returnUrl ?? null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + body.expiresInSeconds * 1000),
  } as const
  if (await insertCheckout(sql, { ...checkout, idempotencyKey, digest }))
    return show(deps, merchant, { ...checkout, state: 'open', closedAt: null, paymentId: null })
  const winner = await selectCheckoutByKey(sql, merchant.id, idempotencyKey)
  return sameAnswer(deps, merchant, winner!, digest)
}

function sameAnswer(deps: CheckoutDeps, merchant: Merchant, first: CheckoutRow & { digest: Buffer }, digest: Buffer) {
  return first.digest.equals(digest) ? showSettled(deps, merchant, first) : refuse('idempotency_key_reused', {})
}

/** State of one of the merchant's own checkouts; another's is `not_found`. */
export async function readCheckout(deps: CheckoutDeps, actor: MerchantActor, id: string): Promise<Checkout | Refusal> {
  const [merchant, checkout] = await Promise.all([
    selectMerchant(deps.sql, actor.merchantId),
    selectCheckout(deps.sql, actor.merchantId, id),
  ])
  return merchant && checkout ? showSettled(deps, merchant, checkout) : refuse('not_found', {})
}

/**
 * "Expired" is the last word a shop hears: a payment that holds the checkout at that moment is waited for, and one that
 * comes later is judged by a later time.
 */
async function showSettled(deps: CheckoutDeps, merchant: Merchant, checkout: CheckoutRow): Promise<Checkout> {
  const expired = stateNow(checkout, deps.clock.now()) === 'expired'
  return show(deps, merchant, expired ? await selectSettledCheckout(deps.sql, checkout.id) : checkout)
}

/** Withdraws an open checkout. Paid, expired and cancelled ones refuse with `checkout_not_open` and their state. */
export async function cancelCheckout(
  deps: CheckoutDeps,
  actor: MerchantActor,
  id: string,
): Promise<Checkout | Refusal> {
  const merchant = await selectMerchant(deps.sql, actor.merchantId)
  return deps.sql.begin(async (tx) => {
    const checkout = await lockCheckout(tx, actor.merchantId, id)
    if (!merchant || !checkout) return refuse('not_found', {})
    const now = deps.clock.now()
    const state = stateNow(checkout, now)
    if (state !== 'open') return refuse('checkout_not_open', { state })
    const cancelled = { ...checkout, state: moveCheckout(checkout.state, 'cancelled'), closedAt: now }
    await updateCheckoutState(tx, id, cancelled.state, now)
    return show(deps, merchant, cancelled)
  })
}

function newReference(random: Random): string {
  return Array.from(random(referenceCharacters), (byte) => referenceAlphabet[byte % referenceAlphabet.length]).join('')
}

function show({ clock, publicUrl }: CheckoutDeps, merchant: Merchant, checkout: CheckoutRow): Checkout {
  return {
    id: checkout.id,
    reference: checkout.reference,
    amount: toMoney(checkout.amount, checkout.currency),
    state: stateNow(checkout, clock.now()),
    url: `${publicUrl}/pay/${checkout.id}`,
    qr: dynamicQr(merchant, toDecimal(checkout.amount, checkout.currency), checkout.qrReference),
    expiresAt: checkout.expiresAt.toISOString(),
    paidAt: checkout.state === 'paid' ? (checkout.closedAt?.toISOString() ?? null) : null,
    paymentId: checkout.paymentId,
  }
}
