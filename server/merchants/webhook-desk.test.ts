import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import type { TroubledWebhook } from '../../contract/desk-webhooks.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { permissionsOf } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import { systemClock as clock } from '../platform/clock.ts'
import { createHttp, type Http, staffCookie } from '../platform/http.ts'
import { createIds } from '../platform/ids.ts'
import { runJobs, type Worker } from '../platform/jobs.ts'
import { createLive } from '../platform/live.ts'
import { createLog } from '../platform/log.ts'
import { refuse } from '../platform/refusals.ts'
import { openSignals, type Signals } from '../platform/signals.ts'
import { createMerchant, newApiKey, newWebhookSecret } from './merchant.ts'
import { planTry, webhookJobs } from './webhook.jobs.ts'
import { insertDelivery } from './webhook.sql.ts'
import { switchOffAfterMs } from './webhook.ts'
import { registerWebhookDeskRoutes } from './webhook-desk.routes.ts'

const log = createLog('silent')
const ids = createIds(clock)
const member = (name: string, role: 'finance' | 'supervisor' | 'agent'): StaffActor => ({
  ...{ kind: 'staff', staffId: ids(), sessionId: ids(), name },
  permissions: permissionsOf([role]),
})
const people: Record<string, StaffActor> = {
  fajar: member('Fajar', 'finance'),
  rina: member('Rina', 'supervisor'),
  sari: member('Sari', 'agent'),
}
const reason = 'The shop has mended its server'

let database: TestDatabase
let signals: Signals
let http: Http
let runner: Worker
let address: string
/** Shops' servers, by the path that stands for each: the status that it answers, and the events that it took. */
const answers: Record<string, number> = { '/gone': 410, '/tired': 503, '/shaky': 500, '/well': 200 }
const taken: string[] = []
const shops = createServer((request, response) => {
  const status = answers[request.url!.split('?')[0]!]!
  if (status === 200) taken.push(String(request.headers['webhook-id']))
  request.resume().on('end', () => response.writeHead(status).end())
})

before(async () => {
  database = await createTestDatabase()
  const { sql } = database
  const isClosed = async () => refuse('signin_required', {})
  const staff = async (token?: string) => people[token ?? ''] ?? isClosed()
  const authenticators = { customer: isClosed, guest: isClosed, merchant: isClosed, staff }
  http = await createHttp({ log, ids, authenticators, rateLimitPerMinute: 10_000, mounts: [] })
  signals = await openSignals({ sql, ids, log })
  await createLive({ http, authenticators, signals, clock, log, publicUrl: 'http://127.0.0.1' })
  registerWebhookDeskRoutes(http, { sql, clock, ids })
  address = await http.server.listen({ host: '127.0.0.1', port: 0 })
  await new Promise<void>((resolve) => shops.listen(0, '127.0.0.1', resolve))
  runner = await runJobs(database.url, webhookJobs({ sql, clock, ids, log, allowPrivate: true }), log)
})
after(async () => {
  await runner.stop()
  await http.server.close()
  await signals.close()
  shops.close()
  await database.drop()
})

const shopUrl = (path: string) => `http://127.0.0.1:${(shops.address() as AddressInfo).port}${path}`

async function openShop(name: string, path: string): Promise<string> {
  const webhook = { url: shopUrl(`${path}?key=secret`), secret: newWebhookSecret(randomBytes) }
  const shop = { name, city: 'Bandung', category: '5812', apiKey: newApiKey(randomBytes), webhook }
  return (await database.sql.begin((tx) => createMerchant(tx, clock, ids, shop))).id
}

/** One event goes to the shop; waits until it has come to this state, and answers its id. */
async function send(merchantId: string, state: string, tries: number): Promise<string> {
  const delivery = { merchantId, id: ids(), topic: 'checkout.paid', body: '{}', createdAt: clock.now() }
  await database.sql.begin(async (tx) => {
    await insertDelivery(tx, { ...delivery, state: 'waiting' })
    await planTry(tx, { ...delivery, tries: 0 }, delivery.createdAt)
  })
  await until(async () => {
    const [row] = await database.sql`select state, tries from webhook_delivery where id = ${delivery.id}`
    return row!.state === state && row!.tries === tries
  })
  return delivery.id
}

async function until(condition: () => Promise<boolean> | boolean) {
  const deadline = Date.now() + 8_000
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, 'waited too long')
    await sleep(15)
  }
}

async function call(who: string, method: 'GET' | 'POST', path = '') {
  const answer = await fetch(`${address}/api/desk/webhooks${path}`, {
    method,
    headers: { cookie: `${staffCookie}=${who}`, 'x-dompet-request': '1', 'content-type': 'application/json' },
    ...(method === 'POST' ? { body: JSON.stringify({ reason }) } : {}),
  })
  // biome-ignore lint/suspicious/noExplicitAny: answers of two routes, asserted field by field
  return { status: answer.status, body: (await answer.json()) as any }
}

