import { createHmac } from 'node:crypto'
import { toMoney } from '../platform/money.ts'
import type { PaidCheckout } from './webhook.sql.ts'

export type DeliveryState = 'waiting' | 'delivered' | 'given_up'

/** Life of a delivery: each failed try leaves it waiting for the next one, until its time is up. */
const moves: Record<DeliveryState, readonly DeliveryState[]> = {
  waiting: ['waiting', 'delivered', 'given_up'],
  delivered: [],
  given_up: [],
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

/** What follows from a try: when to try again, or the end. `tries` counts the try that has just ended. */
export function decideNextTry(
  result: AttemptResult,
  tries: number,
  createdAt: Date,
  now: Date,
): { state: DeliveryState; nextTryAt: Date | null } {
  const status = result.httpStatus ?? 0
  if (status >= 200 && status < 300) return { state: 'delivered', nextTryAt: null }
  const endsAt = createdAt.getTime() + deliveryLifeMs
  if (status === gone || now.getTime() >= endsAt) return { state: 'given_up', nextTryAt: null }
  const waitMs = Math.min(firstWaitMs * waitGrowth ** (tries - 1), longestWaitMs)
  return { state: 'waiting', nextTryAt: new Date(Math.min(now.getTime() + waitMs, endsAt)) }
}

/** Body of the webhook `checkout.paid`, in the shape of Standard Webhooks. */
export function paidBody(checkout: PaidCheckout): string {
  const { checkoutId, paymentId, merchantId, reference, amount, currency, paidAt } = checkout
  const data = { checkoutId, paymentId, merchantId, reference, amount: toMoney(amount, currency) }
  return JSON.stringify({ type: 'checkout.paid', timestamp: paidAt.toISOString(), data })
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
