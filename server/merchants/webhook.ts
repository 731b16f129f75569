import { createHmac } from 'node:crypto'
import { toMoney } from '../platform/money.ts'
import type { PaidCheckout } from './webhook.sql.ts'

export type DeliveryState = 'waiting' | 'paused' | 'delivered' | 'given_up'

/**
 * Life of a delivery: each failed try leaves it waiting for the next one, until its time is up. It pauses while the
 * address is switched off. What has ended goes out again where the merchant asks for it.
 */
const moves: Record<DeliveryState, readonly DeliveryState[]> = {
  waiting: ['waiting', 'delivered', 'given_up', 'paused'],
  paused: ['waiting'],
  delivered: ['waiting'],
  given_up: ['waiting'],
}

/** Answers `to`; a move outside the table is a bug and throws. */
export function moveDelivery(from: DeliveryState, to: DeliveryState): DeliveryState {
  if (!moves[from].includes(to)) throw new Error(`a webhook delivery cannot go from ${from} to ${to}`)
  return to
}

const firstWaitMs = 5_000
const waitGrowth = 4
const longestWaitMs = 24 * 3_600_000
/** A delivery is tried for three days; its last try falls on the end of them. */
export const deliveryLifeMs = 3 * 24 * 3_600_000
/** The receiver says that nobody will ever answer at this address again. */
const gone = 410

export type AttemptResult = { httpStatus: number | null; failure: string | null }

/** What follows from a try: when to try again, or the end. `tries` counts those since `since`, with the one just ended. */
export function decideNextTry(
  result: AttemptResult,
  tries: number,
  since: Date,
  now: Date,
): { state: DeliveryState; nextTryAt: Date | null } {
  if (isTaken(result)) return { state: 'delivered', nextTryAt: null }
  const endsAt = since.getTime() + deliveryLifeMs
  if (result.httpStatus === gone || now.getTime() >= endsAt) return { state: 'given_up', nextTryAt: null }
  const waitMs = Math.min(firstWaitMs * waitGrowth ** (tries - 1), longestWaitMs)
  return { state: 'waiting', nextTryAt: new Date(Math.min(now.getTime() + waitMs, endsAt)) }
}

const isTaken = ({ httpStatus }: AttemptResult) => httpStatus !== null && httpStatus >= 200 && httpStatus < 300

/** An address where nothing was taken for this long is switched off, also where several deliveries were tried meanwhile. */
export const switchOffAfterMs = 5 * 24 * 3_600_000

export type OffReason = 'failing' | 'gone'
/** How an address stands: since when everything fails there, and whether that ends now. */
export type AddressStanding = { failingSince: Date | null; off: OffReason | null }

/** What a try says of the address: one success clears it, 410 ends it, and so does failing for too long. */
export function judgeAddress(result: AttemptResult, failingSince: Date | null, now: Date): AddressStanding {
  if (isTaken(result)) return { failingSince: null, off: null }
  const since = failingSince ?? now
  if (result.httpStatus === gone) return { failingSince: since, off: 'gone' }
  return { failingSince: since, off: now.getTime() - since.getTime() >= switchOffAfterMs ? 'failing' : null }
}

/** Body of the webhook `checkout.paid`, in the shape of Standard Webhooks. */
export function checkoutPaidBody(checkout: PaidCheckout): string {
  const { checkoutId, paymentId, merchantId, reference, amount, currency, paidAt } = checkout
  const data = { checkoutId, paymentId, merchantId, reference, amount: toMoney(amount, currency) }
  return JSON.stringify({ type: 'checkout.paid', timestamp: paidAt.toISOString(), data })
}

/** Body of the webhook `payment.paid`: somebody paid at the shop's own code, for no checkout. */
export function paymentPaidBody({ paymentId, merchantId, amount }: Record<string, unknown>, paidAt: Date): string {
  const data = { paymentId, merchantId, amount }
  return JSON.stringify({ type: 'payment.paid', timestamp: paidAt.toISOString(), data })
}

const secretPrefix = 'whsec_'

/** Headers of Standard Webhooks: a receiver checks them with the merchant's secret and five minutes of patience. */
export function webhookHeaders(secret: string, id: string, body: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const key = Buffer.from(secret.replace(secretPrefix, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}