const shown = ({ name, offReason, lastTry, pending }: TroubledWebhook) => [name, offReason, lastTry, pending]

test('staff see whose webhooks are off or failing, and switch them on: what paused goes out once, on record', async () => {
  const hints = await watch('fajar')
  const notForAgents = await watch('sari')
  const [gone, tired, shaky, well] = [
    await openShop('Warung Bu Sari', '/gone'),
    await openShop('Toko Lelah', '/tired'),
    await openShop('Toko Goyah', '/shaky'),
    await openShop('Toko Sehat', '/well'),
  ]
  assert.deepEqual((await call('fajar', 'GET')).body, { merchants: [], off: 0, failing: 0 })
  await send(gone, 'given_up', 1)
  const paused = [await send(gone, 'paused', 0), await send(gone, 'paused', 0)]
  const longAgo = new Date(clock.now().getTime() - switchOffAfterMs)
  await database.sql`update merchant set webhook_failing_since = ${longAgo} where id = ${tired}`
  await send(tired, 'paused', 1)
  await send(shaky, 'waiting', 1)
  await send(well, 'delivered', 1)

  const { body } = await call('rina', 'GET')
  assert.deepEqual(body.merchants.map(shown), [
    ['Warung Bu Sari', 'gone', { httpStatus: 410, failure: null }, 2],
    ['Toko Lelah', 'failing', { httpStatus: 503, failure: null }, 1],
    ['Toko Goyah', null, { httpStatus: 500, failure: null }, 1],
  ])
  assert.deepEqual([body.off, body.failing], [2, 1])
  const [first, , failing] = body.merchants as [TroubledWebhook, TroubledWebhook, TroubledWebhook]
  assert.equal(first.url, shopUrl('/gone'), 'without the key that stands in it')
  const [oldest] = await database.sql`select created_at from webhook_delivery where id = ${paused[0]!}`
  assert.equal(first.oldestPendingAt, oldest!.created_at.toISOString())
  assert.equal(Date.parse(failing.offAt!) - Date.parse(failing.failingSince!), switchOffAfterMs)
  assert.deepEqual([first.offAt, failing.offSince], [null, null])
  await until(() => hints.length > 0)
  assert.deepEqual([hints[0], notForAgents.length], ['webhooks', 0])

  assert.equal((await call('sari', 'POST', `/${gone}/resume`)).body.code, 'permission_missing')
  assert.equal((await call('fajar', 'POST', `/${ids()}/resume`)).body.code, 'not_found')
  assert.deepEqual((await call('fajar', 'POST', `/${shaky}/resume`)).body.figures, { reason: 'on' })
  answers['/gone'] = 200
  const both = await Promise.all(['fajar', 'rina'].map((who) => call(who, 'POST', `/${gone}/resume`)))
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409])
  const done = both.findIndex(({ status }) => status === 200)
  assert.deepEqual(both[done]!.body, { resumed: 2 })
  assert.equal(both[1 - done]!.body.code, 'action_not_possible')
  await until(async () => {
    const rows = await database.sql`select 1 from webhook_delivery where merchant_id = ${gone} and state = 'delivered'`
    return rows.length === 2
  })
  assert.deepEqual(taken.filter((id) => paused.includes(id)).sort(), paused.sort())
  const [deed] = await database.sql`
    select actor_kind, actor_name, reason, details from operation_event
    where subject_id = ${gone} and action = 'webhook.resumed'`
  const name = ['Fajar', 'Rina'][done]
  assert.deepEqual({ ...deed }, { actor_kind: 'staff', actor_name: name, reason, details: { resumed: 2 } })
  assert.deepEqual(
    (await call('fajar', 'GET')).body.merchants.map((merchant: TroubledWebhook) => merchant.name),
    ['Toko Lelah', 'Toko Goyah'],
  )
})

/** What a member's desk, which watches for hints, is told to read again. */
async function watch(who: string): Promise<string[]> {
  const url = `${address.replace('http', 'ws')}/api/live?as=staff`
  const socket = new WebSocket(url, { headers: { cookie: `${staffCookie}=${who}` } })
  after(() => socket.close())
  const hints: string[] = []
  await once(socket, 'open')
  // Answered in order: whoever hears the pong is watching.
  const watching = new Promise<void>((resolve) =>
    socket.on('message', (data) => {
      const message = JSON.parse(String(data))
      if (message.type === 'changed') hints.push(message.what)
      if (message.type === 'pong') resolve()
    }),
  )
  socket.send(JSON.stringify({ type: 'watch' }))
  socket.send(JSON.stringify({ type: 'ping' }))
  await watching
  return hints
}
