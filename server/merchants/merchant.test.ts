import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Checkout } from '../../contract/merchants.ts'
import { resendsMaximum } from '../../contract/webhooks.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createHttp, type Http } from '../platform/http.ts'
import { createIds } from '../platform/ids.ts'
import { runJobs, type Worker } from '../platform/jobs.ts'
import { createLog } from '../platform/log.ts'
import { toMoney } from '../platform/money.ts'
import { emit, readOutbox } from '../platform/outbox.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { registerMerchantRoutes } from './merchant.routes.ts'
import { authenticateMerchant, createMerchant, type Merchant, newApiKey, newWebhookSecret } from './merchant.ts'
import { decodeQris } from './qris.ts'
import { callWebhook } from './webhook.call.ts'
import { merchantTopics, resumeWebhooks, webhookJobs, webhookReader } from './webhook.jobs.ts'
import { decideNextTry, deliveryLifeMs, judgeAddress, moveDelivery, switchOffAfterMs } from './webhook.ts'

const log = createLog('silent')
const apiKey = newApiKey(randomBytes)
const otherKey = newApiKey(randomBytes)
const secret = newWebhookSecret(randomBytes)
/** The clock of these tests: real time, moved ahead by hand. */
let aheadMs = 0
const clock = { now: () => new Date(Date.now() + aheadMs) }
const ids = createIds(clock)

let database: TestDatabase
let http: Http
let address: string
let shop: Merchant
let receiver: Receiver

before(async () => {
  database = await createTestDatabase()
  receiver = await startReceiver()
  const { sql } = database
  const place = { city: 'Bandung', category: '5812' }
  shop = await sql.begin((tx) =>
    createMerchant(tx, clock, ids, {
      ...place,
      name: 'Warung Bu Sari',
      apiKey,
      webhook: { url: receiver.url, secret },
    }),
  )
  await sql.begin((tx) =>
    createMerchant(tx, clock, ids, { ...place, name: 'Toko Lain', apiKey: otherKey, webhook: null }),
  )
  const signedOut = async () => refuse('signin_required', {})
  http = await createHttp({
    log,
    ids,
    authenticators: {
      customer: signedOut,
      guest: signedOut,
      staff: signedOut,
      merchant: authenticateMerchant({ sql }),
    },
    rateLimitPerMinute: 10_000,
    mounts: [],
  })
  registerMerchantRoutes(http, { sql, clock, ids, random: randomBytes, publicUrl: 'https://dompet.example' })
  address = await http.server.listen({ host: '127.0.0.1', port: 0 })
})
beforeEach(() => {
  aheadMs = 0
})
after(async () => {
  await http.server.close()
  receiver.server.close()
  await database.drop()
})

type Answer<T> = { status: number; body: T & { code?: string; figures?: unknown } }

