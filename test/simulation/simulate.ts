import { hash } from 'node:crypto'
import type { Outcome } from '../../server/ledger/book.ts'
import { checkLedger, type Fault } from '../../server/ledger/check.ts'
import { createLedger, type Ledger, type LedgerRequest } from '../../server/ledger/ledger.ts'
import {
  createPayments,
  type PaymentAnswer,
  type PaymentRequest,
  type Payments,
} from '../../server/payments/payment.ts'
import { QueueFull } from '../../server/platform/batches.ts'
import type { Clock } from '../../server/platform/clock.ts'
import { connect, isConnectionLost } from '../../server/platform/database.ts'
import { transactOn } from '../../server/platform/transactions.ts'
import { type Answer, type Asked, checkHistory, type Finding, type Leg } from '../chaos/checker.ts'
import { createHistory } from '../chaos/history.ts'
import { createRandom, type Random } from '../chaos/random.ts'
import { readState } from '../chaos/state.ts'
import { type Customer, pin, prepareWorld, type World } from '../chaos/world.ts'
import { createTestDatabase } from '../database.ts'
import { findMistold, type Mistold, tellOf } from './told.ts'
import { createTurns } from './turns.ts'

const startedAt = Date.parse('2026-03-10T03:00:00Z')
const steps = 45
const mostSentPerStep = 6
const longestStepMs = 20_000
/** Clocks of two processes differ. */
const skewsMs = [0, -700, 400]
const lanes = 2
/** So small that both bounds are met all the time. */
const batch = { batchLimit: 4, queueLimit: 7 }
const secretKey = Buffer.alloc(32, 9)

/** Everything that a seed leads to. `digest` is of the trace: the same seed gives the same one. */
export type Simulated = {
  digest: string
  trace: string[]
  findings: Finding[]
  faults: Fault[]
  mistold: Mistold[]
  done: number
  refused: number
  unknown: number
}

type Sent = { name: string; body: string; asks: Asked; submit(): Promise<Answer> }

/**
 * Three processes on one real PostgreSQL, two with the ledger's verb and one that decides payments, driven by a seed:
 * clock, ids, what is asked for, which transaction comes next, and what goes wrong with it. Afterwards everything that
 * has no answer is asked once more, and the checker judges what was told.
 */
