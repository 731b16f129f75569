import assert from 'node:assert/strict'
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import Fastify from 'fastify'
import { ensureSandboxKeys } from '../keys.ts'
import { systemClock, systemIds } from '../system.ts'
import { registerBank } from './bank.routes.ts'
import { openBank } from './bank.ts'
import { notificationSignatureHolds, signCall } from './snap.ts'

const SECRET = 'a-client-secret-of-the-test'
const VA = { partnerServiceId: '   88810', customerNo: '081234567890', virtualAccountNo: '   88810081234567890' }
const VA_DIGITS = '88810081234567890'

const root = mkdtempSync(path.join(tmpdir(), 'dompet-bank-'))
const keys = ensureSandboxKeys(path.join(root, 'keys'))
const stops: (() => Promise<unknown>)[] = []
after(async () => {
  for (const stop of stops.reverse()) await stop()
  rmSync(root, { recursive: true, force: true })
})

interface BankSetup {
  notifyUrl?: string
  dir?: string
  lateMs?: number
  backoffMs?: number[]
}

async function startBank(setup: BankSetup = {}) {
  const dir = setup.dir ?? mkdtempSync(path.join(root, 'bank-'))
  const bank = openBank({
    dir,
    keys,
    partnerId: 'dompet',
    clientSecret: SECRET,
    notifyUrl: setup.notifyUrl ?? 'http://127.0.0.1:9',
    clock: systemClock,
    ids: systemIds,
    backoffMs: setup.backoffMs ?? [20, 20, 20],
    lateMs: setup.lateMs ?? 200,
    slowMs: 100,
  })
  const app = Fastify()
  app.register(async (scope) => registerBank(scope, bank), { prefix: '/bank' })
  const base = `${await app.listen({ host: '127.0.0.1', port: 0 })}/bank`
  let running = true
  const stop = async () => {
    if (!running) return
    running = false
    await app.close()
    await bank.stop()
  }
  stops.push(stop)
  return { bank, base, dir, stop }
}

type Headers = Record<string, string>
type Answer = { status: number; body: Record<string, unknown> & { responseCode?: string } }

