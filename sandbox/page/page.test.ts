import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import jsqr from 'jsqr'
import { createTransport } from 'nodemailer'
import sharp from 'sharp'
import { faultNames } from '../bank/bank.ts'
import { readSandboxConfig } from '../config.ts'
import { openDatabase } from '../database.ts'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { type Pdu, smpp } from '../sms/smpp.ts'
import { chooseSpeech } from './speech.ts'

const SECRET = `whsec_${Buffer.from('a webhook secret').toString('base64')}`
const STATIC_QR = '00020101021126610014COM.GO-JEK.WWW01189360091430000000010210G0000000015204581253033605802ID6304ABCD'

const dir = mkdtempSync(path.join(tmpdir(), 'dompet-sandbox-'))
const wallet = await startWallet()
let sandbox: Sandbox
let base: string

before(async () => {
  sandbox = await startSandbox(
    readSandboxConfig({
      DOMPET_SANDBOX_DIR: dir,
      SANDBOX_HTTP_PORT: '0',
      SANDBOX_SMPP_PORT: '0',
      SANDBOX_SMTP_PORT: '0',
      WALLET_URL: wallet.url,
      SHOP_MERCHANT_KEY: 'merchant-key',
      SHOP_WEBHOOK_SECRET: SECRET,
    }),
  )
  base = `http://127.0.0.1:${sandbox.ports.http}`
})
after(async () => {
  await sandbox.stop()
  await wallet.stop()
  rmSync(dir, { recursive: true, force: true })
})

/** A counterparty that speaks the wallet's merchant API as the contract has it. */
async function startWallet() {
  const checkouts = new Map<string, Record<string, unknown> & { state: string }>()
  const seen: { key: string | undefined; bearer: string | undefined; body: Record<string, unknown> }[] = []
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray()
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    if (request.url === '/api/merchant/me')
      return answer(200, { name: 'Toko Sari', city: 'Bandung', staticQr: STATIC_QR })
    if (request.method === 'GET') return answer(200, checkouts.get(request.url?.split('/').at(-1) ?? ''))
    const key = request.headers['idempotency-key'] as string | undefined
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>
    seen.push({ key, bearer: request.headers.authorization, body })
    if (body.amount === '13') return answer(409, { code: 'merchant_closed' })
    const known = [...checkouts.values()].find((checkout) => checkout.reference === body.reference)
    if (known) return answer(201, known)
    const id = randomUUID()
    const checkout = { ...body, id, state: 'open', url: `${wallet.url}/pay/${id}`, qr: `QR-${id}` }
    checkouts.set(id, checkout)
    return answer(201, checkout)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, checkouts, seen, stop: () => new Promise((resolve) => server.close(resolve)) }
}

async function get(route: string, headers: Record<string, string> = {}) {
  const answer = await fetch(base + route, { headers, redirect: 'manual' })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

function submit(route: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return fetch(base + route, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers })
}

async function json(method: string, route: string, body?: unknown) {
  const init = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(base + route, { method, ...init })
  return { status: answer.status, body: (await answer.json()) as Record<string, never> }
}

async function sendSms(to: string, text: string): Promise<void> {
  const session = smpp.connect({ host: '127.0.0.1', port: sandbox.ports.smpp })
  await once(session, 'connect')
  await new Promise((resolve) => session.bind_transceiver({ system_id: 'dompet', password: 'sandbox' }, resolve))
  const answered = await new Promise<Pdu>((resolve) =>
    session.submit_sm({ source_addr: 'DOMPET', destination_addr: to, short_message: text }, resolve),
  )
  assert.equal(answered.command_status, 0)
  session.destroy()
}

