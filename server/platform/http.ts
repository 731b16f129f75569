import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import httpProxy from '@fastify/http-proxy'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { hasZodFastifySchemaValidationErrors, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Refusal, RefusalCode } from '../../contract/refusals.ts'
import { idempotencyKeyPattern, type Received, type Reply, type Route } from '../../contract/route.ts'
import type { CustomerActor, GuestActor, MerchantActor, StaffActor } from './actor.ts'
import { registerApiReference } from './api-reference.ts'
import { QueueFull } from './batches.ts'
import { forgedRequest } from './csrf.ts'
import { isConnectionLost } from './database.ts'
import { headersOfWidget, isWidget, ownPages } from './framing.ts'
import type { Ids } from './ids.ts'
import type { Log } from './log.ts'
import { isRefusal, refusalStatus, refuse } from './refusals.ts'
import { isStorableText } from './text.ts'

/** Most bytes of a JSON body. */
const bodyLimitBytes = 64 * 1024
/** Longest wait for a request to arrive whole. */
const requestTimeoutMs = 30_000
/**
 * How long a connection may wait for its next request. Longer than common proxies keep theirs (60 to 120 s): one that we
 * close first would take a request with it.
 */
const keepAliveMs = 130_000
/** How often an orderly stop looks for connections that have fallen idle. */
const closeIdleMs = 50
const overloadRetrySeconds = 2
/** A killed PostgreSQL is back in about this time. */
const unavailableRetrySeconds = 3

type ActorOf<R extends Route> = R['who'] extends 'customer'
  ? CustomerActor
  : R['who'] extends 'guest'
    ? GuestActor
    : R['who'] extends 'staff'
      ? StaffActor
      : R['who'] extends 'merchant'
        ? MerchantActor
        : null

export type Context<Actor> = {
  actor: Actor
  /** Checked to be present where the route is `idempotent`; else empty. */
  idempotencyKey: string
  request: FastifyRequest
  reply: FastifyReply
}

/** A refusal may name the stored attempt that explains it. */
export type Answer<R extends Route> = Promise<Reply<R> | (Refusal & { paymentId?: string })>
export type Handler<R extends Route> = (input: Received<R>, context: Context<ActorOf<R>>) => Answer<R>
/** The handler judges the session itself, together with everything else, from the token's text. */
export type DeferredHandler<R extends Route> = (
  input: Received<R>,
  context: Context<null> & { sessionToken: string | undefined },
) => Answer<R>

type Handle<R extends Route> = (request: FastifyRequest, reply: FastifyReply) => Answer<R>

/** Who stands behind a request. Injected by `main`, because sessions belong to a higher rank. */
export type Authenticators = {
  customer(token: string | undefined): Promise<CustomerActor | Refusal>
  guest(token: string | undefined): Promise<GuestActor | Refusal>
  staff(token: string | undefined): Promise<StaffActor | Refusal>
  merchant(key: string | undefined): Promise<MerchantActor | Refusal>
}

export const customerCookie = 'dompet_session'
export const staffCookie = 'dompet_staff'

export type HttpOptions = {
  log: Log
  ids: Ids
  authenticators: Authenticators
  rateLimitPerMinute: number
  mounts: { prefix: string; upstream: string }[]
  /** Addresses and ranges of our own proxies: they say where a request comes from, nobody else does. */
  trustedProxies?: readonly string[]
  /** Sites that may show the widget in a frame, beside our own. */
  widgetSites?: readonly string[]
}

/** Registers routes of the contract; areas receive this and nothing else of the web server. */
export type Http = {
  serve<R extends Route>(route: R, handler: Handler<R>): void
  serveDeferred<R extends Route>(route: R, handler: DeferredHandler<R>): void
  /** All routes served, for the API reference and for tests that try each one. */
  routes: Route[]
  /** The bare server, for what is not a route of the contract: WebSocket, files, static pages. */
  server: FastifyInstance
}