async function call<T = Checkout>(
  method: string,
  path: string,
  body?: object,
  key = apiKey,
  headers = {},
): Promise<Answer<T>> {
  const answer = await fetch(`${address}/api/merchant${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: answer.status, body: (await answer.json()) as Answer<T>['body'] }
}

const order = { reference: 'order-17', amount: '39000', returnUrl: 'https://shop.example/thanks' }
const create = (body: object = order, idempotencyKey: string = ids(), key = apiKey) =>
  call('POST', '/checkouts', body, key, { 'idempotency-key': idempotencyKey })

/** What a payment does to the checkout; payments themselves are tested where they live. */
async function markPaid(checkoutId: string): Promise<string> {
  const paymentId = ids()
  await database.sql.begin(async (tx) => {
    await tx`update checkout set state = 'paid', closed_at = ${clock.now()}, payment_id = ${paymentId} where id = ${checkoutId}`
    const payload = { checkoutId, paymentId, merchantId: shop.id }
    await emit(tx, { id: ids(), topic: 'checkout.paid', subjectId: shop.accountId, payload, at: clock.now() })
  })
  return paymentId
}

describe('merchant', () => {
  it('keeps only the digest of its key, and opens nothing with a wrong one', async () => {
    const [row] = await database.sql`select m::text as text from merchant m where id = ${shop.id}`
    assert.ok(!row!.text.includes(apiKey) && !row!.text.includes(apiKey.slice(3)))
    for (const key of ['', 'dk_wrong', apiKey.slice(0, -1), 'x'.repeat(3000)])
      assert.equal((await call('GET', '/me', undefined, key)).status, 401, key)
  })

  it('shows its shop with a static code that leads back to it', async () => {
    const { status, body } = await call<{ staticQr: string; name: string }>('GET', '/me')
    assert.equal(status, 200)
    assert.equal(body.name, shop.name)
    const code = decodeQris(body.staticQr)
    assert.ok(!isRefusal(code))
    assert.equal(code.initiation, 'static')
    assert.equal(code.nmid, shop.nmid)
    assert.equal(code.amount, null)
    assert.match(shop.nmid, /^ID\d{13}$/)
  })
})

describe('checkout', () => {
  it('answers a link and a dynamic code with amount and reference', async () => {
    const { status, body } = await create()
    assert.equal(status, 201)
    assert.equal(body.url, `https://dompet.example/pay/${body.id}`)
    assert.equal(body.state, 'open')
    assert.deepEqual(body.amount, { amount: '39000.00', currency: 'IDR' })
    const code = decodeQris(body.qr)
    assert.ok(!isRefusal(code))
    assert.equal(code.initiation, 'dynamic')
    assert.equal(code.amount, '39000.00')
    const [row] = await database.sql`select qr_reference from checkout where id = ${body.id}`
    assert.equal(code.reference, row!.qr_reference)
    assert.deepEqual((await call('GET', `/checkouts/${body.id}`)).body, body)
  })

  it('gives one checkout for one key, twenty at once, and refuses the key for another body', async () => {
    const key = ids()
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(order, key)))
    for (const answer of answers) assert.deepEqual(answer, answers[0])
    assert.equal(answers[0]!.status, 201)
    const other = await create({ ...order, amount: '39001' }, key)
    assert.equal(other.status, 422)
    assert.equal(other.body.code, 'idempotency_key_reused')
    assert.equal((await create(order, key, otherKey)).status, 201)
    const missing = await call('POST', '/checkouts', order)
    assert.equal(missing.body.code, 'idempotency_key_missing')
  })

  it('expires by time alone, and then can be neither cancelled nor taken for open', async () => {
    const { body } = await create({ ...order, expiresInSeconds: 60 })
    aheadMs = 60_000
    assert.equal((await call('GET', `/checkouts/${body.id}`)).body.state, 'expired')
    const refused = await call('POST', `/checkouts/${body.id}/cancel`, {})
    assert.equal(refused.status, 409)
    assert.deepEqual(refused.body.figures, { state: 'expired' })
  })

  it('is cancelled once, and a paid one stays paid', async () => {
    const { body } = await create()
    const answers = await Promise.all([1, 2, 3].map(() => call('POST', `/checkouts/${body.id}/cancel`, {})))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409])
    assert.equal((await call('GET', `/checkouts/${body.id}`)).body.state, 'cancelled')
    const paid = (await create()).body
    const paymentId = await markPaid(paid.id)
    assert.deepEqual((await call('POST', `/checkouts/${paid.id}/cancel`, {})).body.figures, { state: 'paid' })
    const shown = (await call('GET', `/checkouts/${paid.id}`)).body
    assert.equal(shown.state, 'paid')
    assert.equal(shown.paymentId, paymentId)
    assert.ok(shown.paidAt)
  })

  it("does not show another merchant's, and refuses amounts that cannot be paid and closed shops", async () => {
    const { body } = await create()
    assert.equal((await call('GET', `/checkouts/${body.id}`, undefined, otherKey)).status, 404)
    assert.equal((await call('POST', `/checkouts/${body.id}/cancel`, {}, otherKey)).status, 404)
    for (const amount of ['0', '0.99', '10000000.01', '1000.50'])
      assert.equal((await create({ ...order, amount })).body.code, 'amount_not_payable', amount)
    assert.equal((await create({ ...order, returnUrl: 'javascript:alert(1)' })).body.code, 'request_malformed')
    await database.sql`update merchant set state = 'closed' where id = ${shop.id}`
    const closed = await create()
    await database.sql`update merchant set state = 'open' where id = ${shop.id}`
    assert.equal(closed.body.code, 'merchant_closed')
    assert.deepEqual(closed.body.figures, { shop: shop.name })
  })
})