export async function simulate(seed: number): Promise<Simulated> {
  const random = createRandom(seed)
  const trace: string[] = []
  const database = await createTestDatabase()
  // One connection: reads outside of transactions are answered in the order in which they are asked.
  const single = connect(database.url, { connections: 1, name: 'simulation' })
  let now = startedAt
  const clockOf = (skewMs: number): Clock => ({ now: () => new Date(now + skewMs) })
  try {
    const size = { clock: clockOf(0), customers: 6, checkouts: 6 }
    const world = await prepareWorld(database.sql, database.owner, secretKey, size)
    const ids = seededIds(createRandom(seed + 1), clockOf(0))
    const turns = createTurns(random, (line) => trace.push(line))
    const ledgers = skewsMs.slice(0, 2).map((skewMs, index): Ledger => {
      const ledgerLanes = Array.from({ length: lanes }, (_, lane) => turns.lane(`ledger ${index} ${lane}`, single))
      return createLedger({
        sql: turns.connection(`ledger ${index}`, single),
        lanes: ledgerLanes,
        clock: clockOf(skewMs),
        ids,
        batch,
        tell: tellOf(ids),
      })
    })
    const sql = turns.connection('payments', single)
    const payments = createPayments({
      sql,
      clock: clockOf(skewsMs[2]!),
      ids,
      secretKey,
      lanes: Array.from({ length: lanes }, () => transactOn(sql)),
      committed: () => {},
    })

    const history = createHistory()
    const drawn = createDraws(random, world, ledgers, payments, clockOf(0))
    const unanswered = new Set<Sent>()
    let underWay = 0
    let unknown = 0

    function send(sent: Sent) {
      const { name, body, asks } = sent
      const call = history.send({ name, body, asks })
      trace.push(`ask ${name} ${body}`)
      unanswered.add(sent)
      underWay += 1
      const told = (answer: Answer) => {
        trace.push(`told ${name} ${answer.text}`)
        history.tell(call, answer)
        drawn.hear(asks, answer)
        unanswered.delete(sent)
      }
      const untold = (error: unknown) => {
        // Whatever is neither a full queue nor a lost connection is a fault of ours.
        if (!(error instanceof QueueFull) && !isConnectionLost(error)) throw error
        trace.push(`no answer ${name} ${error instanceof QueueFull ? 'queue full' : 'lost'}`)
        unknown += 1
      }
      return sent
        .submit()
        .then(told, untold)
        .finally(() => {
          underWay -= 1
        })
    }

    async function look() {
      const { accountId } = random.pick(world.customers)
      const sentAt = history.look()
      const [row] = await database.sql<
        { balance: bigint }[]
      >`select balance from ledger.account where id = ${accountId}`
      history.see({ account: accountId, balanceMinor: row!.balance, sentAt })
    }

    const failures: unknown[] = []
    for (let step = 0; step < steps; step += 1) {
      now += random.below(longestStepMs)
      for (let count = random.below(mostSentPerStep); count > 0; count -= 1) {
        const again = unanswered.size > 0 && random.chance(0.3) ? random.pick([...unanswered]) : undefined
        send(again ?? drawn.draw()).catch((error) => failures.push(error))
      }
      await turns.next()
      if (random.chance(0.3)) await look()
    }
    turns.calm()
    while (await turns.next());
    for (const sent of [...unanswered]) {
      send(sent).catch((error) => failures.push(error))
      while (await turns.next());
    }
    if (failures.length > 0) throw failures[0]
    if (underWay > 0) throw new Error(`${underWay} callers wait for ever`)

    const { calls } = history.log
    const outcomes = Map.groupBy(calls, ({ told }) => told?.answer.outcome)
    const lines = canonical(trace)
    return {
      digest: hash('sha256', lines.join('\n'), 'hex'),
      trace: lines,
      findings: checkHistory(history.log, await readState(database.sql)),
      faults: await checkLedger(database.sql),
      mistold: await findMistold(database.sql),
      done: outcomes.get('done')?.length ?? 0,
      refused: outcomes.get('refused')?.length ?? 0,
      unknown,
    }
  } finally {
    await single.end()
    await database.drop()
  }
}

/** UUIDv7 in form, by the seed in everything. */
function seededIds(random: Random, clock: Clock) {
  const digits = (count: number) => Array.from({ length: count }, () => random.below(16).toString(16)).join('')
  return () => {
    const time = clock.now().getTime().toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${digits(3)}-8${digits(3)}-${digits(12)}`
  }
}

/** Ids of the world differ from run to run: each becomes its number in the order of first mention. */
function canonical(trace: string[]): string[] {
  const numbers = new Map<string, number>()
  return trace.map((line) =>
    line.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      if (!numbers.has(id)) numbers.set(id, numbers.size + 1)
      return `#${numbers.get(id)}`
    }),
  )
}

