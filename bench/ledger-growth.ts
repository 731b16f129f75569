import { checkLedger } from '../server/ledger/check.ts'
import { balanceAt, pageOfHistory } from '../server/ledger/history.ts'
import { createLedger, type Ledger } from '../server/ledger/ledger.ts'
import { systemClock } from '../server/platform/clock.ts'
import { connect, connectLanes, connectOwner, type Sql } from '../server/platform/database.ts'
import { createIds } from '../server/platform/ids.ts'
import { isRefusal } from '../server/platform/refusals.ts'
import { createBenchDatabase, startBenchServer } from './baseline.ts'
import { type GrownLedger, growLedger } from './grow.ts'
import type { BenchOptions } from './ledger.ts'
import { compare, type Figure, median, percentile } from './report.ts'

const defaultPostings = 10_000_000
const callers = 256
const laneCount = 2
const looks = 1_500
const pageLines = 30
/** The checker sorts every posting: above this it would take longer than the bench. */
const checkedPostings = 1_000_000

const ids = createIds(systemClock)
const pick = <T>(from: T[]) => from[Math.floor(Math.random() * from.length)]!

/** The same work on a ledger with ten thousand postings and on one with ten million, turn by turn on one server. */
export async function run({ rounds, seconds, note }: BenchOptions): Promise<Figure[]> {
  const postings = Number(process.env.BENCH_GROWTH_POSTINGS ?? defaultPostings)
  const server = await startBenchServer()
  const names = ['bench_growth_small', 'bench_growth_large'] as const
  const admin = connectOwner(server.url('postgres'))
  try {
    const worlds = []
    for (const [index, name] of names.entries())
      worlds.push(await openWorld(await createBenchDatabase(server, name), index === 0 ? 0 : postings, note))
    const [small, large] = worlds as [World, World]
    const measured: Record<string, { value: number; baseline: number }[]> = { growth: [], history: [], point: [] }
    for (let round = 0; round < rounds; round += 1) {
      // Whoever comes first has the caches of the other to fill again: take turns.
      const order = round % 2 === 0 ? [small, large] : [large, small]
      const results = new Map<World, Result>()
      for (const world of order) results.set(world, await measure(world, seconds))
      const [before, after] = [results.get(small)!, results.get(large)!]
      for (const name of ['growth', 'history', 'point'] as const)
        measured[name]!.push({ value: after[name], baseline: before[name] })
      note(
        `round ${round + 1}: ${after.growth.toFixed(0)}/s, p99 ${after.postMs.toFixed(1)} ms, ${after.walBytes.toFixed(0)} bytes of log each; small ${before.growth.toFixed(0)}/s, p99 ${before.postMs.toFixed(1)} ms, ${before.walBytes.toFixed(0)} bytes`,
      )
    }
    for (const world of worlds) await closeWorld(world)
    const slower = (name: string) => {
      const diffs = measured[name]!.map(({ value, baseline }) => value - baseline)
      return { diffMs: Number(median(diffs).toPrecision(4)), wanted: '<= 3 ms' }
    }
    return [
      { ...compare('ledger.growth', 'transfers/s', measured.growth!), wanted: '>= 0.9' },
      { ...compare('ledger.growth.history', 'ms', measured.history!), ...slower('history') },
      { ...compare('ledger.growth.point', 'ms', measured.point!), ...slower('point') },
    ]
  } finally {
    for (const name of names) await admin.unsafe(`drop database if exists ${name} with (force)`)
    await admin.end()
    await server.stop()
  }
}

type World = GrownLedger & { sql: Sql; lanes: Sql[]; ledger: Ledger }
type Result = { growth: number; postMs: number; walBytes: number; history: number; point: number }

async function openWorld(url: string, postings: number, note: BenchOptions['note']): Promise<World> {
  const owner = connectOwner(url)
  const grown = await growLedger(owner, postings)
  note(
    `${grown.postings} postings filled in ${grown.seconds.toFixed(0)} s: ${(grown.bytes / grown.postings).toFixed(0)} bytes a posting, with its share of entry and first answer`,
  )
  if (grown.postings <= checkedPostings) {
    const faults = await checkLedger(owner)
    if (faults.length > 0) throw new Error(`the filled ledger is not sound: ${JSON.stringify(faults[0])}`)
  }
  await owner.end()
  const sql = connect(url, { connections: 1, name: 'bench' })
  const lanes = connectLanes(url, { lanes: laneCount, name: 'bench lane' })
  return { ...grown, sql, lanes, ledger: createLedger({ sql, lanes, clock: systemClock, ids }) }
}

async function closeWorld({ sql, lanes }: World) {
  const [row] = await sql<{ total: bigint }[]>`select sum(balance)::bigint as total from ledger.account`
  if (row?.total !== 0n) throw new Error('the ledger does not sum to zero')
  await Promise.all([sql, ...lanes].map((pool) => pool.end()))
}

async function measure(world: World, seconds: number): Promise<Result> {
  const walBefore = await walOf(world.sql)
  const { perSecond, p99Ms, count } = await post(world, seconds)
  const walBytes = ((await walOf(world.sql)) - walBefore) / count
  const history = await timed(() => {
    const place = { postedAt: instant(world), seq: 0n }
    return pageOfHistory(world.sql, pick(world.accounts), place, pageLines)
  })
  const point = await timed(async () => {
    const balance = await balanceAt(world.sql, pick(world.accounts), instant(world))
    if (isRefusal(balance)) throw new Error(balance.refused)
  })
  return { growth: perSecond, postMs: p99Ms, walBytes, history, point }
}

async function walOf(sql: Sql): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as bytes`
  return row!.bytes
}

/** A moment between the first posting and now. */
function instant({ firstAt }: World): Date {
  return new Date(firstAt.getTime() + Math.random() * (Date.now() - firstAt.getTime()))
}

async function timed(look: () => Promise<unknown>): Promise<number> {
  const latencies: number[] = []
  for (let done = 0; done < looks; done += 1) {
    const asked = performance.now()
    await look()
    latencies.push(performance.now() - asked)
  }
  return percentile(latencies, 0.99)
}

const actorId = ids()

async function post({ ledger, accounts }: World, seconds: number) {
  const latencies: number[] = []
  const start = performance.now()
  const end = start + seconds * 1000
  const caller = async () => {
    while (performance.now() < end) {
      const from = pick(accounts)
      const to = pick(accounts)
      if (to === from) continue
      const sent = performance.now()
      const legs = [
        { accountId: from, amountMinor: -100n },
        { accountId: to, amountMinor: 100n },
      ]
      const operation = { kind: 'entry' as const, entryKind: 'transfer', legs }
      const outcome = await ledger.submit({ actorId, key: ids(), operation })
      if ('refused' in outcome) throw new Error(`refused: ${outcome.refused}`)
      latencies.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  const perSecond = latencies.length / ((performance.now() - start) / 1000)
  return { perSecond, p99Ms: percentile(latencies, 0.99), count: latencies.length }
}
