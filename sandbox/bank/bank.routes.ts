import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Bank } from './bank.ts'
import { type Service, services, tokenBody } from './services.ts'
import {
  callSignatureHolds,
  jakartaDay,
  parseTimestamp,
  SKEW_MAX_MS,
  type SnapAnswer,
  snapAnswer,
  tokenSignatureHolds,
} from './snap.ts'

const TOKEN_SERVICE = '73'
const STATEMENT_SERVICE = '14'
const DAY_PATTERN = /^\d{4}-\d{2}-\d{2}$/
const TOKEN_SECONDS = 900
const BODY_BYTES_MAX = 64 * 1024
const EXTERNAL_ID_PATTERN = /^[A-Za-z0-9-]{1,36}$/

/** Registers the bank's SNAP services on `app`, under whatever prefix `app` has; signatures cover the path on the wire. */
export function registerBank(app: FastifyInstance, bank: Bank): void {
  // Signatures cover the body's bytes, so it is kept as it came whatever its type says.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (_request, body, done) =>
    done(null, body),
  )

  app.addHook('onRequest', async (request, reply) => {
    const faults = bank.faults()
    if (faults.slow) await sleep(bank.slowMs)
    if (faults.unreachable) {
      reply.hijack()
      request.raw.socket.destroy()
    }
  })

  app.post('/v1.0/access-token/b2b', (request, reply) => answer(reply, issueToken(bank, request)))
  app.get<{ Params: { day: string } }>('/v1.0/statements/camt.053/:day', (request, reply) => {
    const refusal = refuseCaller(bank, STATEMENT_SERVICE, request)
    if (refusal !== null) return answer(reply, refusal)
    const { day } = request.params
    const statement = DAY_PATTERN.test(day) ? bank.statement(day) : null
    if (statement === null) return answer(reply, snapAnswer(404, STATEMENT_SERVICE, '01', 'Transaction Not Found'))
    return reply.header('cache-control', 'no-store').type('application/xml; charset=utf-8').send(statement)
  })
  for (const service of services) {
    app.route({
      method: service.methods,
      url: service.path,
      handler: (request, reply) => answer(reply, callService(bank, service, request)),
    })
  }
}

function answer(reply: FastifyReply, result: SnapAnswer): FastifyReply {
  return reply.code(result.http).header('cache-control', 'no-store').send(result.body)
}

function issueToken(bank: Bank, request: FastifyRequest): SnapAnswer {
  const say = (http: number, kase: string, message: string, rest = {}) =>
    snapAnswer(http, TOKEN_SERVICE, kase, message, rest)
  const { 'x-client-key': clientKey, 'x-timestamp': timestamp, 'x-signature': signature } = headersOf(request)
  if (!clientKey || !timestamp || !signature)
    return say(400, '02', `Invalid Mandatory Field {${firstMissing({ clientKey, timestamp, signature })}}`)
  if (!isFresh(timestamp, bank.options.clock())) return say(400, '01', 'Invalid Field Format {X-TIMESTAMP}')
  const known = clientKey === bank.options.partnerId
  if (!known || !tokenSignatureHolds(bank.walletKey, clientKey, timestamp, signature))
    return say(401, '00', 'Unauthorized. [Signature]')
  const parsed = tokenBody.safeParse(parseJson(rawBody(request)))
  if (!parsed.success) return say(400, '02', 'Invalid Mandatory Field {grantType}')
  const accessToken = bank.options.ids.secret()
  const now = bank.options.clock()
  bank.store.putToken(hashToken(accessToken), new Date(now.getTime() + TOKEN_SECONDS * 1000), now)
  return say(200, '00', 'Successful', { accessToken, tokenType: 'Bearer', expiresIn: String(TOKEN_SECONDS) })
}

function callService(bank: Bank, service: Service, request: FastifyRequest): SnapAnswer {
  const refusal = refuseCaller(bank, service.code, request)
  if (refusal !== null) return refusal
  return bank.store.atomically(() => service.answer(bank, parseJson(rawBody(request))))
}

/** Why a call is not let in, checked in this order: headers, time, token, partner, signature, external id; or null. */
function refuseCaller(bank: Bank, code: string, request: FastifyRequest): SnapAnswer | null {
  const say = (http: number, kase: string, message: string) => snapAnswer(http, code, kase, message)
  const headers = headersOf(request)
  const token = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1]
  const {
    'x-timestamp': timestamp,
    'x-signature': signature,
    'x-partner-id': partnerId,
    'x-external-id': externalId,
    'channel-id': channelId,
  } = headers
  if (!token) return say(401, '01', 'Invalid Token (B2B)')
  if (!timestamp || !signature || !partnerId || !externalId || !channelId)
    return say(
      400,
      '02',
      `Invalid Mandatory Field {${firstMissing({ timestamp, signature, partnerId, externalId, channelId })}}`,
    )
  const now = bank.options.clock()
  if (!isFresh(timestamp, now)) return say(400, '01', 'Invalid Field Format {X-TIMESTAMP}')
  if (!EXTERNAL_ID_PATTERN.test(externalId)) return say(400, '01', 'Invalid Field Format {X-EXTERNAL-ID}')
  if (!bank.store.tokenHolds(hashToken(token), now)) return say(401, '01', 'Invalid Token (B2B)')
  if (partnerId !== bank.options.partnerId) return say(401, '00', 'Unauthorized. [X-PARTNER-ID]')
  const call = { method: request.method, path: request.url, token, rawBody: rawBody(request), timestamp }
  if (!callSignatureHolds(bank.options.clientSecret, call, signature))
    return say(401, '00', 'Unauthorized. [Signature]')
  if (!bank.store.claimExternalId(jakartaDay(now), externalId)) return say(409, '00', 'Conflict')
  return null
}

const headerNames: Record<string, string> = {
  clientKey: 'X-CLIENT-KEY',
  timestamp: 'X-TIMESTAMP',
  signature: 'X-SIGNATURE',
  partnerId: 'X-PARTNER-ID',
  externalId: 'X-EXTERNAL-ID',
  channelId: 'CHANNEL-ID',
}

function firstMissing(values: Record<string, string | undefined>): string {
  const missing = Object.entries(values).find(([, value]) => !value)?.[0] ?? ''
  return headerNames[missing] ?? missing
}

function headersOf(request: FastifyRequest): Record<string, string | undefined> {
  return request.headers as Record<string, string | undefined>
}

function isFresh(timestamp: string, now: Date): boolean {
  const at = parseTimestamp(timestamp)
  return at !== null && Math.abs(now.getTime() - at.getTime()) <= SKEW_MAX_MS
}

function rawBody(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
}

function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'))
  } catch {
    return undefined
  }
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
