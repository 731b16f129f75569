import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Target } from '../../contract/payments.ts'
import type { Answer, Call } from './checker.ts'
import type { History } from './history.ts'
import type { Random } from './random.ts'
import { type Customer, pin, type World } from './world.ts'

const retryPauseMs = 100
const requestTimeoutMs = 20_000
/** Requests that are remembered for another try under their key. */
const remembered = 400

type Attempt = {
  customer: Customer
  key: string
  body: { target: Target; amount: string; fee: string; pin: string }
}
type Reply = { status: number; body: Record<string, unknown> }

/** `stop` waits for the answers that are still to come; `abandon` for nothing, for where nobody answers any more. */
export type Load = { cutOff(): number; faults: Reply[]; stop(): Promise<void>; abandon(): void }

/**
 * Customers who pay without a pause, look at their balance, send a key again, sometimes with another request; when the
 * connection breaks they send the same again, ask what became of it, or give up.
 */
export function startPayers(address: string, world: World, history: History, random: Random, clients: number): Load {
  const faults: Reply[] = []
  const earlier: Attempt[] = []
  let stopped = false
  let abandoned = false
  let cutOff = 0

  async function runClient() {
    while (!stopped) {
      if (random.chance(0.15)) await lookAtBalance(random.pick(world.customers))
      else if (earlier.length > 0 && random.chance(0.08)) await carryOut(tryAgain(random.pick(earlier)))
      else {
        const attempt = drawAttempt(world, random)
        earlier[earlier.length < remembered ? earlier.length : random.below(remembered)] = attempt
        await carryOut(attempt)
      }
    }
  }

  /** The same request again, or another one under its key. */
  function tryAgain(attempt: Attempt): Attempt {
    if (random.chance(0.6)) return attempt
    return { ...attempt, body: { ...attempt.body, amount: String(1 + random.below(3_000)) } }
  }

  async function carryOut(attempt: Attempt) {
    while (!abandoned) {
      if (await payOnce(attempt)) return
      cutOff += 1
      if (random.chance(0.1)) return
      if (random.chance(0.2)) return ask(attempt)
      await sleep(retryPauseMs)
    }
  }

  async function payOnce(attempt: Attempt): Promise<boolean> {
    const { customer, key, body } = attempt
    const call = history.send({ name: nameOf(attempt), body: JSON.stringify(body), asks: { kind: 'move' } })
    const reply = await request(`${address}/api/payments`, { cookie: customer.cookie, 'idempotency-key': key }, body)
    const answer = reply && read(reply, attempt)
    if (answer) history.tell(call, answer)
    return answer !== undefined
  }

  /** Asks until it is known; "not paid" closes the key. */
  async function ask({ customer, key, body }: Attempt) {
    const name = nameOf({ customer, key })
    while (!abandoned) {
      const call = history.send({ name, body: JSON.stringify(body), asks: { kind: 'move' } })
      const reply = await request(
        `${address}/api/payments/resolve`,
        { cookie: customer.cookie },
        { idempotencyKey: key },
      )
      if (reply?.status === 200) {
        if (reply.body.outcome === 'not_paid') history.tell(call, { outcome: 'closed', text: 'not paid' })
        return
      }
      if (reply && reply.status !== 503) faults.push(reply)
      await sleep(retryPauseMs)
    }
  }

  async function lookAtBalance({ cookie, accountId }: Customer) {
    const sentAt = history.look()
    const reply = await request(`${address}/api/me`, { cookie })
    if (reply?.status === 200) history.see({ account: accountId, balanceMinor: minorOf(reply.body.balance), sentAt })
    else if (reply && reply.status !== 503) faults.push(reply)
    else await sleep(retryPauseMs)
  }

  /** The answer as its caller understands it; undefined where it says nothing of what became of the request. */
  function read({ status, body }: Reply, { customer }: Attempt): Answer | undefined {
    const { requestId: _differs, ...rest } = body
    const text = `${status} ${JSON.stringify(rest)}`
    if (status === 201) {
      const account = customer.accountId
      const legs = [{ account, amountMinor: -minorOf(body.amount) }]
      const balance = { account, balanceMinor: minorOf(body.balanceAfter) }
      return { outcome: 'done', text, id: String(body.id), legs, balance }
    }
    if (status >= 500) {
      if (status !== 503) faults.push({ status, body })
      return undefined
    }
    if (body.code === 'idempotency_key_reused') return { outcome: 'key_reused', text }
    if (body.code === 'attempt_abandoned') return { outcome: 'closed', text }
    return { outcome: 'refused', text }
  }

  const running = Promise.all(Array.from({ length: clients }, runClient))
  running.catch(() => {})
  return {
    cutOff: () => cutOff,
    faults,
    async stop() {
      stopped = true
      await running
      // Some of what was answered long ago is asked once more: the answer is for ever.
      for (const attempt of earlier.slice(0, 100)) await payOnce(attempt)
    },
    abandon() {
      stopped = true
      abandoned = true
    },
  }
}

const nameOf = ({ customer, key }: Pick<Attempt, 'customer' | 'key'>): Call['name'] => `payment ${customer.id} ${key}`
const minorOf = (money: unknown) => BigInt((money as { amount: string }).amount.replace('.', ''))

function drawAttempt(world: World, random: Random): Attempt {
  const atCheckout = random.chance(0.15)
  const target = atCheckout
    ? ({ kind: 'checkout', checkoutId: random.pick(world.checkouts) } as const)
    : random.pick(world.targets)
  const amount = atCheckout ? '500' : String(1 + random.below(3_000))
  return { customer: random.pick(world.customers), key: randomUUID(), body: { target, amount, fee: '0', pin } }
}

async function request(url: string, headers: Record<string, string>, body?: object): Promise<Reply | undefined> {
  try {
    const response = await fetch(url, {
      method: body ? 'POST' : 'GET',
      headers: { 'x-dompet-request': '1', ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(requestTimeoutMs),
    })
    return { status: response.status, body: (await response.json()) as Reply['body'] }
  } catch {
    return undefined
  }
}
