import type { FastifyRequest } from 'fastify'
import type { Refusal } from '../../contract/refusals.ts'
import { refuse } from './refusals.ts'

/** Header that our own pages send; another site's page cannot add it without a permission we never give. */
const ownHeader = 'x-dompet-request'
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])
/** Calls that carry their own proof (bearer key or signature) and no cookie. */
const withoutCookies = ['/api/merchant/', '/api/bank/']

/** Refuses a changing call that a page of another site could have made with the customer's cookie. */
export function forgedRequest(request: FastifyRequest): Refusal | undefined {
  if (safeMethods.has(request.method) || !request.url.startsWith('/api/')) return undefined
  if (withoutCookies.some((prefix) => request.url.startsWith(prefix))) return undefined
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return refuse('origin_refused', {})
  return request.headers[ownHeader] === undefined ? refuse('origin_refused', {}) : undefined
}
