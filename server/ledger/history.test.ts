import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { systemClock } from '../platform/clock.ts'
import { type Sql, violatedConstraint } from '../platform/database.ts'
import { createIds } from '../platform/ids.ts'
import { isRefusal } from '../platform/refusals.ts'
import { toSealKey } from '../platform/seal-key.ts'
import { openAccount } from './accounts.ts'
import { checkLedger } from './check.ts'
import {
  balanceAt,
  openStatement,
  type Period,
  type Place,
  type Posting,
  pageOfHistory,
  statementLines,
} from './history.ts'
import { postEntry } from './ledger.ts'
import { keepMonthsAhead, monthsFrom } from './months.jobs.ts'
import { createSealer } from './seal.ts'
import { verifyLedger } from './verify.ts'

const runs = Number(process.env.LEDGER_RUNS ?? 25)
let database: TestDatabase
let sql: Sql
let now = new Date(0)
const clock = { now: () => now }
const ids = createIds(clock)
const systemIds = createIds(systemClock)

/** Months with tables of their own; what lies before, after and between them goes to the default partition. */
const months = ['2025-01-01', '2025-02-01', '2025-04-01']
const first = Date.parse('2024-12-25T00:00:00Z')
const last = Date.parse('2025-05-05T00:00:00Z')
/** Moments on which periods and months begin and end, and the last ones before. */
const borders = [...months, '2025-03-01', '2025-05-01'].flatMap((day) => [Date.parse(day) - 1, Date.parse(day)])
const moment = fc.oneof(fc.integer({ min: first, max: last }), fc.constantFrom(...borders))

before(async () => {
  database = await createTestDatabase()
  sql = database.sql
  for (const month of months) await database.owner`select ledger.create_month(${month}::date)`
})
after(() => database.drop())

type Made = { at: number; amountMinor: bigint }

const open = (db: Sql = sql) =>
  openAccount(db, {
    id: systemIds(),
    purpose: 'customer',
    ownerId: systemIds(),
    currency: 'IDR',
    floor: null,
    openedAt: new Date(first),
  })

/** Posts to the account at these times, in their order, against another account. */
async function post(db: Sql, accountId: string, made: Made[]) {
  const other = await open(db)
  for (const { at, amountMinor } of made) {
    now = new Date(at)
    const legs = [
      { accountId, amountMinor },
      { accountId: other, amountMinor: -amountMinor },
    ]
    const posted = await db.begin((tx) => postEntry(tx, clock, { id: ids(), kind: 'test', legs }))
    assert.ok('entryId' in posted)
  }
}

const sum = (made: Made[]) => made.reduce((total, { amountMinor }) => total + amountMinor, 0n)
const plain = (made: Made[]) => made.map(({ at, amountMinor }) => [at, amountMinor])
const plainRows = (rows: Posting[]) => rows.map((row) => [row.postedAt.getTime(), row.amountMinor])

async function readStatement(db: Sql, accountId: string, period: Period) {
  const statement = await openStatement(db, accountId, period)
  if (isRefusal(statement)) throw new Error(statement.refused)
  const lines: Posting[] = []
  for await (const piece of statementLines(db, statement)) lines.push(...piece)
  return { statement, lines }
}

async function readHistory(db: Sql, accountId: string, limit: number): Promise<Posting[]> {
  const all: Posting[] = []
  for (let place: Place | null = null; ; ) {
    const page = await pageOfHistory(db, accountId, place, limit)
    all.push(...page.postings)
    if (!page.next) return all
    place = page.next
  }
}

const drawn = fc.record({
  made: fc.array(fc.record({ at: moment, amountMinor: fc.bigInt(-900n, 900n).filter((amount) => amount !== 0n) }), {
    maxLength: 25,
  }),
  instants: fc.array(moment, { maxLength: 6 }),
  periods: fc.array(fc.tuple(moment, moment), { minLength: 1, maxLength: 4 }),
  limit: fc.integer({ min: 1, max: 9 }),
})

