import assert from 'node:assert/strict'
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fastify, { type FastifyInstance } from 'fastify'
import type { Refusal } from '../../contract/refusals.ts'
import { registerBank } from '../../sandbox/bank/bank.routes.ts'
import { type Bank, openBank } from '../../sandbox/bank/bank.ts'
import { ensureSandboxKeys } from '../../sandbox/keys.ts'
import { systemClock as bankClock, systemIds } from '../../sandbox/system.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { openAccount, setAccountState } from '../ledger/accounts.ts'
import { listOwnPayments, listPayments, readPayment } from '../payments/history.ts'
import type { CustomerActor } from '../platform/actor.ts'
import { systemClock } from '../platform/clock.ts'
import { createHttp, customerCookie, type Http } from '../platform/http.ts'
import { createIds } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { refuse } from '../platform/refusals.ts'
import { registerBankRoutes } from './bank.routes.ts'
import { writeTimestamp } from './snap.ts'

const ids = createIds(systemClock)
const clientSecret = 'a-client-secret-of-this-test'
const noticePath = '/api/bank/v1.0/transfer-va/payment'
const folder = mkdtempSync(path.join(tmpdir(), 'dompet-banks-'))
const keys = ensureSandboxKeys(folder)

let database: TestDatabase
let http: Http
let address: string
let bank: Bank
let bankServer: FastifyInstance
let lostPaths: string[] = []

/** The wallet and the sandbox's bank, each over real HTTP to the other. A test's session is its customer's id. */
before(async () => {
  database = await createTestDatabase()
  bankServer = fastify()
  bankServer.register(mountBank, { prefix: '/bank' })
  const bankAddress = await bankServer.listen({ host: '127.0.0.1', port: 0 })
  const signedOut = async () => refuse('signin_required', {})
  http = await createHttp({
    log: createLog('silent'),
    ids,
    authenticators: {
      customer: async (token): Promise<CustomerActor | Refusal> =>
        token ? { kind: 'customer', customerId: token, sessionId: ids() } : refuse('signin_required', {}),
      guest: signedOut,
      staff: signedOut,
      merchant: signedOut,
    },
    rateLimitPerMinute: 10_000,
    mounts: [],
  })
  await registerBankRoutes(http, {
    sql: database.sql,
    clock: systemClock,
    ids,
    committed: () => {},
    bank: {
      url: `${bankAddress}/bank`,
      name: 'Bank Pasir',
      partnerId: 'dompet',
      clientSecret,
      serviceId: '88810001',
      publicKeyFile: keys.bankPublic,
      signingKeyFile: keys.walletPrivate,
      timeoutMs: 2_000,
    },
  })
  address = await http.server.listen({ host: '127.0.0.1', port: 0 })
  bank = openBank({
    dir: folder,
    keys,
    partnerId: 'dompet',
    clientSecret,
    notifyUrl: `${address}/api/bank`,
    clock: bankClock,
    ids: systemIds,
    backoffMs: [20, 20, 20],
    lateMs: 100,
  })
})

/** The bank opens after its server, because it must know where the wallet listens. */
async function mountBank(scope: FastifyInstance) {
  registerBank(scope, new Proxy({} as Bank, { get: (_nothing, name) => bank[name as keyof Bank] }))
  // The bank does what it was asked, and the line drops before its answer is through.
  scope.addHook('onSend', async (request) => {
    if (lostPaths.some((lost) => request.url.endsWith(lost))) request.raw.socket.destroy()
  })
}

after(async () => {
  await http.server.close()
  await bankServer.close()
  await bank.stop()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

async function newCustomer(): Promise<{ id: string; accountId: string }> {
  const id = ids()
  const now = new Date()
  const account = { id: ids(), purpose: 'customer', ownerId: id, currency: 'IDR', floor: 0n, openedAt: now } as const
  const accountId = await openAccount(database.sql, account)
  const phone = `+628${String(Math.random()).slice(2, 12)}`
  await database.sql`
    insert into customer (id, phone, name, language, password_hash, pin_digest, state_since, account_id, created_at)
    values (${id}, ${phone}, '陈 Sari', 'id', '', '', ${now}, ${accountId}, ${now})`
  return { id, accountId }
}

async function askVirtualAccount(customerId: string) {
  const answer = await fetch(`${address}/api/virtual-account`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-dompet-request': '1',
      cookie: `${customerCookie}=${customerId}`,
    },
    body: '{}',
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> & { number: string } }
}

async function newAccountHolder() {
  const customer = await newCustomer()
  const { body } = await askVirtualAccount(customer.id)
  return { ...customer, number: body.number }
}

const balanceOf = async (accountId: string) =>
  (await database.sql<{ balance: bigint }[]>`select balance from ledger.account where id = ${accountId}`)[0]!.balance

async function until(condition: () => Promise<boolean> | boolean) {
  const deadline = Date.now() + 5_000
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, 'waited too long')
    await sleep(10)
  }
}

