import type { FastifyRequest } from 'fastify'
import type { Refusal } from '../../contract/refusals.ts'
import type { Http } from '../platform/http.ts'
import { refuse } from '../platform/refusals.ts'

export type AttemptLimit = (request: FastifyRequest) => Promise<Refusal | undefined>

/**
 * Bounds what one address may try in a minute: one guess at each of many accounts stays slow too, and so do paid SMS.
 * `keyOf` counts by something else than the address.
 */
export function createAttemptLimit(
  { server }: Http,
  perMinute: number,
  keyOf?: (request: FastifyRequest) => string,
): AttemptLimit {
  const count = server.createRateLimit({
    max: perMinute,
    timeWindow: '1 minute',
    ...(keyOf ? { keyGenerator: keyOf } : {}),
  })
  return async (request) => {
    const limit = await count(request)
    if (limit.isAllowed || !limit.isExceeded) return undefined
    return refuse('rate_limited', { retryAfterSeconds: limit.ttlInSeconds })
  }
}