describe('an account in time', () => {
  it('has at any instant, in any period and on any page what its postings add up to', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async ({ made: unordered, instants, periods, limit }) => {
        const made = unordered.toSorted((a, b) => a.at - b.at)
        const accountId = await open()
        await post(sql, accountId, made)
        const ends = [first - 1, last + 1]
        for (const at of [...instants, ...ends, ...made.flatMap((leg) => [leg.at - 1, leg.at, leg.at + 1])]) {
          const expected = sum(made.filter((leg) => leg.at <= at))
          assert.equal(await balanceAt(sql, accountId, new Date(at)), expected)
        }
        for (const [one, other] of [...periods, ends as [number, number]]) {
          const [from, to] = [Math.min(one, other), Math.max(one, other)]
          const { statement, lines } = await readStatement(sql, accountId, { from: new Date(from), to: new Date(to) })
          const inside = made.filter((leg) => leg.at >= from && leg.at < to)
          assert.deepEqual(plainRows(lines), plain(inside))
          assert.equal(statement.openingMinor, sum(made.filter((leg) => leg.at < from)))
          assert.equal(statement.closingMinor, sum(made.filter((leg) => leg.at < to)))
          assert.equal(statement.inMinor, sum(inside.filter((leg) => leg.amountMinor > 0n)))
          assert.equal(statement.outMinor, -sum(inside.filter((leg) => leg.amountMinor < 0n)))
          assert.equal(statement.lineCount, inside.length)
        }
        const history = await readHistory(sql, accountId, limit)
        assert.deepEqual(plainRows(history), plain(made.toReversed()))
      }),
      { numRuns: runs },
    )
    assert.deepEqual(await checkLedger(sql), [])
  })

  it('reads one month where one will do', async () => {
    const accountId = await open()
    await post(sql, accountId, [{ at: Date.parse('2025-02-03T00:00:00Z'), amountMinor: 5n }])
    const parts = async (query: string) => {
      const plan = await sql.unsafe(`explain (analyze, costs off, timing off, summary off) ${query}`)
      const lines = plan.map((row) => String(row['QUERY PLAN']))
      return lines.filter((line) => line.includes('on posting_') && !line.includes('never executed'))
    }
    const period = `posted_at >= '2025-02-01Z' and posted_at < '2025-03-01Z'`
    const scans = await parts(
      `select * from ledger.posting p where account_id = '${accountId}' and ${period} order by posted_at, seq limit 10`,
    )
    assert.equal(scans.length, 1, scans.join('\n'))
    assert.match(scans[0]!, /posting_2025_02/)
    // Within the function plans are not shown; what was read is counted.
    const before = await scanned()
    await balanceAt(sql, accountId, new Date('2025-04-20T00:00:00Z'))
    const read = Object.entries(await scanned()).filter(([name, count]) => count > (before[name] ?? 0))
    assert.deepEqual(read.map(([name]) => name).sort(), ['posting_2025_02', 'posting_default'])
  })
})

/** Index scans of each month so far. */
async function scanned(): Promise<Record<string, number>> {
  // Counts reach the view when the connection rests or is told to write them.
  for (let index = 0; index < 8; index += 1) await sql`select pg_stat_force_next_flush()`
  await new Promise((resolve) => setTimeout(resolve, 50))
  const rows = await database.owner<{ name: string; count: number }[]>`
    select relname as name, idx_scan::int as count from pg_stat_all_tables where schemaname = 'ledger' and relname like 'posting%'`
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
}

