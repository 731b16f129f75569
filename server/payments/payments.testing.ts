import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import type { Checkout } from '../../contract/merchants.ts'
import type { Payment, Target } from '../../contract/payments.ts'
import { createTestDatabase } from '../../test/database.ts'
import { createAuthenticators } from '../identity/authenticators.ts'
import { createCustomer } from '../identity/customer.ts'
import { registerMeRoutes } from '../identity/me.routes.ts'
import { createPasswordJudge } from '../identity/password-strength.ts'
import { createPasswords } from '../identity/passwords.ts'
import { systemSecrets } from '../identity/secrets.ts'
import { startSession } from '../identity/session.ts'
import { openOperatorAccounts } from '../ledger/accounts.ts'
import { registerMerchantRoutes } from '../merchants/merchant.routes.ts'
import { authenticateMerchant, createMerchant, newApiKey, staticQr } from '../merchants/merchant.ts'
import { connect, connectLanes, type Sql } from '../platform/database.ts'
import { createHttp } from '../platform/http.ts'
import { createIds } from '../platform/ids.ts'
import { toSealKey } from '../platform/seal-key.ts'
import { transactInLine } from '../platform/transactions.ts'
import { createPayments } from './payment.ts'
import { registerPaymentRoutes } from './payments.routes.ts'
import { registerStatementRoutes } from './statement.routes.ts'
import { creditTopUp } from './topup.ts'

export type World = Awaited<ReturnType<typeof createWorld>>
export type Person = { id: string; accountId: string; phone: string; name: string; cookie: string }
export type Shop = { id: string; accountId: string; name: string; key: string; staticQr: string }
export type Figures = Record<string, unknown>
export type Answer = { status: number; body: Record<string, unknown> & Partial<Payment> & { figures?: Figures } }
export type Pay = { target: Target; amount: string; fee?: string; pin?: string; note?: string; again?: boolean }

export const pin = '805917'
const lanes = 2