async function send(base: string, method: string, service: string, headers: Headers, body: string): Promise<Answer> {
  const answer = await fetch(base + service, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  return { status: answer.status, body: (await answer.json()) as Answer['body'] }
}

const now = () => new Date().toISOString()

function tokenHeaders(timestamp = now(), pem = readFileSync(keys.walletPrivate, 'utf8')): Headers {
  const signature = sign('sha256', Buffer.from(`dompet|${timestamp}`), createPrivateKey(pem)).toString('base64')
  return { 'x-client-key': 'dompet', 'x-timestamp': timestamp, 'x-signature': signature }
}

async function getToken(base: string): Promise<string> {
  const body = JSON.stringify({ grantType: 'client_credentials' })
  const answer = await send(base, 'POST', '/v1.0/access-token/b2b', tokenHeaders(), body)
  assert.equal(answer.body.responseCode, '2007300')
  assert.equal(answer.body.expiresIn, '900')
  return String(answer.body.accessToken)
}

interface Call {
  method?: string
  service: string
  body: unknown
  raw?: string
  hashed?: string
  headers?: Headers
  token: string
}

function call(
  base: string,
  { method = 'POST', service, body, raw, hashed, headers = {}, token }: Call,
): Promise<Answer> {
  const text = raw ?? JSON.stringify(body)
  const timestamp = headers['x-timestamp'] ?? now()
  const signed = { method, path: `/bank${service}`, token, rawBody: Buffer.from(text), timestamp }
  const hash = createHash('sha256')
    .update(hashed ?? text)
    .digest('hex')
  const defaults = {
    authorization: `Bearer ${token}`,
    'x-timestamp': timestamp,
    'x-signature': signCall(SECRET, signed, hash),
    'x-partner-id': 'dompet',
    'x-external-id': systemIds.digits(18),
    'channel-id': '95221',
  }
  return send(base, method, service, { ...defaults, ...headers }, text)
}

const CREATE = '/v1.0/transfer-va/create-va'
const openVa = { ...VA, virtualAccountName: 'Sari', trxId: 'va-1', virtualAccountTrxType: 'O' }

async function withVa(setup: BankSetup = {}) {
  const started = await startBank(setup)
  const token = await getToken(started.base)
  const created = await call(started.base, { service: CREATE, body: openVa, token })
  assert.equal(created.body.responseCode, '2002700')
  return { ...started, token }
}

/** The wallet's side: records what the bank says and answers with the given codes in turn, the last one for ever. */
async function startWallet(codes: string[]) {
  const received: { request: IncomingMessage; body: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const code = codes[Math.min(received.length, codes.length - 1)] ?? ''
      received.push({ request, body })
      response.writeHead(Number(code.slice(0, 3)), { 'content-type': 'application/json' })
      response.end(JSON.stringify({ responseCode: code }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(() => new Promise((resolve) => server.close(resolve)))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/bank`
  return { received, url }
}

async function eventually<T>(read: () => T, isThere: (value: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    if (isThere(read())) break
    await sleep(10)
  }
  return read()
}

test('a token is given for the right signature only', async () => {
  const { base } = await startBank()
  const body = JSON.stringify({ grantType: 'client_credentials' })
  const ask = (headers: Headers, text = body) => send(base, 'POST', '/v1.0/access-token/b2b', headers, text)
  const stranger = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey
  const old = new Date(Date.now() - 6 * 60_000).toISOString()
  assert.equal((await ask(tokenHeaders())).status, 200)
  assert.equal((await ask(tokenHeaders(), '{"grant_type":"client_credentials"}')).status, 200)
  assert.equal((await ask(tokenHeaders(now(), stranger))).body.responseCode, '4017300')
  assert.equal((await ask({ ...tokenHeaders(), 'x-client-key': 'another' })).body.responseCode, '4017300')
  assert.equal((await ask(tokenHeaders(old))).body.responseCode, '4007301')
  assert.equal((await ask({ ...tokenHeaders(), 'x-signature': '' })).body.responseCode, '4007302')
  assert.equal((await ask(tokenHeaders(), '{}')).body.responseCode, '4007302')
  assert.equal((await ask(tokenHeaders(), 'no json')).body.responseCode, '4007302')
})

test('a call is let in by token, partner and signature over the raw or the minified body, and nothing else', async () => {
  const { base } = await startBank()
  const token = await getToken(base)
  const inquiry = { service: '/v1.0/transfer-va/inquiry-va', body: VA, token }
  const code = async (change: Partial<Call>) => (await call(base, { ...inquiry, ...change })).body.responseCode
  const pretty = JSON.stringify(VA, null, 2)
  const letIn = '4043012'
  assert.equal(await code({}), letIn)
  assert.equal(await code({ raw: pretty }), letIn)
  assert.equal(await code({ raw: pretty, hashed: JSON.stringify(VA) }), letIn)
  assert.equal(await code({ raw: pretty, hashed: JSON.stringify({ ...VA, customerNo: '1' }) }), '4013000')
  for (const timestamp of [now().replace(/\.\d+Z/, 'Z'), now().replace('Z', '+00:00'), now().replace('Z', '-00:00')])
    assert.equal(await code({ headers: { 'x-timestamp': timestamp } }), letIn, timestamp)
  assert.equal(await code({ headers: { 'x-timestamp': '2026-01-01T00:00:00Z' } }), '4003001')
  assert.equal(await code({ headers: { 'x-timestamp': 'today' } }), '4003001')
  assert.equal(await code({ token: 'invented' }), '4013001')
  assert.equal(await code({ headers: { authorization: '' } }), '4013001')
  assert.equal(await code({ headers: { 'x-partner-id': 'another' } }), '4013000')
  assert.equal(await code({ headers: { 'x-signature': 'AAAA' } }), '4013000')
  assert.equal(await code({ headers: { 'channel-id': '' } }), '4003002')
})

test('an X-EXTERNAL-ID counts once a day, and only for a caller that is let in', async () => {
  const { base } = await startBank()
  const token = await getToken(base)
  const inquiry = { service: '/v1.0/transfer-va/inquiry-va', body: VA, token }
  const headers = { 'x-external-id': '4711' }
  assert.equal((await call(base, { ...inquiry, headers: { ...headers, 'x-signature': 'AAAA' } })).status, 401)
  assert.equal((await call(base, { ...inquiry, headers })).status, 404)
  const again = await call(base, { ...inquiry, headers })
  assert.equal(again.status, 409)
  assert.equal(again.body.responseCode, '4093000')
})

test('a virtual account is opened, read, deleted by either method, and opened again', async () => {
  const { base, token } = await withVa()
  const which = { body: VA, token }
  const code = async (change: Partial<Call> & { service: string }) =>
    (await call(base, { ...which, ...change })).body.responseCode
  const read = await call(base, { ...which, service: '/v1.0/transfer-va/inquiry-va' })
  assert.equal(read.body.responseCode, '2003000')
  assert.deepEqual(read.body.virtualAccountData, { ...openVa })
  assert.equal(await code({ service: CREATE, body: openVa }), '4092701')
  assert.equal(await code({ service: CREATE, body: { ...openVa, trxId: 'va-2' } }), '4092701')
  assert.equal(await code({ service: '/v1.0/transfer-va/delete-va', method: 'DELETE' }), '2003100')
  assert.equal(await code({ service: '/v1.0/transfer-va/inquiry-va' }), '4043012')
  assert.equal(await code({ service: '/v1.0/transfer-va/delete-va' }), '4043112')
  assert.equal(await code({ service: CREATE, body: { ...openVa, trxId: 'va-3' } }), '2002700')
  assert.equal(await code({ service: '/v1.0/transfer-va/delete-va', method: 'POST' }), '2003100')
})

test('a malformed body is refused by field, missing or wrong', async () => {
  const { base } = await startBank()
  const token = await getToken(base)
  const create = (body: unknown) => call(base, { service: CREATE, body, token })
  const { trxId: _, ...withoutTrxId } = openVa
  const missing = await create(withoutTrxId)
  assert.deepEqual([missing.status, missing.body.responseCode], [400, '4002702'])
  assert.match(String(missing.body.responseMessage), /trxId/)
  const wrong = { ...openVa, totalAmount: { value: '10000', currency: 'IDR' } }
  assert.equal((await create(wrong)).body.responseCode, '4002701')
  assert.equal((await create({ ...openVa, virtualAccountNo: '99' })).body.responseCode, '4002701')
  assert.equal((await create({ ...openVa, virtualAccountTrxType: 'C' })).body.responseCode, '4002702')
  assert.equal((await create(null)).body.responseCode?.slice(0, 3), '400')
})

test('a transfer leaves one account, reaches the other, and is told in SNAP form under the bank’s key', async () => {
  const wallet = await startWallet(['2002500'])
  const { bank } = await withVa({ notifyUrl: wallet.url })
  const before = bank.store.accounts()
  const made = bank.makeTransfer({ virtualAccountNo: ' 88810 081234567890', amount: '20000' })
  assert.ok('transfer' in made)
  const { paymentRequestId, fromAccountNo } = made.transfer
  await eventually(
    () => bank.store.transfer(paymentRequestId)?.notification,
    (state) => state === 'accepted',
  )
  assert.equal(bank.store.transfer(paymentRequestId)?.notification, 'accepted')
  const changes = bank.store.accounts().map((account, at) => account.balanceMinor - (before[at]?.balanceMinor ?? 0n))
  assert.equal(
    changes.reduce((sum, change) => sum + change, 0n),
    0n,
  )
  assert.equal(bank.store.account(fromAccountNo)?.balanceMinor, 49_980_000_00n)

  const [only, ...others] = wallet.received
  assert.ok(only)
  assert.deepEqual(others, [])
  const { request, body } = only
  assert.equal(request.url, '/api/bank/v1.0/transfer-va/payment')
  const told = JSON.parse(body) as Record<string, unknown>
  assert.deepEqual(
    { ...told, trxDateTime: undefined, referenceNo: undefined },
    {
      ...VA,
      virtualAccountName: 'Sari',
      trxId: 'va-1',
      paymentRequestId,
      channelCode: 6011,
      paidAmount: { value: '20000.00', currency: 'IDR' },
      totalAmount: { value: '20000.00', currency: 'IDR' },
      trxDateTime: undefined,
      referenceNo: undefined,
    },
  )
  assert.equal(request.headers['x-partner-id'], 'dompet')
  assert.match(String(request.headers['x-external-id']), /^\d{18}$/)
  const signed = {
    path: request.url ?? '',
    body,
    timestamp: String(request.headers['x-timestamp']),
    signature: String(request.headers['x-signature']),
  }
  const key = createPublicKey(readFileSync(keys.bankPublic))
  assert.ok(notificationSignatureHolds(key, signed))
  assert.ok(!notificationSignatureHolds(key, { ...signed, body: body.replace('20000', '90000') }))
})

test('transfers that the book does not allow are refused and change nothing', async () => {
  const { bank, base, token } = await withVa()
  const closed = {
    ...VA,
    customerNo: '77',
    virtualAccountNo: '   8881077',
    virtualAccountName: 'Once',
    trxId: 'once',
    totalAmount: { value: '15000.00', currency: 'IDR' },
  }
  const expired = {
    ...openVa,
    customerNo: '88',
    virtualAccountNo: '   8881088',
    trxId: 'late',
    expiredDate: '2020-01-01T00:00:00+07:00',
  }
  assert.equal((await call(base, { service: CREATE, body: closed, token })).status, 200)
  assert.equal((await call(base, { service: CREATE, body: expired, token })).status, 200)
  const before = bank.store.accounts()
  const refusal = (virtualAccountNo: string, amount: string, fromAccountNo?: string) => {
    const made = bank.makeTransfer({ virtualAccountNo, amount, fromAccountNo })
    return 'refusal' in made ? made.refusal : null
  }
  assert.equal(refusal('123', '1000'), 'virtual_account_unknown')
  assert.equal(refusal(VA_DIGITS, '0'), 'amount_malformed')
  assert.equal(refusal(VA_DIGITS, '-5'), 'amount_malformed')
  assert.equal(refusal(VA_DIGITS, '1000', '404'), 'account_unknown')
  assert.equal(refusal(VA_DIGITS, '1000', '8880000001'), 'account_unknown')
  assert.equal(refusal(VA_DIGITS, '150000.01', '1010010004'), 'balance_too_low')
  assert.equal(refusal('8881077', '14999'), 'amount_differs')
  assert.equal(refusal('8881088', '1000'), 'virtual_account_expired')
  assert.deepEqual(bank.store.accounts(), before)
  assert.equal(refusal('8881077', '15000'), null)
  assert.equal(refusal('8881077', '15000'), 'virtual_account_paid')
})

test('a notification is sent again until it is accepted, under one reference and ever new external ids', async () => {
  const wallet = await startWallet(['5042500', '4012500', '2002500'])
  const { bank } = await withVa({ notifyUrl: wallet.url })
  const made = bank.makeTransfer({ virtualAccountNo: VA_DIGITS, amount: '5000.50' })
  assert.ok('transfer' in made)
  const { paymentRequestId } = made.transfer
  await eventually(
    () => bank.store.transfer(paymentRequestId)?.notification,
    (state) => state === 'accepted',
  )
  assert.equal(wallet.received.length, 3)
  assert.equal(new Set(wallet.received.map(({ body }) => body)).size, 1)
  assert.equal(new Set(wallet.received.map(({ request }) => request.headers['x-external-id'])).size, 3)
  assert.deepEqual(
    bank.store.attempts(paymentRequestId, 10).map((attempt) => attempt.responseCode),
    ['2002500', '4012500', '5042500'],
  )
})

test('a notification that nobody takes is given up after its rounds, and can be sent again by hand', async () => {
  const { bank } = await withVa()
  const made = bank.makeTransfer({ virtualAccountNo: VA_DIGITS, amount: '5000' })
  assert.ok('transfer' in made)
  const { paymentRequestId } = made.transfer
  const state = () => bank.store.transfer(paymentRequestId)?.notification
  assert.equal(bank.notifyAgain(paymentRequestId), false)
  assert.equal(await eventually(state, (value) => value === 'given_up'), 'given_up')
  const attempts = bank.store.attempts(paymentRequestId, 10)
  assert.equal(attempts.length, 4)
  assert.ok(attempts.every((attempt) => attempt.failure !== null && attempt.httpStatus === null))
  assert.equal(bank.notifyAgain(paymentRequestId), true)
  assert.equal(state(), 'waiting')
})

test('a notification still owed when the bank stops goes out after it starts again', async () => {
  const wallet = await startWallet(['2002500'])
  const { bank, dir, stop } = await withVa({ notifyUrl: wallet.url, lateMs: 300 })
  bank.setFaults({ notifyLate: true })
  const made = bank.makeTransfer({ virtualAccountNo: VA_DIGITS, amount: '7000' })
  assert.ok('transfer' in made)
  await stop()
  assert.equal(wallet.received.length, 0)
  const again = await startBank({ dir, notifyUrl: wallet.url })
  const state = () => again.bank.store.transfer(made.transfer.paymentRequestId)?.notification
  assert.equal(await eventually(state, (value) => value === 'accepted'), 'accepted')
  assert.equal(wallet.received.length, 1)
  assert.ok(Date.now() - made.transfer.madeAt.getTime() >= 300)
  assert.equal(again.bank.faults().notifyLate, true)
})

test('notifyTwice sends the same payment twice at one moment', async () => {
  const wallet = await startWallet(['2002500'])
  const { bank } = await withVa({ notifyUrl: wallet.url })
  bank.setFaults({ notifyTwice: true })
  bank.makeTransfer({ virtualAccountNo: VA_DIGITS, amount: '7000' })
  await eventually(
    () => wallet.received.length,
    (count) => count === 2,
  )
  const [first, second] = wallet.received
  assert.equal(first?.body, second?.body)
  assert.notEqual(first?.request.headers['x-external-id'], second?.request.headers['x-external-id'])
})

test('a forged notification has everything right but the key, and no money behind it', async () => {
  const wallet = await startWallet(['4012500'])
  const { bank } = await withVa({ notifyUrl: wallet.url })
  const before = bank.store.accounts()
  const outcome = await bank.sendForged({ virtualAccountNo: VA_DIGITS, amount: '900000' })
  assert.equal(outcome?.responseCode, '4012500')
  assert.deepEqual(bank.store.accounts(), before)
  assert.deepEqual(bank.store.transfers(10), [])
  const { request, body } = wallet.received[0] ?? {}
  const signed = {
    path: request?.url ?? '',
    body: body ?? '',
    timestamp: String(request?.headers['x-timestamp']),
    signature: String(request?.headers['x-signature']),
  }
  assert.equal(notificationSignatureHolds(createPublicKey(readFileSync(keys.bankPublic)), signed), false)
})

test('status tells what became of a payment, and which payments there were', async () => {
  const { bank, base, token } = await withVa()
  const ask = (more: object = {}) =>
    call(base, { service: '/v1.0/transfer-va/status', body: { ...VA, ...more }, token })
  assert.equal((await ask()).body.responseCode, '4042601')
  const first = bank.makeTransfer({ virtualAccountNo: VA_DIGITS, amount: '1000' })
  bank.makeTransfer({ virtualAccountNo: VA_DIGITS, amount: '2000' })
  assert.ok('transfer' in first)
  const { paymentRequestId } = first.transfer
  const answer = await ask({ paymentRequestId })
  assert.equal(answer.body.responseCode, '2002600')
  const data = answer.body.virtualAccountData as Record<string, unknown>
  assert.equal(data.paymentRequestId, paymentRequestId)
  assert.deepEqual(data.paidAmount, { value: '1000.00', currency: 'IDR' })
  assert.equal(data.paymentFlagStatus, '00')
  const { payments } = answer.body.additionalInfo as { payments: { paymentRequestId: string }[] }
  assert.equal(payments.length, 2)
  assert.equal((await ask({ paymentRequestId: 'never' })).body.responseCode, '4042601')
  const other = { ...openVa, customerNo: '5', virtualAccountNo: '   888105', trxId: 'va-5' }
  await call(base, { service: CREATE, body: other, token })
  const elsewhere = { customerNo: '5', virtualAccountNo: '   888105', paymentRequestId }
  assert.equal((await ask(elsewhere)).body.responseCode, '4042618')
})

test('an unreachable bank closes the connection, a slow one answers late', async () => {
  const { bank, base, token } = await withVa()
  const ask = () => call(base, { service: '/v1.0/transfer-va/inquiry-va', body: VA, token })
  bank.setFaults({ unreachable: true })
  await assert.rejects(ask(), TypeError)
  bank.setFaults({ unreachable: false, slow: true })
  const started = performance.now()
  assert.equal((await ask()).status, 200)
  assert.ok(performance.now() - started >= 95)
})

test('keys are made once and kept', () => {
  const pems = Object.values(keys).map((file) => readFileSync(file, 'utf8'))
  assert.deepEqual(ensureSandboxKeys(path.join(root, 'keys')), keys)
  assert.deepEqual(
    Object.values(keys).map((file) => readFileSync(file, 'utf8')),
    pems,
  )
})