describe('months', () => {
  it('are made ahead by a worker, who comes again', async () => {
    const later = { now: () => new Date('2031-11-15T00:00:00Z') }
    assert.deepEqual(monthsFrom(later.now()), ['2031-11-01', '2031-12-01', '2032-01-01', '2032-02-01'])
    await keepMonthsAhead(sql, later)
    await keepMonthsAhead(sql, later)
    const made = await database.owner`
      select relname from pg_class where relname similar to '(posting|entry)_203%' and relkind = 'r'`
    assert.equal(made.length, 8)
    const jobs = await database.owner`select run_at from graphile_worker.jobs where key = 'ledger.createMonths'`
    assert.deepEqual(Array.from(jobs), [{ run_at: new Date('2031-11-16T00:00:00Z') }])
    await assert.rejects(database.owner`delete from ledger.posting_2032_01`, /never changed/)
  })

  it('go to the archive, oldest first, and what is left stays right', async (test) => {
    const own = await createTestDatabase()
    test.after(() => own.drop())
    const db = own.sql
    const archive = (month: string, at = '2025-06-01T00:00:00Z') =>
      own.owner`select ledger.detach_month(${month}::date, ${at})`
    const refusedBy = (constraint: string) => (error: unknown) => violatedConstraint(error) === constraint
    for (const month of ['2025-01-01', '2025-02-01', '2025-03-01'])
      await own.owner`select ledger.create_month(${month}::date)`
    const made = ['01-05', '01-20', '02-02', '02-27', '03-10'].map((day, index) => ({
      at: Date.parse(`2025-${day}T00:00:00Z`),
      amountMinor: BigInt(10 ** index),
    }))
    const accountId = await open(db)
    const quiet = await open(db)
    await post(db, quiet, made.slice(0, 1))
    await post(db, accountId, made)
    await assert.rejects(archive('2025-02-01'), refusedBy('month_oldest'))
    await assert.rejects(archive('2025-01-01', '2025-02-20T00:00:00Z'), refusedBy('month_over'))
    await assert.rejects(db`select ledger.detach_month('2025-01-01', now())`, /permission denied/)
    await assert.rejects(archive('2025-01-01'), refusedBy('month_sealed'))
    const key = toSealKey(generateKeyPairSync('ed25519').privateKey)
    const sealer = createSealer({ sql: db, clock, key })
    await sealer.pass()
    await archive('2025-01-01')
    await archive('2025-02-01')
    await sealer.pass()
    assert.deepEqual((await verifyLedger(db, {}, () => {})).faults, [])
    assert.deepEqual(await checkLedger(db), [])
    const readableFrom = '2025-03-01T00:00:00.000Z'
    const refusal = { refused: 'period_archived', figures: { readableFrom } }
    assert.deepEqual(await balanceAt(db, accountId, new Date('2025-02-28T00:00:00Z')), refusal)
    assert.equal(await balanceAt(db, accountId, new Date('2025-03-01T00:00:00Z')), 1_111n)
    assert.equal(await balanceAt(db, accountId, new Date('2025-03-10T00:00:00Z')), 11_111n)
    assert.equal(await balanceAt(db, quiet, new Date('2025-03-10T00:00:00Z')), 1n)
    const to = new Date('2025-04-01T00:00:00Z')
    assert.deepEqual(await openStatement(db, accountId, { from: new Date('2025-02-01T00:00:00Z'), to }), refusal)
    const { statement, lines } = await readStatement(db, accountId, { from: new Date(readableFrom), to })
    assert.deepEqual([statement.openingMinor, statement.closingMinor, lines.length], [1_111n, 11_111n, 1])
    assert.deepEqual(plainRows(await readHistory(db, accountId, 3)), plain(made.slice(4)))
    await post(db, accountId, [{ at: Date.parse('2025-03-11T00:00:00Z'), amountMinor: -1n }])
    await own.owner`select ledger.create_month('2025-01-01')`
    const [there] = await own.owner`select to_regclass('ledger.posting_2025_01') as name`
    assert.equal(there!.name, null, 'an archived month is not made again')
    assert.deepEqual(await checkLedger(db), [])
  })

  it('that lie in the default partition are drawn out of it, and then go to the archive like all', async (test) => {
    const own = await createTestDatabase()
    test.after(() => own.drop())
    const db = own.sql
    const made = ['2024-12-30', '2025-01-05', '2025-01-20', '2025-02-27', '2025-03-10'].map((day, index) => ({
      at: Date.parse(`${day}T00:00:00Z`),
      amountMinor: BigInt(10 ** index),
    }))
    await own.owner`select ledger.create_month('2025-02-01')`
    const accountId = await open(db)
    await post(db, accountId, made)
    const sealer = createSealer({ sql: db, clock, key: toSealKey(generateKeyPairSync('ed25519').privateKey) })
    await sealer.pass()
    const archive = (month: string) => own.owner`select ledger.detach_month(${month}::date, '2025-06-01T00:00:00Z')`
    await assert.rejects(archive('2025-02-01'), (error) => violatedConstraint(error) === 'month_whole')
    await assert.rejects(db`select ledger.draw_months()`, /permission denied/)

    const draw = () =>
      own.owner<{ month: string }[]>`select to_char(month, 'YYYY-MM') as month from ledger.draw_months() month`
    assert.deepEqual(
      (await draw()).map(({ month }) => month),
      ['2024-12', '2025-01', '2025-03'],
    )
    assert.deepEqual(Array.from(await draw()), [])
    const [lying] = await own.owner`
      select (select count(*)::int from ledger.posting_default) + (select count(*)::int from ledger.entry_default) as rows`
    assert.equal(lying!.rows, 0)
    await assert.rejects(own.owner`delete from ledger.posting_default`, /never changed/)
    assert.deepEqual(plainRows(await readHistory(db, accountId, 2)), plain(made).reverse())
    for (const month of ['2024-12-01', '2025-01-01', '2025-02-01']) await archive(month)
    await sealer.pass()
    assert.deepEqual((await verifyLedger(db, {}, () => {})).faults, [])
    assert.deepEqual(await checkLedger(db), [])
    assert.equal(await balanceAt(db, accountId, new Date('2025-03-01T00:00:00Z')), 1_111n)
    await post(db, accountId, [{ at: Date.parse('2025-05-01T00:00:00Z'), amountMinor: -1n }])
    assert.deepEqual(plainRows(await readHistory(db, accountId, 3)).length, 2)
  })
})