test('messages and mail are found by number and address, with their code, and are escaped on the page', async () => {
  await sendSms('6281234567890', 'Your code is 482913 <script>alert(1)</script>')
  const { body } = await json('GET', '/sandbox/api/sms?to=+6281234567890')
  assert.partialDeepStrictEqual(body, { messages: [{ to: '+6281234567890', from: 'DOMPET', code: '482913' }] })
  assert.deepEqual((await json('GET', '/sandbox/api/sms?to=%2B62811')).body, { messages: [] })
  const { text } = await get('/sandbox/sms?to=0812-3456-7890')
  assert.match(text, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/)
  assert.doesNotMatch(text, /<script>/)
  assert.match(text, /data-copy="482913"/)

  const transport = createTransport({ host: '127.0.0.1', port: sandbox.ports.smtp })
  await transport.sendMail({
    from: 'halo@dompet.example',
    to: 'sari@example.com',
    subject: 'Kode',
    text: 'Kode 735102.',
  })
  const mails = await json('GET', '/sandbox/api/mail?to=Sari@example.com')
  assert.partialDeepStrictEqual(mails.body, { mails: [{ subject: 'Kode', code: '735102', to: ['sari@example.com'] }] })
  assert.match((await get('/sandbox/mail')).text, /735102/)
})

test('pages speak the reader’s language, and a language chosen by hand stays in the links', async () => {
  assert.match(
    (await get('/sandbox', { 'accept-language': 'id-ID,id;q=0.9' })).text,
    /<html lang="id-ID">[\s\S]*Ringkasan/,
  )
  assert.match((await get('/sandbox', { 'accept-language': 'fr, zh;q=0.5, en;q=0.4' })).text, /<html lang="zh-Hans">/)
  const chosen = await get('/sandbox?lang=zh', { 'accept-language': 'en' })
  assert.match(chosen.text, /href="\/sandbox\/bank\?lang=zh"/)
  assert.equal(chooseSpeech('id', undefined).rupiah(12_500_00n), 'Rp12.500')
  assert.equal(chooseSpeech('en', undefined).rupiah(12_500_05n), 'Rp12,500.05')
})

test('pages allow no foreign script, and refuse what another site presses', async () => {
  const { headers } = await get('/sandbox')
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'; script-src 'self'; style-src 'self'/)
  const foreign = await submit('/sandbox/sms/faults', { throttled: 'on' }, { 'sec-fetch-site': 'cross-site' })
  assert.equal(foreign.status, 403)
  assert.deepEqual((await json('GET', '/sandbox/api/sms/faults')).body, { throttled: false })
})

