import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Sql } from './database.ts'

/** Longest wait for the database before a process counts as not ready. */
const readyTimeoutMs = 2_000

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
const forwardedHeaders = ['x-forwarded-for', 'forwarded', 'x-real-ip']

/** `/healthz`: the process lives. `/readyz`: it can serve. `/metrics`: figures for Prometheus, on this machine only. */
export function registerHealthRoutes(server: FastifyInstance, sql: Sql) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  })
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
    done()
  })

  const hide = { schema: { hide: true } }
  server.get('/healthz', hide, async () => ({ alive: true }))
  server.get('/readyz', hide, async (_request, reply) => {
    const timeout = new Promise((_resolve, reject) => setTimeout(reject, readyTimeoutMs).unref())
    try {
      await Promise.race([sql`select 1`, timeout])
      return { ready: true }
    } catch {
      return reply.code(503).send({ ready: false })
    }
  })
  server.get('/metrics', hide, async (request, reply) => {
    // A proxy on this machine passes on what strangers ask for.
    const isForwarded = forwardedHeaders.some((name) => request.headers[name] !== undefined)
    if (isForwarded || !loopback.has(request.ip)) return reply.code(403).send()
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}
