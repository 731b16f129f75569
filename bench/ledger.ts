import { openAccount } from '../server/ledger/accounts.ts'
import type { Operation } from '../server/ledger/book.ts'
import { createLedger, type Ledger } from '../server/ledger/ledger.ts'
import { systemClock } from '../server/platform/clock.ts'
import { connect, connectLanes, type Sql } from '../server/platform/database.ts'
import { createIds } from '../server/platform/ids.ts'
import { createBenchDatabase, runPgbench, startBenchServer } from './baseline.ts'
import { compare, type Figure, percentile } from './report.ts'

const accountCount = 10_000
const callers = 256
const pgbenchClients = 8
const openingMinor = 1_000_000_000_00n

const ids = createIds(systemClock)

export type BenchOptions = { rounds: number; seconds: number; note(text: string): void }

/** Transactions at once of the row-by-row way, which has no batches to gain from. */
const rowByRowConnections = 8

/**
 * Movements through the ledger's verb, with entries and idempotency, beside pgbench TPC-B on the same server; and
 * beside both the row-by-row way: the same verb and schema, a transaction for each transfer.
 */
export async function run({ rounds, seconds, note }: BenchOptions): Promise<Figure[]> {
  const server = await startBenchServer()
  try {
    const url = await createBenchDatabase(server, 'bench_ledger')
    const sql = connect(url, { connections: 2, name: 'bench' })
    const lanes = connectLanes(url, { lanes: 2, name: 'bench lane' })
    const rowLanes = connectLanes(url, { lanes: rowByRowConnections, name: 'bench row by row' })
    const accounts = await openAccounts(sql)
    const deps = { clock: systemClock, ids }
    const ledger = createLedger({ ...deps, sql, lanes })
    const rowByRow = createLedger({ ...deps, sql, lanes: rowLanes, batch: { batchLimit: 1, depth: 1 } })
    await fill(ledger, accounts)
    // Accounts of its own: who moves accounts behind a ledger's back makes it careful, which is not what is measured here.
    const rowAccounts = await openAccounts(sql)
    await fill(ledger, rowAccounts)
    const random = () => transfer(ledger, pickRandom(accounts))
    const inRow = () => transfer(rowByRow, pickRandom(rowAccounts))
    const hot = () => transfer(ledger, pickHot(accounts))
    const mixed = createMixedCalls(ledger, accounts)

    type Measured = { value: number; baseline: number }
    const measured = { random: [], hot: [], lone: [], mixed: [], rows: [] } as Record<string, Measured[]>
    for (let round = 0; round < rounds; round += 1) {
      const eight = await runPgbench(server, pgbenchClients, seconds)
      const atRandom = await load(random, callers, seconds)
      const atHot = await load(hot, callers, seconds)
      const inMixture = await load(mixed, callers, seconds)
      const inRows = await load(inRow, callers, seconds)
      const one = await runPgbench(server, 1, seconds)
      const alone = await load(random, 1, seconds)
      measured.random!.push({ value: atRandom.perSecond, baseline: eight })
      measured.hot!.push({ value: atHot.perSecond, baseline: eight })
      measured.mixed!.push({ value: inMixture.perSecond, baseline: eight })
      measured.rows!.push({ value: inRows.perSecond, baseline: eight })
      measured.lone!.push({ value: alone.perSecond, baseline: one })
      note(
        `round ${round + 1}: p99 random ${atRandom.p99Ms.toFixed(1)} ms, hot ${atHot.p99Ms.toFixed(1)} ms, mixed ${inMixture.p99Ms.toFixed(1)} ms, lone ${alone.p99Ms.toFixed(2)} ms`,
      )
    }
    await checkSums(sql)
    await Promise.all([sql, ...lanes, ...rowLanes].map((pool) => pool.end()))
    return [
      { ...compare('ledger.random', 'transfers/s', measured.random!), wanted: '>= 6' },
      { ...compare('ledger.hot', 'transfers/s', measured.hot!), wanted: '>= 8' },
      { ...compare('ledger.mixed', 'movements/s', measured.mixed!), wanted: '>= 4' },
      { ...compare('ledger.lone', 'transfers/s', measured.lone!), wanted: '>= 1' },
      { ...compare('ledger.row_by_row', 'transfers/s', measured.rows!), wanted: 'none: what batches gain' },
    ]
  } finally {
    await server.stop()
  }
}

type Accounts = { opening: string; merchant: string; fees: string; customers: string[] }