/** What callers ask for: payments and the ledger's operations, some under a key that was used, some with another body. */
function createDraws(random: Random, world: World, ledgers: Ledger[], payments: Payments, clock: Clock) {
  const holds: { id: string; account: string; amountMinor: bigint }[] = []
  const earlier: Sent[] = []
  let count = 0

  function draw(): Sent {
    if (earlier.length > 0 && random.chance(0.12)) return random.pick(earlier)
    const sent = random.chance(0.5) ? drawPayment() : drawOperation()
    earlier.push(sent)
    return sent
  }

  /** Few keys for each customer now and then, so that some are used again for something else. */
  function drawKey(): string {
    count += 1
    return random.chance(0.12) ? `shared ${random.below(3)}` : `key ${count}`
  }

  function drawPayment(): Sent {
    const customer = random.pick(world.customers)
    const atCheckout = random.chance(0.25)
    const place = random.below(world.checkouts.length)
    const targetIndex = random.below(world.targets.length)
    const target = atCheckout
      ? ({ kind: 'checkout', checkoutId: world.checkouts[place]! } as const)
      : world.targets[targetIndex]!
    const request: PaymentRequest = {
      sessionToken: customer.cookie.split('=')[1],
      idempotencyKey: drawKey(),
      target,
      amount: atCheckout ? '500' : String(1 + random.below(30_000)),
      fee: '0',
      pin: random.chance(0.05) ? '000000' : pin,
      note: undefined,
      again: random.chance(0.5),
    }
    return {
      name: `payment ${customer.id} ${request.idempotencyKey}`,
      // The code on a shop's wall differs from run to run: its place says as much.
      body: JSON.stringify([atCheckout ? ['checkout', place] : targetIndex, request.amount, request.again]),
      asks: { kind: 'move' },
      submit: async () => toPaymentAnswer(await payments.pay(request), customer),
    }
  }

  function drawOperation(): Sent {
    const { id: actorId, accountId } = random.pick(world.customers)
    const { operation, asks, legs } = drawWhat(accountId)
    const request: LedgerRequest = { actorId, key: drawKey(), operation }
    const ledger = random.pick(ledgers)
    return {
      name: `ledger ${actorId} ${request.key}`,
      body: JSON.stringify(operation, (_name, value) => (typeof value === 'bigint' ? String(value) : value)),
      asks,
      submit: async () => toLedgerAnswer(await ledger.submit(request), legs),
    }
  }

  function drawWhat(account: string): { operation: LedgerRequest['operation']; asks: Asked; legs: Leg[] } {
    const amountMinor = BigInt(2 + random.below(15_000)) * 100n
    const known = holds.length > 0 && random.chance(0.5) ? random.pick(holds) : undefined
    if (known && random.chance(0.4))
      return {
        operation: { kind: 'release', holdId: known.id, accountId: known.account },
        asks: { kind: 'release', hold: known.id },
        legs: [],
      }
    if (!known && random.chance(0.6)) {
      const expiresAt = new Date(clock.now().getTime() + longestStepMs)
      return {
        operation: { kind: 'hold', accountId: account, amountMinor, expiresAt },
        asks: { kind: 'hold', account, amountMinor },
        legs: [],
      }
    }
    const legs = threeLegs(known?.account ?? account, known?.amountMinor ?? amountMinor)
    const wire = legs.map((leg) => ({ accountId: leg.account, amountMinor: leg.amountMinor }))
    if (!known) return { operation: { kind: 'entry', entryKind: 'moved', legs: wire }, asks: { kind: 'move' }, legs }
    return {
      operation: { kind: 'settle', holdId: known.id, entryKind: 'captured', legs: wire },
      asks: { kind: 'settle', hold: known.id },
      legs,
    }
  }

  function threeLegs(from: string, amountMinor: bigint): Leg[] {
    const to = random.pick(world.customers.filter(({ accountId }) => accountId !== from)).accountId
    return [
      { account: from, amountMinor: -amountMinor },
      { account: to, amountMinor: amountMinor - 100n },
      { account: world.feesAccountId, amountMinor: 100n },
    ]
  }

  return {
    draw,
    /** Holds that callers were told of can be settled and released. */
    hear(asks: Asked, answer: Answer) {
      if (asks.kind !== 'hold' || answer.outcome !== 'done' || holds.some(({ id }) => id === answer.id)) return
      holds.push({ id: answer.id, account: asks.account, amountMinor: asks.amountMinor })
    },
  }
}

function toLedgerAnswer(outcome: Outcome, legs: Leg[]): Answer {
  if ('done' in outcome) return { outcome: 'done', text: `done ${outcome.done}`, id: outcome.done, legs }
  if (outcome.refused === 'key_reused') return { outcome: 'key_reused', text: 'key reused' }
  const figures = Object.entries(outcome.figures).sort(([a], [b]) => a.localeCompare(b))
  return { outcome: 'refused', text: `${outcome.refused} ${JSON.stringify(figures)}` }
}

function toPaymentAnswer(answer: PaymentAnswer, customer: Customer): Answer {
  const text = JSON.stringify(answer)
  if ('refused' in answer)
    return { outcome: answer.refused === 'idempotency_key_reused' ? 'key_reused' : 'refused', text }
  const account = customer.accountId
  const minorOf = (money: { amount: string }) => BigInt(money.amount.replace('.', ''))
  return {
    outcome: 'done',
    text,
    id: answer.id,
    legs: [{ account, amountMinor: -minorOf(answer.amount!) }],
    balance: { account, balanceMinor: minorOf(answer.balanceAfter) },
  }
}