export async function createHttp(options: HttpOptions): Promise<Http> {
  const server = fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // One logger for all: a child for each request costs more than the few lines that are written.
    childLoggerFactory: (logger) => logger,
    bodyLimit: bodyLimitBytes,
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveMs,
    genReqId: options.ids,
    requestIdHeader: false,
    // What fails before there is a route: an address that cannot be read.
    frameworkErrors: (error, request, reply) => answerError(error, request, reply.header('x-request-id', request.id)),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  })
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  server.setErrorHandler((error, request, reply) => answerError(error, request, reply))
  server.setNotFoundHandler((request, reply) => sendRefusal(request, reply, refuse('not_found', {})))
  server.addHook('preClose', (done) => {
    if (!server.server.listening) return done()
    // Those that are answered during the stop would else be waited for until they have been idle for long.
    const sweep = setInterval(() => server.server.closeIdleConnections(), closeIdleMs)
    server.server.once('close', () => clearInterval(sweep))
    done()
  })
  await server.register(cookie)
  await server.register(helmet, { global: false, ...ownPages })
  const widgetHeaders = headersOfWidget(options.widgetSites ?? [])
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    const refusal = forgedRequest(request)
    if (refusal) return sendRefusal(request, reply, refusal)
    // Answers of the API are data of one person: never kept, never guessed to be a page.
    if (request.url.startsWith('/api/')) reply.headers(apiHeaders)
    else if (isWidget(request.url)) reply.helmet(widgetHeaders)
    else reply.helmet()
    done()
  })
  await server.register(rateLimit, {
    max: options.rateLimitPerMinute,
    timeWindow: '1 minute',
    enableDraftSpec: true,
    allowList: (request) => !request.url.startsWith('/api/'),
    errorResponseBuilder: (_request, context) => ({ statusCode: 429, retryAfterMs: context.ttl }),
  })
  await registerApiReference(server)
  for (const mount of options.mounts) {
    await server.register(httpProxy, { upstream: mount.upstream, prefix: mount.prefix, rewritePrefix: mount.prefix })
  }

  const routes: Route[] = []
  function register<R extends Route>(route: R, handle: Handle<R>) {
    routes.push(route)
    if (!route.upload) return addTo(server, route, handle)
    // By themselves: what reads files does some work for every request where it is known.
    server.register(async (uploads) => {
      await uploads.register(multipart, { limits: { files: 1, fields: 4 } })
      addTo(uploads, route, handle)
    })
  }

  return {
    server,
    routes,
    serve(route, handler) {
      register(route, async (request, reply) => {
        const actor = await authenticate(options.authenticators, route, request)
        if (isRefusal(actor)) return actor
        return handler(received(request), { ...context(request, reply), actor: actor as never })
      })
    },
    serveDeferred(route, handler) {
      register(route, (request, reply) =>
        handler(received(request), { ...context(request, reply), sessionToken: request.cookies[customerCookie] }),
      )
    },
  }
}

function addTo<R extends Route>(server: FastifyInstance, route: R, handle: Handle<R>): void {
  server.route({
    method: route.method,
    url: route.path,
    schema: routeSchema(route),
    handler: async (request, reply) => {
      if (!isStorableText([request.body, request.params, request.query]))
        return sendRefusal(request, reply, refuse('request_malformed', { issues: [unstorableText] }))
      if (route.idempotent && !idempotencyKeyPattern.test(String(request.headers['idempotency-key'] ?? '')))
        return sendRefusal(request, reply, refuse('idempotency_key_missing', {}))
      const answer = await handle(request, reply)
      if (isRefusal(answer)) return sendRefusal(request, reply, answer)
      return reply.code(route.status ?? 200).send(answer)
    },
  })
}

const apiHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

function routeSchema(route: Route) {
  return {
    ...(route.params ? { params: route.params } : {}),
    ...(route.query ? { querystring: route.query } : {}),
    ...(route.body ? { body: route.body } : {}),
    response: { [route.status ?? 200]: route.reply },
    summary: route.summary,
    tags: [route.who],
  }
}

