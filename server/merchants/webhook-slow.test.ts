import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createIds } from '../platform/ids.ts'
import { addJob, runJobs, type Worker } from '../platform/jobs.ts'
import { createLog } from '../platform/log.ts'
import { createMerchant, newApiKey, newWebhookSecret } from './merchant.ts'
import { planTry, runWebhookJobs } from './webhook.jobs.ts'
import { insertDelivery } from './webhook.sql.ts'

const log = createLog('silent')
const clock = { now: () => new Date() }
const ids = createIds(clock)
/** Far below the longest call, far above what a delivery takes. */
const soonMs = 5_000

let database: TestDatabase
let workers: Worker[]
let noted = 0
/** Hanging requests, and the events that a shop took. */
let hanging = 0
let most = 0
const taken: string[] = []
const shops = createServer((request, response) => {
  if (request.url === '/well') {
    taken.push(String(request.headers['webhook-id']))
    response.end()
    return
  }
  hanging += 1
  most = Math.max(most, hanging)
  request.on('close', () => {
    hanging -= 1
  })
})

before(async () => {
  database = await createTestDatabase()
  await new Promise<void>((resolve) => shops.listen(0, '127.0.0.1', resolve))
  const deps = { sql: database.sql, clock, ids, log, allowPrivate: true }
  const note = async () => {
    noted += 1
  }
  workers = [await runWebhookJobs(database.url, deps), await runJobs(database.url, { note }, log)]
})
after(async () => {
  shops.closeAllConnections()
  shops.close()
  await Promise.all(workers.map((worker) => worker.stop()))
  await database.drop()
})

async function openShop(path: string): Promise<string> {
  const url = `http://127.0.0.1:${(shops.address() as AddressInfo).port}${path}`
  const webhook = { url, secret: newWebhookSecret(randomBytes) }
  const shop = { name: path, city: 'Bandung', category: '5812', apiKey: newApiKey(randomBytes), webhook }
  return (await database.sql.begin((tx) => createMerchant(tx, clock, ids, shop))).id
}

async function send(merchantId: string): Promise<string> {
  const delivery = { merchantId, id: ids(), topic: 'checkout.paid', body: '{}', createdAt: clock.now() }
  await database.sql.begin(async (tx) => {
    await insertDelivery(tx, { ...delivery, state: 'waiting' })
    await planTry(tx, { ...delivery, tries: 0 }, delivery.createdAt)
  })
  return delivery.id
}

async function until(condition: () => boolean) {
  const deadline = Date.now() + soonMs
  while (!condition()) {
    assert.ok(Date.now() < deadline, 'waited too long')
    await sleep(15)
  }
}

it('a merchant whose server hangs keeps neither other merchants nor other work waiting', async () => {
  const [tired, well] = [await openShop('/tired'), await openShop('/well')]
  for (let sent = 0; sent < 100; sent += 1) await send(tired)
  await until(() => hanging > 0)
  const told = await Promise.all(Array.from({ length: 20 }, () => send(well)))
  await addJob(database.sql, { name: 'note', payload: {} })
  await until(() => told.every((id) => taken.includes(id)))
  await until(() => noted === 1)
  assert.ok(most <= 8, `${most} calls at once hung at one merchant`)
  const [left] = await database.sql`
    select count(*)::int as waiting from webhook_delivery where merchant_id = ${tired} and state = 'waiting'`
  assert.equal(left!.waiting, 100, 'nothing of it was given up')
})
