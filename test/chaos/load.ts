import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Target } from '../../contract/payments.ts'
import { createCustomer } from '../../server/identity/customer.ts'
import { systemSecrets } from '../../server/identity/secrets.ts'
import { startSession } from '../../server/identity/session.ts'
import { openAccount, openOperatorAccounts } from '../../server/ledger/accounts.ts'
import { postEntry } from '../../server/ledger/ledger.ts'
import { createCheckout } from '../../server/merchants/checkout.ts'
import { createMerchant, newApiKey, staticQr } from '../../server/merchants/merchant.ts'
import { systemClock as clock } from '../../server/platform/clock.ts'
import type { Sql } from '../../server/platform/database.ts'
import { createIds } from '../../server/platform/ids.ts'
import type { Random } from './random.ts'

const ids = createIds(clock)
const pin = '805917'
const customerCount = 24
const shopCount = 3
const checkoutCount = 60
/** Little enough that some payments are refused for it, much enough that most are not. */
const openingMinor = 60_000_00n
const retryPauseMs = 40
const requestTimeoutMs = 20_000

export type Customer = { id: string; accountId: string; phone: string; cookie: string }
export type World = { customers: Customer[]; targets: Target[]; checkouts: string[] }

/** Customers with money and sessions, shops with codes on their walls, and checkouts to quarrel about. */
export async function prepareWorld(sql: Sql, secretKey: Buffer): Promise<World> {
  await openOperatorAccounts(sql, ids, clock.now())
  const shops = await sql.begin((tx) =>
    Promise.all(
      Array.from({ length: shopCount }, (_, index) =>
        createMerchant(tx, clock, ids, {
          name: `Toko ${index}`,
          city: 'Bandung',
          category: '5411',
          apiKey: newApiKey(randomBytes),
          webhook: null,
        }),
      ),
    ),
  )
  const customers: Customer[] = []
  for (let index = 0; index < customerCount; index += 1) customers.push(await addCustomer(sql, secretKey, index))
  const checkouts: string[] = []
  for (let index = 0; index < checkoutCount; index += 1) {
    const deps = { sql, clock, ids, random: randomBytes, publicUrl: 'http://127.0.0.1' }
    const actor = { kind: 'merchant', merchantId: shops[index % shopCount]!.id } as const
    const body = { reference: `ORDER-${index}`, amount: '500', expiresInSeconds: 86_400 }
    const checkout = await createCheckout(deps, actor, randomUUID(), body)
    if ('refused' in checkout) throw new Error(`no checkout: ${checkout.refused}`)
    checkouts.push(checkout.id)
  }
  const people = customers.map(({ phone }): Target => ({ kind: 'phone', phone }))
  const codes = shops.map((shop): Target => ({ kind: 'qris', payload: staticQr(shop) }))
  return { customers, targets: [...people, ...codes, ...codes], checkouts }
}

async function addCustomer(sql: Sql, secretKey: Buffer, index: number): Promise<Customer> {
  const createdAt = clock.now()
  const phone = `+62811${1_000_000 + index}`
  return sql.begin(async (tx) => {
    const customer = { name: `Pelanggan ${index}`, phone, language: 'id', passwordHash: '-', pin, createdAt } as const
    const { id, accountId } = (await createCustomer(tx, { ids, secretKey }, customer))!
    const session = { customerId: id, device: 'chaos', now: createdAt }
    const token = await startSession(tx, { ids, secrets: systemSecrets }, session)
    const opening = { id: ids(), purpose: 'opening', ownerId: null, currency: 'IDR', floor: null } as const
    const legs = [
      { accountId: await openAccount(tx, { ...opening, openedAt: createdAt }), amountMinor: -openingMinor },
      { accountId, amountMinor: openingMinor },
    ]
    await postEntry(tx, clock, { id: ids(), kind: 'opening', legs })
    return { id, accountId, phone, cookie: `dompet_session=${token}` }
  })
}

export type Answer = { status: number; body: Record<string, unknown> }
export type Attempt = {
  customer: Customer
  key: string
  body: { target: Target; amount: string; fee: string; pin: string }
  /** How often a connection broke before there was an answer. */
  lost: number
  /** The first answer; undefined where the client gave up. */
  answer: Answer | undefined
  /** What a client was told that asked instead of sending again. */
  resolved: 'paid' | 'not_paid' | undefined
}

/** `stop` waits for the answers that are still to come; `abandon` waits for nothing, for where nobody answers any more. */
export type Load = { attempts: Attempt[]; stop(): Promise<void>; abandon(): void }

/** Clients that pay without a pause; when the connection breaks they send the same key again, ask, or give up. */
export function startLoad(address: string, world: World, random: Random, clients: number): Load {
  const attempts: Attempt[] = []
  let stopped = false
  let abandoned = false
  async function runClient() {
    while (!stopped) {
      const attempt = drawAttempt(world, random)
      attempts.push(attempt)
      await carryOut(address, attempt, random, () => abandoned)
    }
  }
  const running = Promise.all(Array.from({ length: clients }, runClient))
  return {
    attempts,
    async stop() {
      stopped = true
      await running
    },
    abandon() {
      stopped = true
      abandoned = true
    },
  }
}

function drawAttempt(world: World, random: Random): Attempt {
  const atCheckout = random.chance(0.15)
  const target = atCheckout
    ? ({ kind: 'checkout', checkoutId: random.pick(world.checkouts) } as const)
    : random.pick(world.targets)
  const amount = atCheckout ? '500' : String(1 + random.below(3_000))
  return {
    customer: random.pick(world.customers),
    key: randomUUID(),
    body: { target, amount, fee: '0', pin },
    lost: 0,
    answer: undefined,
    resolved: undefined,
  }
}

async function carryOut(address: string, attempt: Attempt, random: Random, isAbandoned: () => boolean): Promise<void> {
  while (!isAbandoned()) {
    attempt.answer = await pay(address, attempt)
    if (attempt.answer) return
    attempt.lost += 1
    if (random.chance(0.1)) return
    if (random.chance(0.2)) attempt.resolved = await askUntilAnswered(address, attempt, isAbandoned)
    else await sleep(retryPauseMs)
  }
}

/** One try to pay; undefined where the connection broke before an answer came. */
export function pay(address: string, { customer, key, body }: Attempt): Promise<Answer | undefined> {
  return post(`${address}/api/payments`, { cookie: customer.cookie, 'idempotency-key': key }, body)
}

async function askUntilAnswered(
  address: string,
  { customer, key }: Attempt,
  isAbandoned: () => boolean,
): Promise<'paid' | 'not_paid' | undefined> {
  while (!isAbandoned()) {
    const answer = await post(`${address}/api/payments/resolve`, { cookie: customer.cookie }, { idempotencyKey: key })
    if (answer?.status === 200) return answer.body.outcome as 'paid' | 'not_paid'
    await sleep(retryPauseMs)
  }
  return undefined
}

async function post(url: string, headers: Record<string, string>, body: object): Promise<Answer | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-dompet-request': '1', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(requestTimeoutMs),
    })
    return { status: response.status, body: (await response.json()) as Answer['body'] }
  } catch {
    return undefined
  }
}
