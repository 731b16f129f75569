import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { registerBank } from './bank/bank.routes.ts'
import { page } from './page/frame.ts'
import { html } from './page/html.ts'
import { registerPages } from './page/page.routes.ts'
import { sendPage, speechOf } from './page/reading.ts'
import type { WordKey } from './page/speech.ts'
import type { World } from './world.ts'

const BODY_BYTES_MAX = 64 * 1024
const REQUEST_WAIT_MS = 30_000

/** The HTTP side of the sandbox: the bank under `/bank/v1.0` (and `/v1.0`), everything for people under `/sandbox`. */
export function buildHttp(world: World): FastifyInstance {
  const app = Fastify({
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_WAIT_MS,
    forceCloseConnections: 'idle',
  })
  app.register(async (scope) => registerBank(scope, world.bank))
  app.register(async (scope) => registerBank(scope, world.bank), { prefix: '/bank' })
  app.register(async (scope) => registerPages(scope, world))
  app.get('/healthz', (_request, reply) => reply.send({ ok: true }))

  app.setNotFoundHandler((request, reply) => {
    const speech = speechOf(request)
    const { say, link } = speech
    const body = html`<h1>${say('notFound')}</h1><p>${say('notFoundNext')}</p><p><a href="${link('/sandbox')}">${say('backToOverview')}</a></p>`
    const title = say('notFound')
    return sendPage(reply.code(404), page(speech, { room: 'overview', title, url: link('/sandbox'), body }))
  })
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 500
    if (status === 500) process.stderr.write(`sandbox: ${request.method} ${request.routeOptions.url}: ${error.stack}\n`)
    return reply.code(status).send({ code: status === 500 ? ('failed' satisfies WordKey) : 'malformed' })
  })
  return app
}
