import { openAccount } from '../server/ledger/accounts.ts'
import { createLedger, type Ledger } from '../server/ledger/ledger.ts'
import { systemClock } from '../server/platform/clock.ts'
import { connect, type Sql } from '../server/platform/database.ts'
import { createIds } from '../server/platform/ids.ts'
import { createBenchDatabase, preparePgbench, runPgbench, startBenchServer } from './baseline.ts'
import { compare, type Figure, percentile } from './report.ts'

const accountCount = 10_000
const callers = 256
const pgbenchClients = 8
const openingMinor = 1_000_000_000_00n

const ids = createIds(systemClock)

export type BenchOptions = { rounds: number; seconds: number; note(text: string): void }

/** Transfers through the ledger's verb, with entries and idempotency, beside pgbench TPC-B on the same server. */
export async function run({ rounds, seconds, note }: BenchOptions): Promise<Figure[]> {
  const server = await startBenchServer()
  try {
    await preparePgbench(server)
    const url = await createBenchDatabase(server, 'bench_ledger')
    const sql = connect(url, { connections: 2, name: 'bench' })
    const accounts = await openAccounts(sql)
    const ledger = createLedger({ sql, clock: systemClock, ids, lanes: 2 })
    await fill(ledger, accounts)
    const random = pickRandom(accounts.customers)
    const hot = pickHot(accounts.customers, accounts.merchant)

    const figures: Record<string, { value: number; baseline: number }[]> = { random: [], hot: [], lone: [] }
    for (let round = 0; round < rounds; round += 1) {
      const eight = await runPgbench(server, pgbenchClients, seconds)
      const atRandom = await load(ledger, random, callers, seconds)
      const atHot = await load(ledger, hot, callers, seconds)
      const one = await runPgbench(server, 1, seconds)
      const alone = await load(ledger, random, 1, seconds)
      figures.random!.push({ value: atRandom.perSecond, baseline: eight })
      figures.hot!.push({ value: atHot.perSecond, baseline: eight })
      figures.lone!.push({ value: alone.perSecond, baseline: one })
      note(
        `round ${round + 1}: p99 random ${atRandom.p99Ms.toFixed(1)} ms, hot ${atHot.p99Ms.toFixed(1)} ms, lone ${alone.p99Ms.toFixed(2)} ms`,
      )
    }
    await checkSums(sql)
    await sql.end()
    return [
      { ...compare('ledger.random', 'transfers/s', figures.random!), wanted: '>= 4' },
      { ...compare('ledger.hot', 'transfers/s', figures.hot!), wanted: '>= 5' },
      { ...compare('ledger.lone', 'transfers/s', figures.lone!), wanted: '>= 1' },
    ]
  } finally {
    await server.stop()
  }
}

type Accounts = { opening: string; merchant: string; customers: string[] }

async function openAccounts(sql: Sql): Promise<Accounts> {
  const open = (purpose: 'opening' | 'merchant' | 'customer', floor: bigint | null) =>
    openAccount(sql, {
      id: ids(),
      purpose,
      ownerId: purpose === 'opening' ? null : ids(),
      currency: 'IDR',
      floor,
      openedAt: new Date(),
    })
  const customers: string[] = []
  for (let made = 0; made < accountCount; made += 100)
    customers.push(...(await Promise.all(Array.from({ length: 100 }, () => open('customer', 0n)))))
  return { opening: await open('opening', null), merchant: await open('merchant', 0n), customers }
}

async function fill(ledger: Ledger, { opening, customers }: Accounts) {
  await Promise.all(
    customers.map((customer) => transfer(ledger, { from: opening, to: customer, amountMinor: openingMinor })),
  )
}

type Transfer = { from: string; to: string; amountMinor: bigint }
const actorId = ids()

async function transfer(ledger: Ledger, { from, to, amountMinor }: Transfer) {
  const outcome = await ledger.submit({
    actorId,
    key: ids(),
    operation: {
      kind: 'entry',
      entryKind: 'transfer',
      legs: [
        { accountId: from, amountMinor: -amountMinor },
        { accountId: to, amountMinor },
      ],
    },
  })
  if ('refused' in outcome) throw new Error(`refused: ${outcome.refused}`)
}

const pick = <T>(from: T[]) => from[Math.floor(Math.random() * from.length)]!

function pickRandom(customers: string[]) {
  return (): Transfer => {
    const from = pick(customers)
    let to = pick(customers)
    while (to === from) to = pick(customers)
    return { from, to, amountMinor: 100n }
  }
}

function pickHot(customers: string[], merchant: string) {
  return (): Transfer => ({ from: pick(customers), to: merchant, amountMinor: 100n })
}

async function load(ledger: Ledger, next: () => Transfer, callerCount: number, seconds: number) {
  const latencies: number[] = []
  const start = performance.now()
  const end = start + seconds * 1000
  const caller = async () => {
    while (performance.now() < end) {
      const sent = performance.now()
      await transfer(ledger, next())
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
