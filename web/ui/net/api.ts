import type { RefusalCode } from '../../../contract/refusals.ts'
import type { Reply, Route, Sending } from '../../../contract/route.ts'
import { bearerToken, speakingAs } from './who.ts'

/** How long a call may take before we say that there is no answer. */
export const callTimeoutMs = 15_000

type Given<T> = { [K in keyof T as T[K] extends undefined ? never : K]: T[K] }

/** What a call needs: exactly the parts that the route declares, and a key where it moves money. */
export type CallInput<R extends Route> = Given<Sending<R>> &
  (R['idempotent'] extends true ? { idempotencyKey: string } : { idempotencyKey?: never }) & {
    signal?: AbortSignal | undefined
    timeoutMs?: number
  }

/** An expected "no" of the server, with the figures that explain it. Show it with RefusalCard. */
export class RefusedError extends Error {
  readonly code: RefusalCode
  readonly figures: Record<string, unknown>
  readonly status: number
  readonly requestId: string | null
  readonly paymentId: string | null

  constructor(problem: ProblemBody, status: number) {
    super(problem.code)
    this.name = 'RefusedError'
    this.code = problem.code
    this.figures = problem.figures ?? {}
    this.status = status
    this.requestId = problem.requestId ?? null
    this.paymentId = problem.paymentId ?? null
  }
}

/**
 * No answer came: the device is offline, the server did not answer in time, or the connection broke. Whether the call
 * arrived is unknown; for a payment ask `resolvePayment` with the same key, never send a new one.
 */
export class NoAnswerError extends Error {
  readonly reason: 'offline' | 'no_answer'

  constructor(reason: 'offline' | 'no_answer', options?: ErrorOptions) {
    super(reason, options)
    this.name = 'NoAnswerError'
    this.reason = reason
  }
}

/** Answers that do not say whether anything was done: treated like no answer. */
const unclear: readonly RefusalCode[] = ['internal', 'overloaded', 'unavailable', 'rate_limited']

/** Whether it stays unknown what became of a call: send the very same again, which does it once. */
export function isUnclear(error: unknown): boolean {
  return !(error instanceof RefusedError) || unclear.includes(error.code)
}

type ProblemBody = {
  code: RefusalCode
  figures?: Record<string, unknown>
  requestId?: string
  paymentId?: string
}

type LooseInput = {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  idempotencyKey?: string
  signal?: AbortSignal
  timeoutMs?: number
}

/** Path with parameters filled in and the query behind it. */
export function addressOf(path: string, params: Record<string, unknown> = {}, query: Record<string, unknown> = {}) {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  return search.size > 0 ? `${filled}?${search}` : filled
}

/**
 * Calls a route of the contract and gives its reply.
 *
 * @throws RefusedError the server said no, with code and figures
 * @throws NoAnswerError offline, timed out or broken off
 */
export async function call<R extends Route>(route: R, input: CallInput<R>): Promise<Reply<R>> {
  const { params, query, body, idempotencyKey, signal, timeoutMs } = input as LooseInput
  const headers = new Headers({ accept: 'application/json', 'x-dompet-request': '1' })
  if (body !== undefined) headers.set('content-type', 'application/json')
  if (idempotencyKey) headers.set('idempotency-key', idempotencyKey)
  const token = bearerToken()
  if (token) headers.set('authorization', `Bearer ${token}`)
  return (await exchange(
    addressOf(route.path, params, query),
    { method: route.method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) },
    timeoutMs ?? callTimeoutMs,
    signal,
  )) as Reply<R>
}

/** Sends one picture as multipart/form-data (part `file`) and gives the stored file: `upload<…>(uploadFile.path, file)`. */
export async function upload<T>(path: string, file: File, timeoutMs = 4 * callTimeoutMs): Promise<T> {
  const form = new FormData()
  form.set('file', file)
  const headers = new Headers({ accept: 'application/json', 'x-dompet-request': '1' })
  const address = addressOf(path, {}, { as: speakingAs() })
  return (await exchange(address, { method: 'POST', headers, body: form }, timeoutMs)) as T
}

async function exchange(address: string, init: RequestInit, timeoutMs: number, signal?: AbortSignal): Promise<unknown> {
  if (isOffline()) throw new NoAnswerError('offline')
  const limit = AbortSignal.timeout(timeoutMs)
  let response: Response
  let text: string
  try {
    response = await fetch(address, {
      ...init,
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    })
    text = await response.text()
  } catch (error) {
    if (signal?.aborted) throw error // the caller lost interest; not a fault
    throw new NoAnswerError(isOffline() ? 'offline' : 'no_answer', { cause: error })
  }
  const answer = readJson(text)
  if (response.ok) return answer
  if (isProblem(answer)) throw new RefusedError(answer, response.status)
  throw new NoAnswerError('no_answer') // a proxy's page, not our server's answer
}

/** The browser knows for sure only that there is no network; being "online" proves nothing. */
function isOffline(): boolean {
  return !navigator.onLine
}

function readJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Only our own server's word is a refusal: a proxy that answers for it says nothing of what became of a payment. */
function isProblem(value: unknown): value is ProblemBody {
  if (typeof value !== 'object' || value === null) return false
  const { type, code } = value as { type?: unknown; code?: unknown }
  return typeof code === 'string' && type === `urn:dompet:refusal:${code}`
}