/** Payments as people and shops meet them: two processes with HTTP on sockets over one database. Time is ours. */
export async function createWorld() {
  const database = await createTestDatabase()
  const { sql } = database
  let skewMs = 0
  const clock = { now: () => new Date(Date.now() + skewMs) }
  const ids = createIds(clock)
  const secretKey = Buffer.alloc(32, 7)
  const sealKey = toSealKey(generateKeyPairSync('ed25519').privateKey)
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const passwordJudge = createPasswordJudge()
  const me = {
    ids,
    clock,
    secretKey,
    passwords: createPasswords(),
    passwordJudge,
    secrets: systemSecrets,
    afterFreeze: async () => {},
  }
  const stops: (() => Promise<unknown>)[] = []
  await openOperatorAccounts(sql, ids, clock.now())

  async function startProcess(name: string): Promise<string> {
    const own: Sql = connect(database.url, { connections: 4, name })
    const posting = connectLanes(database.url, { lanes, name: `${name} posting` })
    const http = await createHttp({
      log,
      ids,
      authenticators: { ...createAuthenticators({ sql: own, clock }), merchant: authenticateMerchant({ sql: own }) },
      rateLimitPerMinute: 1_000_000,
      mounts: [],
    })
    const payments = createPayments({
      sql: own,
      clock,
      ids,
      secretKey,
      lanes: posting.map(transactInLine),
      committed: () => {},
    })
    registerPaymentRoutes(http, { sql: own, clock, ids, payments, sealKey })
    registerStatementRoutes(http, { sql: own, clock, operator: 'Dompet' })
    registerMerchantRoutes(http, { sql: own, clock, ids, random: randomBytes, publicUrl: 'http://127.0.0.1' })
    registerMeRoutes(http, { ...me, sql: own })
    await http.server.listen({ port: 0, host: '127.0.0.1' })
    stops.push(async () => {
      await http.server.close()
      await payments.drain()
      await Promise.all([own, ...posting].map((pool) => pool.end()))
    })
    return `http://127.0.0.1:${(http.server.server.address() as AddressInfo).port}`
  }
  const processes = [await startProcess('first'), await startProcess('second')]

  async function call(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: object,
    at = 0,
  ): Promise<Answer> {
    const response = await fetch(processes[at]! + path, {
      method,
      headers: { 'x-dompet-request': '1', ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return { status: response.status, body: (await response.json()) as Answer['body'] }
  }

  let lastNumber = 0
  async function addPerson(balance = 0n, name = `Orang ${lastNumber + 1}`): Promise<Person> {
    lastNumber += 1
    const phone = `+62812880${String(lastNumber).padStart(5, '0')}`
    const now = clock.now()
    const { row, token } = await sql.begin(async (tx) => {
      const customer = { name, phone, passwordHash: '-', pin, language: 'id', createdAt: now } as const
      const row = (await createCustomer(tx, { ids, secretKey }, customer))!
      const session = { customerId: row.id, device: 'test', now }
      return { row, token: await startSession(tx, { ids, secrets: systemSecrets }, session) }
    })
    const person = { id: row.id, accountId: row.accountId, phone, name, cookie: `dompet_session=${token}` }
    if (balance > 0n) await topUp(person, balance)
    return person
  }

  /** Whole rupiah, from the bank. */
  function topUp(person: Person, rupiah: bigint) {
    return creditTopUp(
      { sql, clock, ids, committed: () => {} },
      {
        reference: randomUUID(),
        virtualAccount: '1',
        customerId: person.id,
        amountMinor: rupiah * 100n,
        bank: 'Bank Pasir',
        bankReference: null,
        transferredAt: null,
      },
    )
  }

  async function addShop(
    changes: { state?: 'open' | 'closed'; acceptsWallet?: boolean; name?: string } = {},
  ): Promise<Shop> {
    const key = newApiKey(randomBytes)
    const shop = { name: 'Warung Bu Sari', city: 'Bandung', category: '5812', apiKey: key, webhook: null, ...changes }
    const merchant = await sql.begin((tx) => createMerchant(tx, clock, ids, shop))
    return { id: merchant.id, accountId: merchant.accountId, name: merchant.name, key, staticQr: staticQr(merchant) }
  }

  async function addCheckout(shop: Shop, amount: string, more: object = {}): Promise<Checkout> {
    const headers = { authorization: `Bearer ${shop.key}`, 'idempotency-key': randomUUID() }
    const body = { reference: 'ORDER-1', amount, returnUrl: 'https://shop.example/back', ...more }
    const { body: checkout } = await call('POST', '/api/merchant/checkouts', headers, body)
    return checkout as unknown as Checkout
  }

  return {
    ...database,
    address: processes[0]!,
    clock,
    ids,
    sealKey,
    lines,
    call,
    addPerson,
    addShop,
    addCheckout,
    topUp,
    readCheckout: (shop: Shop, id: string) =>
      call('GET', `/api/merchant/checkouts/${id}`, { authorization: `Bearer ${shop.key}` }),
    cancelCheckout: (shop: Shop, id: string) =>
      call('POST', `/api/merchant/checkouts/${id}/cancel`, { authorization: `Bearer ${shop.key}` }, {}),
    pay: (person: Person, body: Pay, key: string = randomUUID(), at = 0) =>
      call('POST', '/api/payments', { cookie: person.cookie, 'idempotency-key': key }, { fee: '0', pin, ...body }, at),
    quote: (person: Person, target: Target, amount?: string) =>
      call('POST', '/api/payments/quote', { cookie: person.cookie }, { target, ...(amount ? { amount } : {}) }),
    resolve: (person: Person, idempotencyKey: string, at = 0) =>
      call('POST', '/api/payments/resolve', { cookie: person.cookie }, { idempotencyKey }, at),
    get: (person: Person, path: string, at = 0) => call('GET', path, { cookie: person.cookie }, undefined, at),
    async balance(accountId: string): Promise<bigint> {
      const [row] = await sql<{ balance: bigint }[]>`select balance from ledger.account where id = ${accountId}`
      return row!.balance / 100n
    },
    /** From now on it is this time, and it goes on. */
    setTime(at: Date) {
      skewMs = at.getTime() - Date.now()
    },
    advance(ms: number) {
      skewMs += ms
    },
    async close() {
      for (const stop of stops) await stop()
      await passwordJudge.close()
      await database.drop()
    },
  }
}

export const rupiah = (amount: number | bigint) => ({ amount: `${amount}.00`, currency: 'IDR' })