function noticeOf(number: string, changes: Record<string, unknown> = {}) {
  return {
    partnerServiceId: number.slice(0, 8),
    customerNo: number.slice(8),
    virtualAccountNo: number,
    virtualAccountName: 'Sari / 陈',
    paymentRequestId: `BP${ids()}`,
    paidAmount: { value: '50000.00', currency: 'IDR' },
    trxDateTime: writeTimestamp(new Date()),
    referenceNo: '1234',
    ...changes,
  }
}

type Sending = { key?: KeyObject; timestamp?: string; hashed?: string; headers?: Record<string, string> }
const bankKey = createPrivateKey(readFileSync(keys.bankPrivate))

/** Sends a notification as the bank would; `hashed` is what the signature covers where that is not the body itself. */
async function notify(
  body: string,
  { key = bankKey, timestamp = writeTimestamp(new Date()), hashed = body, headers = {} }: Sending = {},
) {
  const digest = createHash('sha256').update(hashed).digest('hex')
  const signature = sign('sha256', Buffer.from(`POST:${noticePath}:${digest}:${timestamp}`), key).toString('base64')
  const answer = await fetch(address + noticePath, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-timestamp': timestamp,
      'x-signature': signature,
      'x-partner-id': 'dompet',
      'x-external-id': '1',
      ...headers,
    },
    body,
  })
  return { status: answer.status, body: (await answer.json()) as { responseCode: string } }
}
const codeOf = async (answer: ReturnType<typeof notify>) => {
  const { status, body } = await answer
  assert.equal(String(status), body.responseCode.slice(0, 3))
  return body.responseCode
}

async function assertLedgerWhole() {
  const [sums] = await database.sql<{ accounts: bigint; wrong: number }[]>`
    select coalesce(sum(balance), 0)::bigint as accounts,
      count(*) filter (where balance <> coalesce((select sum(amount) from ledger.posting where account_id = a.id), 0))::int as wrong
    from ledger.account a`
  assert.deepEqual(sums, { accounts: 0n, wrong: 0 })
}

describe('virtual account', () => {
  it('opens once and stays the same', async () => {
    const { id } = await newCustomer()
    const first = await askVirtualAccount(id)
    assert.equal(first.status, 200)
    assert.match(first.body.number, /^88810001\d{8}$/)
    assert.deepEqual(first.body, {
      bank: 'Bank Pasir',
      number: first.body.number,
      name: '陈 Sari',
      minimum: { amount: '10000.00', currency: 'IDR' },
      maximum: { amount: '20000000.00', currency: 'IDR' },
    })
    assert.deepEqual((await askVirtualAccount(id)).body, first.body)
    assert.equal(bank.store.virtualAccount(first.body.number)?.trxType, 'O')
  })

  it('gives one number to requests that come together', async () => {
    const { id } = await newCustomer()
    const answers = await Promise.all(Array.from({ length: 5 }, () => askVirtualAccount(id)))
    const numbers = new Set(answers.filter(({ status }) => status === 200).map(({ body }) => body.number))
    assert.equal(numbers.size, 1)
    const [number] = numbers
    assert.deepEqual((await askVirtualAccount(id)).body.number, number)
  })

  it('says that the bank is unreachable, and opens when it is back', async () => {
    const { id } = await newCustomer()
    bank.setFaults({ unreachable: true })
    const down = await askVirtualAccount(id)
    assert.equal(down.status, 503)
    assert.equal(down.body.code, 'bank_unreachable')
    assert.deepEqual(down.body.figures, { bank: 'Bank Pasir' })
    bank.setFaults({ unreachable: false })
    assert.equal((await askVirtualAccount(id)).status, 200)
  })

  it('keeps the attempt with the words that the customer read, once however often they try', async () => {
    const { id } = await newCustomer()
    bank.setFaults({ unreachable: true })
    const tries = await Promise.all(Array.from({ length: 5 }, () => askVirtualAccount(id)))
    bank.setFaults({ unreachable: false })
    const [paymentId = '', ...more] = new Set(tries.map(({ body }) => String(body.paymentId)))
    assert.ok(more.length <= 1, 'a second one only where a quarter of an hour ended meanwhile')
    const refusal = { code: 'bank_unreachable', figures: { bank: 'Bank Pasir' } }
    const story = await readPayment(database.sql, id, paymentId)
    assert.partialDeepStrictEqual(story, {
      kind: 'top_up',
      state: 'refused',
      amount: null,
      refusal,
      checks: [{ check: 'bank_answers', passed: false, figures: refusal.figures }],
      story: [{ step: 'number_asked' }, { step: 'refused' }],
    })
    const all = { show: 'all', limit: 10 } as const
    assert.equal((await listPayments(database.sql, id, all)).payments.at(-1)!.id, paymentId)
    assert.deepEqual((await listOwnPayments(database.sql, id, all)).payments, [], 'their list is of money')
    const refused = await listOwnPayments(database.sql, id, { show: 'refused', limit: 10 })
    assert.deepEqual(refused.payments.at(-1)!.refusal, refusal)
  })

  it('finds what it opened when the answer was lost', async () => {
    const { id } = await newCustomer()
    lostPaths = ['/create-va']
    const found = await askVirtualAccount(id)
    assert.equal(found.status, 200)
    assert.equal(bank.store.virtualAccount(found.body.number)?.state, 'active')

    const other = await newCustomer()
    lostPaths = ['/create-va', '/inquiry-va']
    assert.equal((await askVirtualAccount(other.id)).body.code, 'bank_unreachable')
    const opened = bank.store.virtualAccounts(100).length
    lostPaths = []
    const later = await askVirtualAccount(other.id)
    assert.equal(later.status, 200)
    assert.equal(bank.store.virtualAccounts(100).length, opened)
    assert.equal(bank.store.virtualAccount(later.body.number)?.state, 'active')
  })

  it('passes on that the bank said no, and may ask again', async () => {
    const { id } = await newCustomer()
    await database.sql`update customer set name = ${'x'.repeat(300)} where id = ${id}`
    const refused = await askVirtualAccount(id)
    assert.equal(refused.status, 422)
    assert.deepEqual(refused.body.figures, { bank: 'Bank Pasir', bankCode: '4002701' })
    await database.sql`update virtual_account set name = 'Sari' where customer_id = ${id}`
    assert.equal((await askVirtualAccount(id)).status, 200)
  })
})

