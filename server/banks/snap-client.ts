import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import { parseJson, signCall, signTokenRequest, writeTimestamp } from './snap.ts'

/** Longest wait for one answer of the bank. */
const answerTimeoutMs = 4_000
const answerBytesMaximum = 64 * 1024
/** A file may take longer than an answer, and be larger. */
const fileTimeoutMs = 30_000
/** A token is given up this long before it runs out, so that no call carries one that has just ended. */
const tokenMarginMs = 30_000
const channelId = '95221'
const tokenPath = '/v1.0/access-token/b2b'
const invalidToken = /^401\d\d01$/

export type SnapClientOptions = {
  /** Base address; the path in signatures is the whole path on the wire. */
  url: string
  partnerId: string
  clientSecret: string
  signingKey: KeyObject
  clock: Clock
  ids: Ids
  timeoutMs?: number
}

/**
 * `unsent`: nothing has reached the bank. `lost`: it may have done what was asked, and its answer did not come: ask
 * what became of it, never send it again.
 */
export type SnapAnswer = { code: string; body: Record<string, unknown> } | 'unsent' | 'lost'

export type SnapClient = {
  /** Asks for something to be done. Sent again only where the bank says that it did not look at it (a token that has ended). */
  command(path: string, body: object): Promise<SnapAnswer>
  /** Asks a question, which may be asked twice: tried once more when the answer is lost. */
  question(path: string, body: object): Promise<SnapAnswer>
  /** Fetches a file of at most `maximumBytes`; signed as every call is, over an empty body. */
  file(path: string, maximumBytes: number): Promise<FileAnswer>
}

/** `none`: the bank answered that there is no such file. `unreachable`: it did not answer, or not with a file. */
export type FileAnswer = Buffer | 'unreachable' | 'none'

const tokenAnswer = z.object({ accessToken: z.string().min(1), expiresIn: z.coerce.number().positive() })
const anyAnswer = z.looseObject({ responseCode: z.string().regex(/^\d{7}$/) })

type Token = { text: string; endsAt: number }

export function createSnapClient(options: SnapClientOptions): SnapClient {
  const { clock, ids } = options
  const base = options.url.replace(/\/+$/, '')
  const timeoutMs = options.timeoutMs ?? answerTimeoutMs
  let known: Token | undefined
  let fetching: Promise<Token | undefined> | undefined

  /** One token for all calls; those who come while it is being fetched wait for the same one. */
  async function currentToken(): Promise<string | undefined> {
    if (known && known.endsAt > clock.now().getTime()) return known.text
    fetching ??= fetchToken().finally(() => {
      fetching = undefined
    })
    known = await fetching
    return known?.text
  }

  async function fetchToken(): Promise<Token | undefined> {
    const timestamp = writeTimestamp(clock.now())
    const signature = signTokenRequest(options.signingKey, options.partnerId, timestamp)
    const headers = { 'x-client-key': options.partnerId, 'x-timestamp': timestamp, 'x-signature': signature }
    const answer = await post(base + tokenPath, headers, '{"grantType":"client_credentials"}', timeoutMs)
    const parsed = tokenAnswer.safeParse(answer === 'unsent' || answer === 'lost' ? undefined : answer.body)
    if (!parsed.success) return undefined
    const { accessToken, expiresIn } = parsed.data
    return { text: accessToken, endsAt: clock.now().getTime() + expiresIn * 1000 - tokenMarginMs }
  }

  async function sendOnce(path: string, body: object): Promise<SnapAnswer> {
    const bearer = await currentToken()
    if (bearer === undefined) return 'unsent'
    const url = new URL(base + path)
    const text = JSON.stringify(body)
    return post(url.href, signedHeaders('POST', url, bearer, text), text, timeoutMs)
  }

  function signedHeaders(method: string, url: URL, bearer: string, body: string) {
    const timestamp = writeTimestamp(clock.now())
    const call = { method, path: url.pathname, token: bearer, body, timestamp }
    return {
      authorization: `Bearer ${bearer}`,
      'x-timestamp': timestamp,
      'x-signature': signCall(options.clientSecret, call),
      'x-partner-id': options.partnerId,
      'x-external-id': externalId(clock.now(), ids()),
      'channel-id': channelId,
    }
  }

  async function file(path: string, maximumBytes: number): Promise<FileAnswer> {
    const bearer = await currentToken()
    if (bearer === undefined) return 'unreachable'
    const url = new URL(base + path)
    try {
      const signal = AbortSignal.timeout(fileTimeoutMs)
      const headers = signedHeaders('GET', url, bearer, '')
      const answer = await fetch(url, { headers, redirect: 'manual', signal })
      if (answer.status === 200) return await readAtMost(answer, maximumBytes)
      await answer.body?.cancel()
      if (answer.status === 401) known = undefined
      return answer.status === 404 ? 'none' : 'unreachable'
    } catch {
      return 'unreachable'
    }
  }

  async function command(path: string, body: object): Promise<SnapAnswer> {
    const answer = await sendOnce(path, body)
    if (answer === 'unsent' || answer === 'lost' || !invalidToken.test(answer.code)) return answer
    known = undefined
    return sendOnce(path, body)
  }

  return {
    command,
    file,
    async question(path, body) {
      const answer = await command(path, body)
      return answer === 'lost' ? command(path, body) : answer
    },
  }
}

/** Digits that are unique within the day: the time, and the random end of an id. */
function externalId(now: Date, id: string): string {
  return `${now.getTime()}${BigInt(`0x${id.slice(-12)}`)}`
}

/** Refused before a byte was taken: the other side cannot have done anything. */
const refusedConnection = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  timeoutMs: number,
): Promise<SnapAnswer> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const json = { 'content-type': 'application/json', ...headers }
    const answer = await fetch(url, { method: 'POST', headers: json, body, redirect: 'manual', signal })
    const parsed = anyAnswer.safeParse(parseJson(await readAtMost(answer, answerBytesMaximum)))
    // Whatever is not SNAP comes from something between us and the bank, which knows nothing of what the bank did.
    if (!parsed.success || parsed.data.responseCode.startsWith('5')) return 'lost'
    return { code: parsed.data.responseCode, body: parsed.data }
  } catch (error) {
    const code = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code ?? ''
    return refusedConnection.has(code) ? 'unsent' : 'lost'
  }
}

async function readAtMost(answer: Response, maximumBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length
    if (bytes > maximumBytes) throw new Error('the answer is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