function received<R extends Route>(request: FastifyRequest): Received<R> {
  return { params: request.params, query: request.query, body: request.body } as Received<R>
}

function context(request: FastifyRequest, reply: FastifyReply): Context<null> {
  return { actor: null, idempotencyKey: String(request.headers['idempotency-key'] ?? ''), request, reply }
}

function authenticate(authenticators: Authenticators, route: Route, request: FastifyRequest) {
  switch (route.who) {
    case 'customer':
      return authenticators.customer(request.cookies[customerCookie])
    case 'staff':
      return authenticators.staff(request.cookies[staffCookie])
    case 'merchant':
      return authenticators.merchant(bearerOf(request))
    case 'guest':
      return authenticators.guest(bearerOf(request))
    case 'anyone':
    case 'bank':
      return null
  }
}

function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
}

/** Answers a refusal as RFC 9457 problem details. */
export function sendRefusal(request: FastifyRequest, reply: FastifyReply, refusal: Refusal & { paymentId?: string }) {
  const status = refusalStatus(refusal.refused)
  const figures = refusal.figures as Record<string, unknown>
  if (typeof figures.retryAfterSeconds === 'number') reply.header('retry-after', figures.retryAfterSeconds)
  const body = {
    type: `urn:dompet:refusal:${refusal.refused}`,
    title: refusal.refused.replaceAll('_', ' '),
    status,
    code: refusal.refused,
    figures,
    requestId: request.id,
    ...(refusal.paymentId ? { paymentId: refusal.paymentId } : {}),
  }
  // Serialised here: the schema compiler knows only the shape of good answers.
  return reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((value: unknown) => JSON.stringify(value))
    .send(body)
}

/** What the framework reports, and the code it has here. */
const frameworkRefusals: Record<string, RefusalCode> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type_unsupported',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
}

const maximumIssues = 20
const unstorableText = { path: '', message: 'text with a NUL character or half a character' }

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof QueueFull)
    return sendRefusal(request, reply, refuse('overloaded', { retryAfterSeconds: overloadRetrySeconds }))
  if (isConnectionLost(error)) {
    request.log.warn({ err: error, requestId: request.id, route: request.routeOptions.url }, 'the database is away')
    return sendRefusal(request, reply, refuse('unavailable', { retryAfterSeconds: unavailableRetrySeconds }))
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issues = error.validation
      .slice(0, maximumIssues)
      .map((issue) => ({ path: issue.instancePath, message: issue.message ?? 'not accepted' }))
    return sendRefusal(request, reply, refuse('request_malformed', { issues }))
  }
  const fault = error as { statusCode?: number; code?: string; retryAfterMs?: number; message?: string }
  if (fault.retryAfterMs !== undefined) {
    const retryAfterSeconds = Math.ceil(fault.retryAfterMs / 1000)
    return sendRefusal(request, reply, refuse('rate_limited', { retryAfterSeconds }))
  }
  const known = frameworkRefusals[fault.code ?? '']
  if (known === 'body_too_large')
    return sendRefusal(request, reply, refuse('body_too_large', { limitBytes: bodyLimitBytes }))
  if (known === 'media_type_unsupported') return sendRefusal(request, reply, refuse('media_type_unsupported', {}))
  if (fault.statusCode !== undefined && fault.statusCode >= 400 && fault.statusCode < 500) {
    // The framework's words name what was wrong with the syntax and repeat nothing of the body.
    return sendRefusal(
      request,
      reply,
      refuse('request_malformed', { issues: [{ path: '', message: 'the request could not be read' }] }),
    )
  }
  // PostgreSQL keeps no NUL character in text: whatever field it came in, the request cannot be stored.
  if (fault.code === '22021')
    return sendRefusal(
      request,
      reply,
      refuse('request_malformed', { issues: [{ path: '', message: 'text holds a NUL character' }] }),
    )
  request.log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, 'request failed')
  return sendRefusal(request, reply, refuse('internal', {}))
}