test('every page answers, in each language, and a wrong address says so', async () => {
  for (const lang of ['en', 'id', 'zh'])
    for (const route of ['', '/', '/sms', '/mail', '/bank', '/shop', '/shop/qr']) {
      const { status, text } = await get(`/sandbox${route}?lang=${lang}`)
      assert.equal(status, 200, route)
      assert.doesNotMatch(text, /undefined|\[object|\{\w+\}/, route)
    }
  assert.equal((await get('/sandbox/nowhere')).status, 404)
  assert.equal((await get('/sandbox/shop/orders/TS000000000000')).status, 404)
})

test('malformed calls are answered with 400 and change nothing', async () => {
  for (const [method, route, body] of [
    ['GET', '/sandbox/api/sms?limit=0', undefined],
    ['PUT', '/sandbox/api/sms/faults', { throttled: 'yes' }],
    ['PUT', '/sandbox/api/bank/faults', { unreachable: 1 }],
    ['PUT', '/sandbox/api/bank/faults', { meteor: true }],
    ['POST', '/sandbox/api/bank/transfers', { virtualAccountNo: 5 }],
    ['POST', '/sandbox/api/bank/transfers', null],
  ] as const)
    assert.equal((await json(method, route, body)).status, 400, `${method} ${route} ${JSON.stringify(body)}`)
  const unknown = await json('POST', '/sandbox/api/bank/transfers', { virtualAccountNo: '88', amount: '5000' })
  assert.deepEqual(unknown, { status: 422, body: { code: 'virtual_account_unknown' } })
  assert.equal((await json('GET', '/sandbox/api/bank/transfers/x')).status, 404)
  const off = Object.fromEntries(faultNames.map((name) => [name, false]))
  assert.deepEqual((await json('GET', '/sandbox/api/bank/faults')).body, off)
})

test('faults are switched on the page and by call, and the page tells of a refused transfer', async () => {
  assert.equal(
    (await submit('/sandbox/bank/faults', { notifyLate: 'on' })).headers.get('location'),
    '/sandbox/bank?saved=yes',
  )
  assert.partialDeepStrictEqual((await json('GET', '/sandbox/api/bank/faults')).body, { notifyLate: true, slow: false })
  const { body } = await json('PUT', '/sandbox/api/bank/faults', { notifyLate: false })
  assert.partialDeepStrictEqual(body, { notifyLate: false })
  const refused = await submit('/sandbox/bank/transfers?lang=id', { virtualAccountNo: '1"><b>', amount: '5000' })
  const location = refused.headers.get('location') ?? ''
  assert.match(location, /refused=account_unknown|refused=virtual_account_unknown/)
  const { text } = await get(location)
  assert.match(text, /Tidak terkirim/)
  assert.doesNotMatch(text, /"><b>/)
})

test('an order is paid through a checkout: asked once, shown as paid once the wallet says so', async () => {
  const orderId = /name="orderId" value="(TS\d{12})"/.exec((await get('/sandbox/shop')).text)?.[1] ?? ''
  const order = { orderId, goodId: 'coffee', quantity: '2' }
  const origin = { origin: 'http://localhost:3000' }
  const placed = await submit('/sandbox/shop/orders', order, origin)
  const again = await submit('/sandbox/shop/orders', order, origin)
  const [checkout] = [...wallet.checkouts.values()].filter(({ reference }) => reference === orderId)
  assert.ok(checkout)
  assert.equal(placed.status, 303)
  assert.equal(placed.headers.get('location'), `http://localhost:3000/pay/${checkout.id}`)
  assert.equal(again.headers.get('location'), placed.headers.get('location'))
  const asked = wallet.seen.filter(({ body }) => body.reference === orderId)
  assert.equal(asked.length, 1)
  assert.deepEqual(asked[0], {
    key: `toko-sari-${orderId}`,
    bearer: 'Bearer merchant-key',
    body: {
      reference: orderId,
      amount: '136000',
      description: 'Kopi Gayo, 250 g',
      returnUrl: `http://localhost:3000/sandbox/shop/orders/${orderId}`,
    },
  })
  assert.match((await get(`/sandbox/shop/orders/${orderId}`)).text, /data-state="open"/)
  checkout.state = 'paid'
  assert.match((await get(`/sandbox/shop/orders/${orderId}`)).text, /data-state="paid"/)
})

test('a webhook makes the shop ask; one without a sound signature is refused', async () => {
  const orderId = 'TS111111111111'
  await submit('/sandbox/shop/qr', { orderId, amount: '25.000' })
  const checkout = [...wallet.checkouts.values()].find(({ reference }) => reference === orderId)
  assert.ok(checkout)
  assert.equal(checkout.amount, '25000')
  checkout.state = 'paid'
  const deliver = (key: string, timestamp = String(Math.floor(Date.now() / 1000))) => {
    const body = `{ "type": "checkout.paid", "data": { "checkoutId": "${checkout.id}" } }`
    const signature = createHmac('sha256', key).update(`msg_1.${timestamp}.${body}`).digest('base64')
    const headers = {
      'content-type': 'application/json',
      'webhook-id': 'msg_1',
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,AAAA v1,${signature}`,
    }
    return fetch(`${base}/sandbox/shop/webhook`, { method: 'POST', headers, body })
  }
  const stored = () => {
    const database = openDatabase(dir, 'shop', '')
    const row = database.prepare('select state from orders where id = ?').get(orderId)
    database.close()
    return row?.state
  }
  assert.equal((await deliver('another secret')).status, 401)
  assert.equal((await deliver('a webhook secret', '1000000000')).status, 401)
  assert.equal(stored(), 'open')
  assert.equal((await deliver('a webhook secret')).status, 204)
  assert.equal(stored(), 'paid')
})

test('a payment at the shop’s own code appears at its till, once; a forged one does not', async () => {
  const deliver = (key: string, paymentId: string) => {
    const timestamp = String(Math.floor(Date.now() / 1000))
    const data = { paymentId, merchantId: randomUUID(), amount: { amount: '27500.00', currency: 'IDR' } }
    const body = JSON.stringify({ type: 'payment.paid', timestamp: '2026-03-01T02:00:00.000Z', data })
    const signature = createHmac('sha256', key).update(`msg_2.${timestamp}.${body}`).digest('base64')
    const headers = {
      'content-type': 'application/json',
      'webhook-id': 'msg_2',
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    }
    return fetch(`${base}/sandbox/shop/webhook`, { method: 'POST', headers, body })
  }
  const shown = async () => (await get('/sandbox/shop/qr?lang=en')).text.match(/27[.,]500/g)?.length ?? 0
  assert.equal((await deliver('another secret', randomUUID())).status, 401)
  assert.equal(await shown(), 0)
  const paymentId = randomUUID()
  for (let times = 0; times < 2; times += 1) assert.equal((await deliver('a webhook secret', paymentId)).status, 204)
  assert.equal(await shown(), 1)
})

test('an order that the wallet refuses says why, and may be asked again', async () => {
  const orderId = 'TS222222222222'
  await submit('/sandbox/shop/qr', { orderId, amount: '13' })
  const { text } = await get(`/sandbox/shop/orders/${orderId}?lang=en`)
  assert.match(text, /data-state="refused"[\s\S]*merchant_closed[\s\S]*Nothing was taken/)
  assert.match(text, new RegExp(`action="/sandbox/shop/orders/${orderId}/ask`))
  const wrong = await submit('/sandbox/shop/qr?lang=en', { orderId: 'TS333333333333', amount: '-5' })
  assert.match(await wrong.text(), /whole number of rupiah/)
})

test('the QR pictures read back as their codes', async () => {
  const read = async (route: string) => {
    const answer = await fetch(base + route)
    assert.equal(answer.headers.get('content-type'), 'image/png')
    const { data, info } = await sharp(Buffer.from(await answer.arrayBuffer()))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    return jsqr.default(new Uint8ClampedArray(data), info.width, info.height)?.data
  }
  assert.equal(await read('/sandbox/shop/qr.png'), STATIC_QR)
  await submit('/sandbox/shop/qr', { orderId: 'TS444444444444', amount: '7000' })
  const checkout = [...wallet.checkouts.values()].find(({ reference }) => reference === 'TS444444444444')
  assert.equal(await read('/sandbox/shop/orders/TS444444444444/qr.png'), checkout?.qr)
})

test('the process says where it listens, keeps what arrived through kill -9, and stops in order', async () => {
  const own = path.join(dir, 'process')
  const start = async () => {
    const env = {
      PATH: process.env.PATH,
      DOMPET_SANDBOX_DIR: own,
      SANDBOX_HTTP_PORT: '0',
      SANDBOX_SMPP_PORT: '0',
      SANDBOX_SMTP_PORT: '0',
      WALLET_URL: wallet.url,
    }
    const child = spawn(process.execPath, [path.join(import.meta.dirname, '../main.ts')], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const ports = JSON.parse(/^sandbox ready (\{.*\})$/.exec(line)?.[1] ?? '') as Sandbox['ports']
    return { child, ports, exit: once(child, 'exit') }
  }
  const first = await start()
  const transport = createTransport({ host: '127.0.0.1', port: first.ports.smtp })
  await transport.sendMail({ from: 'a@b.example', to: 'c@d.example', subject: 'kept', text: 'x' })
  first.child.kill('SIGKILL')
  await first.exit

  const second = await start()
  const answer = await fetch(`http://127.0.0.1:${second.ports.http}/sandbox/api/mail?to=c@d.example`)
  assert.partialDeepStrictEqual(await answer.json(), { mails: [{ subject: 'kept' }] })
  second.child.kill('SIGTERM')
  assert.deepEqual(await second.exit, [0, null])
})

test('a faulty environment is named, each variable, without its value', () => {
  const faulty = { SMPP_PASSWORD: 'much-too-long-secret', WALLET_URL: 'ftp://x', SANDBOX_HTTP_PORT: 'many' }
  assert.throws(
    () => readSandboxConfig(faulty),
    (error: Error) =>
      /SMPP_PASSWORD/.test(error.message) &&
      /WALLET_URL/.test(error.message) &&
      /SANDBOX_HTTP_PORT/.test(error.message) &&
      !error.message.includes('much-too-long'),
  )
})
