import { createHmac, timingSafeEqual } from 'node:crypto'

/** Standard Webhooks: receivers allow five minutes between the sender's clock and their own. */
const SKEW_MAX_MS = 5 * 60_000

export interface Delivery {
  id: string
  timestamp: string
  signatures: string
  rawBody: string
}

/** Verifies a Standard Webhooks delivery: any one of its signatures, `v1,base64(HMAC-SHA256(key, id.timestamp.body))`. */
export function webhookHolds(secret: string, delivery: Delivery, now: Date): boolean {
  const sentAtMs = Number(delivery.timestamp) * 1000
  if (!(Math.abs(now.getTime() - sentAtMs) <= SKEW_MAX_MS)) return false
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signed = `${delivery.id}.${delivery.timestamp}.${delivery.rawBody}`
  const expected = createHmac('sha256', key).update(signed).digest()
  return delivery.signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64')
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}