describe('top-up', () => {
  after(assertLedgerWhole)

  it('credits a transfer that the bank tells of twice at the same moment once, with its story and one event', async () => {
    const { id, accountId, number } = await newAccountHolder()
    bank.setFaults({ notifyTwice: true })
    const made = bank.makeTransfer({ virtualAccountNo: number, amount: '125000' })
    assert.ok('transfer' in made)
    await until(() => bank.store.transfer(made.transfer!.paymentRequestId)?.notification === 'accepted')
    bank.setFaults({ notifyTwice: false })
    assert.equal(bank.store.attempts(made.transfer!.paymentRequestId, 10).length, 2)
    assert.equal(await balanceOf(accountId), 125_000_00n)
    const payments = await database.sql`
      select kind, state, counterparty, amount, fee, balance_after, decision, idempotency_key from payment where customer_id = ${id}`
    assert.equal(payments.length, 1)
    const [payment] = payments
    assert.equal(payment!.kind, 'top_up')
    assert.equal(payment!.counterparty, 'Bank Pasir')
    assert.equal(payment!.amount, 125_000_00n)
    assert.equal(payment!.balance_after, 125_000_00n)
    assert.equal(payment!.idempotency_key, `bank:${made.transfer!.paymentRequestId}`)
    assert.equal(payment!.decision.refusal, null)
    assert.equal(payment!.decision.checks.length, 4)
    const events = await database.sql`select topic from outbox where subject_id = ${accountId}`
    assert.deepEqual(
      events.map((event) => event.topic),
      ['payment.received'],
    )
  })

  it('credits late and out of order, each once', async () => {
    const { accountId, number } = await newAccountHolder()
    bank.setFaults({ notifyLate: true })
    const late = bank.makeTransfer({ virtualAccountNo: number, amount: '10000' })
    bank.setFaults({ notifyLate: false })
    const prompt = bank.makeTransfer({ virtualAccountNo: number, amount: '20000' })
    assert.ok('transfer' in prompt && 'transfer' in late)
    await until(async () => (await balanceOf(accountId)) === 20_000_00n)
    await until(async () => (await balanceOf(accountId)) === 30_000_00n)
  })

  it('gives the same answer each time, ten at once, and credits once', async () => {
    const { accountId, number } = await newAccountHolder()
    const body = JSON.stringify(noticeOf(number))
    const answers = await Promise.all(Array.from({ length: 10 }, () => notify(body)))
    for (const answer of answers) assert.deepEqual(answer, answers[0])
    assert.equal(answers[0]!.body.responseCode, '2002500')
    assert.deepEqual(await notify(body), answers[0])
    assert.equal(await balanceOf(accountId), 50_000_00n)
  })

  it('refuses a forged transfer, and takes the true one of the same account', async () => {
    const { accountId, number } = await newAccountHolder()
    const outcome = await bank.sendForged({ virtualAccountNo: number, amount: '9000000' })
    assert.deepEqual(outcome, { httpStatus: 401, responseCode: '4012500', failure: null })
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    const body = JSON.stringify(noticeOf(number))
    assert.equal(await codeOf(notify(body, { key: stranger })), '4012500')
    assert.equal(await codeOf(notify(body.replace('50000.00', '90000.00'), { hashed: body })), '4012500')
    assert.equal(await codeOf(notify(body, { headers: { 'x-partner-id': 'somebody' } })), '4012500')
    assert.equal(await balanceOf(accountId), 0n)
    assert.equal(await codeOf(notify(body)), '2002500')
    assert.equal(await balanceOf(accountId), 50_000_00n)
  })

  it('takes every form of the time within five minutes and none beyond', async () => {
    const { number } = await newAccountHolder()
    const at = (offsetMs: number) => new Date(Date.now() + offsetMs).toISOString()
    const body = JSON.stringify(noticeOf(number))
    const good = [at(0), at(0).replace('Z', '+00:00'), at(0).replace('Z', '-00:00'), at(-280_000), at(280_000)]
    for (const timestamp of good) assert.equal(await codeOf(notify(body, { timestamp })), '2002500', timestamp)
    for (const timestamp of [at(-310_000), at(310_000)])
      assert.equal(await codeOf(notify(body, { timestamp })), '4012500', timestamp)
    assert.equal(await codeOf(notify(body, { timestamp: 'yesterday' })), '4002501')
  })

  it('takes the hash of the body as sent or as minified again, and nothing else', async () => {
    const { accountId, number } = await newAccountHolder()
    const notice = noticeOf(number)
    const minified = JSON.stringify(notice)
    const escaped = minified.replaceAll('/', '\\/').replace('陈', '\\u9648')
    assert.notEqual(escaped, minified)
    assert.equal(await codeOf(notify(escaped, { hashed: minified })), '2002500')
    assert.equal(await codeOf(notify(JSON.stringify(notice, null, 2))), '2002500')
    assert.equal(await codeOf(notify(minified, { hashed: escaped })), '4012500')
    assert.equal(await balanceOf(accountId), 50_000_00n)
  })

  it('names what is wrong in the words of the standard, and credits nothing', async () => {
    const { accountId, number } = await newAccountHolder()
    const send = (changes: Record<string, unknown>) => codeOf(notify(JSON.stringify(noticeOf(number, changes))))
    const stranger = '8881000199999999'
    assert.equal(await codeOf(notify(JSON.stringify(noticeOf(stranger)))), '4042512')
    assert.equal(await send({ customerNo: '99999999' }), '4042518')
    assert.equal(await send({ paidAmount: { value: '0.00', currency: 'IDR' } }), '4042513')
    assert.equal(await send({ paidAmount: { value: '5.00', currency: 'USD' } }), '4042513')
    assert.equal(await send({ paidAmount: { value: '-5.00', currency: 'IDR' } }), '4002501')
    assert.equal(await send({ paymentRequestId: undefined }), '4002502')
    assert.equal(await send({ paymentRequestId: 'a\u0000b' }), '4002501')
    assert.equal(await codeOf(notify('{"half":')), '4002500')
    assert.equal(await codeOf(notify('')), '4002500')
    assert.equal(await codeOf(notify('x'.repeat(70_000))), '4132500')
    assert.equal(await codeOf(notify('{}', { headers: { 'x-signature': '' } })), '4002502')
    assert.equal(await balanceOf(accountId), 0n)
  })

  it('refuses a reference that was used for another amount or account', async () => {
    const [first, second] = [await newAccountHolder(), await newAccountHolder()]
    const notice = noticeOf(first.number)
    assert.equal(await codeOf(notify(JSON.stringify(notice))), '2002500')
    const dearer = { ...notice, paidAmount: { value: '60000.00', currency: 'IDR' } }
    assert.equal(await codeOf(notify(JSON.stringify(dearer))), '4042518')
    const elsewhere = noticeOf(second.number, { paymentRequestId: notice.paymentRequestId })
    assert.equal(await codeOf(notify(JSON.stringify(elsewhere))), '4042518')
    assert.equal(await balanceOf(first.accountId), 50_000_00n)
    assert.equal(await balanceOf(second.accountId), 0n)
  })

  it('credits a frozen customer and not a closed account, whose reference stays free', async () => {
    const { accountId, number } = await newAccountHolder()
    await database.sql.begin((tx) => setAccountState(tx, accountId, 'frozen'))
    assert.equal(await codeOf(notify(JSON.stringify(noticeOf(number)))), '2002500')
    await database.sql.begin((tx) => setAccountState(tx, accountId, 'closed'))
    const body = JSON.stringify(noticeOf(number))
    assert.equal(await codeOf(notify(body)), '4032518')
    await database.sql.begin((tx) => setAccountState(tx, accountId, 'open'))
    assert.equal(await codeOf(notify(body)), '2002500')
    assert.equal(await balanceOf(accountId), 100_000_00n)
  })
})
