import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { pino } from 'pino'
import { systemClock } from './clock.ts'
import { connect } from './database.ts'
import { registerHealthRoutes } from './health.routes.ts'
import { createHttp } from './http.ts'
import { createIds } from './ids.ts'

const perMinute = 3
const ids = createIds(systemClock)
const nobody = async () => ({ refused: 'signin_required', figures: {} }) as const
const authenticators = { customer: nobody, guest: nobody, staff: nobody, merchant: nobody }
const stops: (() => Promise<unknown>)[] = []
after(() => Promise.all(stops.map((stop) => stop())))

async function startHttp(trustedProxies: string[]) {
  const log = pino({ level: 'silent' })
  const http = await createHttp({ log, ids, authenticators, rateLimitPerMinute: perMinute, mounts: [], trustedProxies })
  // Nothing here asks the database.
  const sql = connect('postgres://nobody@127.0.0.1:9/none', { connections: 1, name: 'none' })
  registerHealthRoutes(http.server, sql)
  http.server.get('/api/time', async () => ({}))
  await http.server.listen({ port: 0, host: '127.0.0.1' })
  stops.push(async () => {
    await http.server.close()
    await sql.end()
  })
  const { port } = http.server.server.address() as AddressInfo
  return async (path: string, from?: string) => {
    const headers: Record<string, string> = from ? { 'x-forwarded-for': from } : {}
    return (await fetch(`http://127.0.0.1:${port}${path}`, { headers })).status
  }
}

test('behind our own proxy each customer has an own bound', async () => {
  const ask = await startHttp(['127.0.0.1'])
  for (let time = 0; time < perMinute; time += 1) assert.equal(await ask('/api/time', '203.0.113.7'), 200)
  assert.equal(await ask('/api/time', '203.0.113.7'), 429)
  assert.equal(await ask('/api/time', '203.0.113.8'), 200)
  // What the customer's side wrote itself stands before what our proxy added.
  assert.equal(await ask('/api/time', '198.51.100.1, 203.0.113.7'), 429)
})

test('where no proxy is trusted, nobody gets another bound by naming another address', async () => {
  const ask = await startHttp([])
  for (let time = 0; time < perMinute; time += 1) assert.equal(await ask('/api/time', `203.0.113.${time}`), 200)
  assert.equal(await ask('/api/time', '203.0.113.99'), 429)
})

test('figures are for this machine, and not for whom a proxy on it lets through', async () => {
  for (const trusted of [[], ['127.0.0.1']]) {
    const ask = await startHttp(trusted)
    assert.equal(await ask('/metrics'), 200)
    assert.equal(await ask('/metrics', '203.0.113.7'), 403)
  }
})