async function openAccounts(sql: Sql): Promise<Accounts> {
  const open = (purpose: 'opening' | 'merchant' | 'fees' | 'customer', floor: bigint | null) =>
    openAccount(sql, {
      id: ids(),
      purpose,
      ownerId: purpose === 'customer' || purpose === 'merchant' ? ids() : null,
      currency: 'IDR',
      floor,
      openedAt: new Date(),
    })
  const customers: string[] = []
  for (let made = 0; made < accountCount; made += 100)
    customers.push(...(await Promise.all(Array.from({ length: 100 }, () => open('customer', 0n)))))
  const [opening, merchant, fees] = await Promise.all([open('opening', null), open('merchant', 0n), open('fees', 0n)])
  return { opening, merchant, fees, customers }
}

async function fill(ledger: Ledger, { opening, customers }: Accounts) {
  await Promise.all(
    customers.map((customer) => transfer(ledger, { from: opening, to: customer, amountMinor: openingMinor })),
  )
}

type Transfer = { from: string; to: string; amountMinor: bigint }
const actorId = ids()

async function transfer(ledger: Ledger, { from, to, amountMinor }: Transfer) {
  await done(ledger, entryOf('transfer', [from, -amountMinor], [to, amountMinor]))
}

function entryOf(entryKind: string, ...legs: [accountId: string, amountMinor: bigint][]) {
  return {
    kind: 'entry' as const,
    entryKind,
    legs: legs.map(([accountId, amountMinor]) => ({ accountId, amountMinor })),
  }
}

async function done(ledger: Ledger, operation: Operation): Promise<string> {
  const outcome = await ledger.submit({ actorId, key: ids(), operation })
  if ('refused' in outcome) throw new Error(`refused: ${outcome.refused}`)
  return outcome.done
}

const pick = <T>(from: T[]) => from[Math.floor(Math.random() * from.length)]!

function pickRandom({ customers }: Accounts): Transfer {
  const from = pick(customers)
  let to = pick(customers)
  while (to === from) to = pick(customers)
  return { from, to, amountMinor: 100n }
}

function pickHot({ customers, merchant }: Accounts): Transfer {
  return { from: pick(customers), to: merchant, amountMinor: 100n }
}

/** 80 % payments with a fee leg, 10 % holds, 5 % settlements, 5 % refusals for too little money. */
function createMixedCalls(ledger: Ledger, { customers, merchant, fees }: Accounts): () => Promise<void> {
  const open: { holdId: string; accountId: string }[] = []

  async function hold() {
    const accountId = pick(customers)
    const expiresAt = new Date(Date.now() + 3_600_000)
    open.push({ accountId, holdId: await done(ledger, { kind: 'hold', accountId, amountMinor: 100n, expiresAt }) })
  }

  async function settle({ holdId, accountId }: { holdId: string; accountId: string }) {
    const { legs } = entryOf('settle', [accountId, -100n], [merchant, 100n])
    await done(ledger, { kind: 'settle', holdId, entryKind: 'settle', legs })
  }

  async function overdraw() {
    const tooMuch = 1000n * openingMinor
    const operation = entryOf('transfer', [pick(customers), -tooMuch], [merchant, tooMuch])
    const outcome = await ledger.submit({ actorId, key: ids(), operation })
    if (!('refused' in outcome)) throw new Error('money out of nothing')
  }

  return async () => {
    const share = Math.random()
    const settled = share < 0.05 ? open.shift() : undefined
    if (settled) await settle(settled)
    else if (share < 0.15) await hold()
    else if (share < 0.2) await overdraw()
    else await done(ledger, entryOf('payment', [pick(customers), -1000n], [merchant, 993n], [fees, 7n]))
  }
}

export async function load(call: () => Promise<unknown>, callerCount: number, seconds: number) {
  const latencies: number[] = []
  const start = performance.now()
  const end = start + seconds * 1000
  const caller = async () => {
    while (performance.now() < end) {
      const sent = performance.now()
      await call()
      latencies.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: callerCount }, caller))
  return {
    perSecond: latencies.length / ((performance.now() - start) / 1000),
    p99Ms: percentile(latencies, 0.99),
  }
}

async function checkSums(sql: Sql) {
  const [row] = await sql<{ total: bigint }[]>`select sum(balance)::bigint as total from ledger.account`
  if (row?.total !== 0n) throw new Error('the ledger does not sum to zero')
}