describe('webhook', () => {
  let runner: Worker
  before(async () => {
    runner = await runJobs(database.url, webhookJobs({ sql: database.sql, clock, ids, log, allowPrivate: true }), log)
  })
  after(() => runner.stop())

  const dispatch = () =>
    readOutbox(database.sql, { name: 'merchants.webhooks', topics: merchantTopics }, webhookReader({ clock }))
  const deliveryOf = async (checkoutId: string) => {
    const [row] = await database.sql`select * from webhook_delivery where body like ${`%${checkoutId}%`}`
    return row
  }
  async function until(condition: () => Promise<boolean> | boolean) {
    const deadline = Date.now() + 8_000
    while (!(await condition())) {
      assert.ok(Date.now() < deadline, 'waited too long')
      await sleep(15)
    }
  }

  it('tells the merchant once that a checkout was paid, signed', async () => {
    await dispatch()
    const { body: checkout } = await create({ ...order, reference: 'order-18' })
    const paymentId = await markPaid(checkout.id)
    await dispatch()
    await until(async () => (await deliveryOf(checkout.id))?.state === 'delivered')
    const heard = receiver.heard.filter(({ body }) => body.includes(checkout.id))
    assert.equal(heard.length, 1)
    const [{ headers, body }] = heard as [Heard]
    const id = String(headers['webhook-id'])
    const signed = `${id}.${headers['webhook-timestamp']}.${body}`
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    const signature = createHmac('sha256', key).update(signed).digest('base64')
    assert.equal(headers['webhook-signature'], `v1,${signature}`)
    const { type, data } = JSON.parse(body)
    assert.equal(type, 'checkout.paid')
    assert.deepEqual(data, {
      checkoutId: checkout.id,
      paymentId,
      merchantId: shop.id,
      reference: 'order-18',
      amount: { amount: '39000.00', currency: 'IDR' },
    })
  })

  it('tells a shop of a payment at its own code, and nobody of a payment to a person', async () => {
    const paid = { paymentId: ids(), merchantId: shop.id, checkoutId: null, amount: toMoney(25_000_00n, 'IDR') }
    const toPerson = { ...paid, paymentId: ids(), merchantId: null, payeeId: ids() }
    const at = clock.now()
    await database.sql.begin(async (tx) => {
      for (const payload of [paid, toPerson])
        await emit(tx, { id: ids(), topic: 'payment.paid', subjectId: ids(), payload, at })
    })
    await dispatch()
    const heard = (paymentId: string) => receiver.heard.filter(({ body }) => body.includes(paymentId))
    await until(() => heard(paid.paymentId).length > 0)
    const { paymentId, merchantId, amount } = paid
    assert.deepEqual(JSON.parse(heard(paymentId)[0]!.body), {
      type: 'payment.paid',
      timestamp: at.toISOString(),
      data: { paymentId, merchantId, amount },
    })
    const rows = await database.sql`select body from webhook_delivery where topic = 'payment.paid'`
    assert.equal(rows.length, 1)
    assert.deepEqual(heard(toPerson.paymentId), [])
  })

  it('tries again after a failure under the same id, and keeps each attempt', async () => {
    receiver.answers = [500, 302, 204]
    const { body: checkout } = await create()
    await markPaid(checkout.id)
    await dispatch()
    const heard = () => receiver.heard.filter(({ body }) => body.includes(checkout.id))
    for (const tries of [1, 2]) {
      await until(async () => (await deliveryOf(checkout.id))?.tries === tries)
      // The pause is over: what the job table does by itself when the time comes.
      await database.owner`update graphile_worker._private_jobs set run_at = now()`
      await database.owner`select graphile_worker.add_job('wake', job_key => 'wake')`
    }
    await until(async () => (await deliveryOf(checkout.id))?.state === 'delivered')
    assert.equal(new Set(heard().map(({ headers }) => headers['webhook-id'])).size, 1)
    const attempts = await database.sql`
      select number, http_status, failure, ended_at is not null as ended from webhook_attempt
      where delivery_id = ${(await deliveryOf(checkout.id))!.id} order by number`
    assert.deepEqual(
      attempts.map(({ number, http_status, failure, ended }) => ({ number, http_status, failure, ended })),
      [
        { number: 1, http_status: 500, failure: null, ended: true },
        { number: 2, http_status: 302, failure: null, ended: true },
        { number: 3, http_status: 204, failure: null, ended: true },
      ],
    )
    assert.equal(receiver.redirected, 0)
  })

  it('takes up a try whose worker was killed', async () => {
    const { body: checkout } = await create()
    await markPaid(checkout.id)
    await runner.stop()
    await dispatch()
    // Nobody works on it, although somebody seems to.
    await database.owner`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'killed' where key is not null`
    runner = await runJobs(database.url, webhookJobs({ sql: database.sql, clock, ids, log, allowPrivate: true }), log)
    aheadMs = 61_000
    await resumeWebhooks(database.sql, clock)
    aheadMs = 0
    await database.owner`update graphile_worker._private_jobs set run_at = now() where locked_at is null`
    await database.owner`select graphile_worker.add_job('wake', job_key => 'wake')`
    await until(async () => (await deliveryOf(checkout.id))?.state === 'delivered')
  })

  it('waits longer each time, ends after three days, and knows when nobody is there', () => {
    const createdAt = new Date('2026-03-01T00:00:00Z')
    const failure = { httpStatus: 503, failure: null }
    let now = createdAt
    let tries = 0
    let last = 0
    for (;;) {
      tries += 1
      const next = decideNextTry(failure, tries, createdAt, now)
      moveDelivery('waiting', next.state)
      if (!next.nextTryAt) break
      const waitMs = next.nextTryAt.getTime() - now.getTime()
      assert.ok(waitMs >= last || next.nextTryAt.getTime() === createdAt.getTime() + deliveryLifeMs)
      last = waitMs
      now = next.nextTryAt
    }
    assert.equal(now.getTime() - createdAt.getTime(), deliveryLifeMs)
    assert.ok(tries >= 8 && tries <= 20)
    assert.equal(decideNextTry({ httpStatus: 410, failure: null }, 1, createdAt, createdAt).state, 'given_up')
    assert.throws(() => moveDelivery('delivered', 'given_up'))
  })

  const ask = (method: string, path: string, key = apiKey) =>
    // biome-ignore lint/suspicious/noExplicitAny: answers of several routes, asserted field by field
    call<any>(method, `/webhook${path}`, method === 'POST' ? {} : undefined, key)

  it('an address that says gone is switched off; what comes meanwhile waits, and goes out when the merchant resumes', async () => {
    assert.equal((await ask('POST', '/resume')).body.code, 'action_not_possible')
    receiver.answers = [410]
    const { body: first } = await create()
    await markPaid(first.id)
    await dispatch()
    await until(async () => (await deliveryOf(first.id))?.state === 'given_up')
    const { body: second } = await create()
    await markPaid(second.id)
    await dispatch()
    assert.equal((await deliveryOf(second.id))!.state, 'paused')
    const { body: standing } = await ask('GET', '')
    assert.deepEqual(
      [standing.state, standing.offReason, standing.paused, standing.url],
      ['off', 'gone', 1, receiver.url],
    )
    const id = (await deliveryOf(first.id))!.id
    assert.deepEqual((await ask('POST', `/deliveries/${id}/resend`)).body.figures, { reason: 'webhook_off' })
    assert.equal((await ask('POST', '/resume', otherKey)).body.code, 'action_not_possible')

    assert.deepEqual((await ask('POST', '/resume')).body, { resumed: 1 })
    await until(async () => (await deliveryOf(second.id))?.state === 'delivered')
    assert.equal((await ask('GET', '')).body.state, 'on')
    const deeds =
      await database.sql`select action, actor_kind from operation_event where subject_id = ${shop.id} order by id`
    assert.deepEqual(
      deeds.map(({ action, actor_kind }) => `${action} ${actor_kind}`),
      ['webhook.switched_off system', 'webhook.resumed merchant'],
    )
  })

  it('sends one delivery again under its id, for its own merchant and so often', async () => {
    const { body: checkout } = await create()
    await markPaid(checkout.id)
    await dispatch()
    await until(async () => (await deliveryOf(checkout.id))?.state === 'delivered')
    const { id } = (await deliveryOf(checkout.id))!
    assert.equal((await ask('POST', `/deliveries/${id}/resend`, otherKey)).status, 404)
    assert.equal((await ask('GET', `/deliveries/${id}`, otherKey)).status, 404)
    assert.equal((await ask('POST', `/deliveries/${id}/resend`)).body.state, 'waiting')
    await until(async () => (await deliveryOf(checkout.id))?.state === 'delivered')
    const heard = receiver.heard.filter(({ body }) => body.includes(checkout.id))
    assert.deepEqual([...new Set(heard.map(({ headers }) => headers['webhook-id']))], [id])
    assert.equal(heard.length, 2)
    const { body: read } = await ask('GET', `/deliveries/${id}`)
    assert.deepEqual(
      read.attempts.map(({ number, httpStatus }: { number: number; httpStatus: number }) => [number, httpStatus]),
      [
        [1, 200],
        [2, 200],
      ],
    )
    assert.equal((await ask('GET', '/deliveries?limit=1')).body.deliveries[0].id, id)
    await database.sql`update webhook_delivery set resends = ${resendsMaximum} where id = ${id}`
    assert.deepEqual((await ask('POST', `/deliveries/${id}/resend`)).body.figures, { reason: 'too_often' })
  })

  it('five days without one success switch an address off, and one success clears it', () => {
    const began = new Date('2026-03-01T00:00:00Z')
    const later = (ms: number) => new Date(began.getTime() + ms)
    const failed = { httpStatus: null, failure: 'timeout' }
    assert.deepEqual(judgeAddress(failed, null, began), { failingSince: began, off: null })
    assert.equal(judgeAddress(failed, began, later(switchOffAfterMs - 1)).off, null)
    assert.equal(judgeAddress(failed, began, later(switchOffAfterMs)).off, 'failing')
    assert.deepEqual(judgeAddress({ httpStatus: 204, failure: null }, began, later(switchOffAfterMs)), {
      failingSince: null,
      off: null,
    })
  })

  it('calls no private address, by number or by name, and gives up on silence', async () => {
    const port = new URL(receiver.url).port
    const heard = receiver.heard.length
    const hosts = [
      '127.0.0.1',
      '2130706433',
      '0x7f.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      'localhost',
      '10.1.2.3',
      '169.254.169.254',
    ]
    for (const host of hosts) {
      const call = { url: `http://${host}:${port}/`, headers: {}, body: '{}' }
      const result = await callWebhook(call, { allowPrivate: false, timeoutMs: 1_000 })
      assert.deepEqual(result, { httpStatus: null, failure: 'address_private' }, host)
    }
    assert.equal(receiver.heard.length, heard)
    const silent = { url: `${receiver.url}silent`, headers: {}, body: '{}' }
    assert.deepEqual(await callWebhook(silent, { allowPrivate: true, timeoutMs: 50 }), {
      httpStatus: null,
      failure: 'timeout',
    })
    const endless = { url: `${receiver.url}endless`, headers: {}, body: '{}' }
    assert.equal((await callWebhook(endless, { allowPrivate: true, timeoutMs: 2_000 })).httpStatus, 200)
    await until(() => receiver.endlessEnded)
    const nobody = { url: 'http://127.0.0.1:9/', headers: {}, body: '{}' }
    assert.equal((await callWebhook(nobody, { allowPrivate: true })).failure, 'connection_refused')
  })
})

type Heard = { headers: IncomingHttpHeaders; body: string }
type Receiver = {
  server: Server
  url: string
  heard: Heard[]
  answers: number[]
  redirected: number
  endlessEnded: boolean
}

/** A merchant's endpoint: answers with the given statuses in turn, then 200. */
async function startReceiver(): Promise<Receiver> {
  const receiver = { heard: [], answers: [], redirected: 0, endlessEnded: false } as unknown as Receiver
  receiver.server = createServer(async (request, response) => {
    if (request.url === '/silent') return
    if (request.url === '/redirected') receiver.redirected += 1
    if (request.url === '/endless') {
      const flow = setInterval(() => response.write('x'.repeat(16_384)), 1)
      response.on('close', () => {
        clearInterval(flow)
        receiver.endlessEnded = true
      })
      return
    }
    let body = ''
    for await (const chunk of request) body += chunk
    receiver.heard.push({ headers: request.headers, body })
    response.writeHead(receiver.answers.shift() ?? 200, { location: '/redirected' }).end()
  })
  await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve))
  receiver.url = `http://127.0.0.1:${(receiver.server.address() as AddressInfo).port}/`
  return receiver
}
