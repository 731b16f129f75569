import type { z } from 'zod'
import type { RefusalCode } from './refusals.ts'

/**
 * One call over the wire. Server and web apps import the same object, so path, shapes and refusals cannot drift apart.
 *
 * `who` says whose session opens the route: `anyone` (none needed), `customer` and `staff` (cookie), `guest` (bearer
 * token), `merchant` (bearer key) or `bank` (signed by a counterparty; the route checks the signature itself).
 */
export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: `/api/${string}`
  summary: string
  who: 'anyone' | 'customer' | 'guest' | 'staff' | 'merchant' | 'bank'
  /** Path parameters, written `:name` in `path`. */
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  /** True where the call moves money: the header `Idempotency-Key` is then mandatory. */
  idempotent?: boolean
  /** True where the call carries one file: part `file` of multipart/form-data. */
  upload?: boolean
  reply: z.ZodType
  /** HTTP status of the good answer; 200 when left out. */
  status?: 200 | 201 | 202
  /** Expected refusals of this route, beside those that every route may give (see `commonRefusals`). */
  refusals?: readonly RefusalCode[]
}

/**
 * What an `Idempotency-Key` looks like. Without colon: keys with one are our own (a bank's reference, a quote), so that
 * nobody can take the place of a transfer that is still to come.
 */
export const idempotencyKeyPattern = /^[\w.-]{8,64}$/

export function route<const R extends Route>(definition: R): R {
  return definition
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined
type Sent<T> = T extends z.ZodType ? z.input<T> : undefined

/** What a handler receives, checked and converted. */
export type Received<R extends Route> = {
  params: Parsed<R['params']>
  query: Parsed<R['query']>
  body: Parsed<R['body']>
}
/** What a caller sends. */
export type Sending<R extends Route> = {
  params: Sent<R['params']>
  query: Sent<R['query']>
  body: Sent<R['body']>
}
export type Reply<R extends Route> = z.output<R['reply']>
