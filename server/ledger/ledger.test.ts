import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { systemClock as clock } from '../platform/clock.ts'
import { connectLanes, connectOwner, isRetryable, type Sql } from '../platform/database.ts'
import { createIds } from '../platform/ids.ts'
import { openAccount, setAccountState } from './accounts.ts'
import { enter, type Leg, type LockedHold, type Operation, type Outcome, openBook } from './book.ts'
import { checkLedger } from './check.ts'
import { releaseDueHolds } from './holds.jobs.ts'
import { lockAccounts } from './ledger.sql.ts'
import { createLedger, type Ledger, type LedgerRequest } from './ledger.ts'

const runs = Number(process.env.LEDGER_RUNS ?? 12)
const processes = 3
const people = 5
const openingMinor = 1_000n
const ids = createIds(clock)

let database: TestDatabase
const pools: Sql[] = []
/** As many ledgers as there would be processes: they share the database and nothing else. */
const ledgers: Ledger[] = []
/** Short enough that a forced deadlock does not cost a second each time. */
const deadlockTimeout = '15ms'

before(async () => {
  database = await createTestDatabase()
  const name = new URL(database.url).pathname.slice(1)
  await database.owner.unsafe(`alter database ${name} set deadlock_timeout = '${deadlockTimeout}'`)
  for (let index = 0; index < processes; index += 1) {
    const lanes = connectLanes(database.url, { lanes: 2, name: `process ${index}` })
    pools.push(...lanes)
    ledgers.push(createLedger({ sql: database.sql, lanes, clock, ids, batch: { batchLimit: 25 } }))
  }
})
after(async () => {
  for (const pool of pools) await pool.end()
  await database.drop()
})

type World = { open: string[]; outside: string; dollars: string[]; frozen: string; closed: string; all: string[] }

const open = (currency: 'IDR' | 'USD', floor: bigint | null) =>
  openAccount(database.sql, { id: ids(), purpose: 'customer', ownerId: ids(), currency, floor, openedAt: clock.now() })

async function post(legs: Leg[]): Promise<void> {
  const operation: Operation = { kind: 'entry', entryKind: 'opening', legs }
  assert.ok('done' in (await ledgers[0]!.submit({ actorId: ids(), key: 'opening', operation })))
}

/** Accounts of one run: people who cannot go below nothing, the outside world that can, a frozen and a closed one. */
async function createWorld(): Promise<World> {
  const outside = await open('IDR', null)
  const persons = await Promise.all(Array.from({ length: people }, () => open('IDR', 0n)))
  const dollars = [await open('USD', null), await open('USD', 0n)]
  const [frozen, closed] = [await open('IDR', 0n), await open('IDR', 0n)]
  const given = [...persons, frozen].map((accountId) => ({ accountId, amountMinor: openingMinor }))
  await post([...given, { accountId: outside, amountMinor: -openingMinor * BigInt(given.length) }])
  await database.sql.begin((tx) => setAccountState(tx, frozen, 'frozen'))
  await database.sql.begin((tx) => setAccountState(tx, closed, 'closed'))
  return { open: persons, outside, dollars, frozen, closed, all: [...persons, outside, ...dollars, frozen, closed] }
}

/** What fast-check draws; numbers become accounts and holds of the run. */
type Drawn = {
  process: number
  key: number
  kind: 'entry' | 'lopsided' | 'two_currencies' | 'hold' | 'settle' | 'release'
  accounts: number[]
  amounts: number[]
  hold: number
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  process: fc.nat(processes - 1),
  // Few keys, so that many are used again: some with the same body, most with another.
  key: fc.nat(40),
  kind: fc.constantFrom('entry', 'entry', 'entry', 'lopsided', 'two_currencies', 'hold', 'hold', 'settle', 'release'),
  accounts: fc.uniqueArray(fc.nat(people + 2), { minLength: 2, maxLength: 5 }),
  amounts: fc.array(fc.integer({ min: -600, max: 600 }), { minLength: 5, maxLength: 5 }),
  hold: fc.nat(30),
})

function operationOf(world: World, holds: Map<string, string>, draw: Drawn): Operation {
  const choice = [...world.open, world.outside, world.frozen, world.closed]
  const accountIds = draw.accounts.map((index) => choice[index]!)
  const legs = balanced(accountIds, draw.amounts)
  const held = [...holds][draw.hold % Math.max(holds.size, 1)]
  const [holdId, holder] = held ?? [ids(), accountIds[0]!]
  const amountMinor = BigInt(Math.abs(draw.amounts[0]!))
  switch (draw.kind) {
    case 'entry':
      return { kind: 'entry', entryKind: 'test', legs }
    case 'lopsided':
      return { kind: 'entry', entryKind: 'test', legs: [...legs.slice(1), { ...legs[0]!, amountMinor: 1_000_000n }] }
    case 'two_currencies':
      return { kind: 'entry', entryKind: 'exchange', legs: [...legs, ...balanced(world.dollars, draw.amounts)] }
    case 'hold':
      return { kind: 'hold', accountId: accountIds[0]!, amountMinor, expiresAt: clock.now() }
    case 'settle':
      return { kind: 'settle', holdId, entryKind: 'test', legs: balanced([holder, world.outside], [-draw.amounts[1]!]) }
    case 'release':
      return { kind: 'release', holdId, accountId: holder }
  }
}

/** The last leg makes up for the others. */
function balanced(accountIds: string[], amounts: number[]): Leg[] {
  const legs = accountIds.slice(0, -1).map((accountId, index) => ({ accountId, amountMinor: BigInt(amounts[index]!) }))
  const sum = legs.reduce((total, leg) => total + leg.amountMinor, 0n)
  return [...legs, { accountId: accountIds.at(-1)!, amountMinor: -sum }]
}

type Answered = { request: LedgerRequest; body: string; outcome: Outcome }
const bodyOf = (operation: Operation) =>
  JSON.stringify(operation, (_name, value) => (typeof value === 'bigint' ? String(value) : value))

/** Locks accounts against the one order, by the ledger's own function and by the owner's hand, until told to stop. */
async function rival(world: World, until: AbortSignal): Promise<void> {
  const backwards = [...world.open].sort().reverse()
  const owner = connectOwner(database.url)
  for (let turn = 0; !until.aborted; turn += 1) {
    const sql = turn % 2 === 0 ? owner : database.sql
    await sql
      .begin(async (tx) => {
        for (const id of backwards) {
          if (turn % 2 === 0) await tx`select 1 from ledger.account where id = ${id} for no key update`
          else await tx`select 1 from ledger.lock_accounts(array[${id}]::uuid[])`
          await sleep(1)
        }
      })
      .catch((error) => assert.ok(isRetryable(error), String(error)))
  }
  await owner.end()
}

async function runWave(world: World, holds: Map<string, string>, actorId: string, draws: Drawn[]): Promise<Answered[]> {
  const requests = draws.map((draw) => ({
    process: draw.process,
    request: { actorId, key: `key ${draw.key}`, operation: operationOf(world, holds, draw) },
  }))
  const answered = await Promise.all(
    requests.map(async ({ process, request }) => {
      const outcome = await ledgers[process]!.submit(request)
      return { request, body: bodyOf(request.operation), outcome }
    }),
  )
  for (const { request, outcome } of answered)
    if (request.operation.kind === 'hold' && 'done' in outcome) holds.set(outcome.done, request.operation.accountId)
  return answered
}

/** Each key has one body that was judged and one outcome; every other body under it was told that the key is taken. */
function assertOneOutcomeForEachKey(answered: Answered[]): Answered[] {
  const firsts = new Map<string, Answered>()
  const isReused = ({ outcome }: Answered) => 'refused' in outcome && outcome.refused === 'key_reused'
  for (const answer of answered) {
    if (isReused(answer)) continue
    const first = firsts.get(answer.request.key)
    if (first) assert.deepEqual([answer.body, answer.outcome], [first.body, first.outcome])
    else firsts.set(answer.request.key, answer)
  }
  for (const answer of answered)
    if (isReused(answer)) assert.notEqual(answer.body, firsts.get(answer.request.key)!.body)
  return [...firsts.values()]
}

/** What was acknowledged is there once, as it was asked for; what was refused has left nothing. */
async function assertStored(world: World, actorId: string, firsts: Answered[]): Promise<void> {
  const { sql } = database
  const requests = await sql<{ key: string; outcome: Outcome }[]>`
    select idempotency_key as key, outcome from ledger.request where actor_id = ${actorId}`
  assert.deepEqual(
    new Map(requests.map(({ key, outcome }) => [key, outcome])),
    new Map(firsts.map(({ request, outcome }) => [request.key, outcome])),
  )
  const legs = await sql<{ entryId: string; accountId: string; amountMinor: bigint }[]>`
    select p.entry_id as "entryId", p.account_id as "accountId", p.amount as "amountMinor"
    from ledger.posting p join ledger.entry e on e.id = p.entry_id
    where e.kind in ('test', 'exchange') and p.account_id = any (${world.all})`
  const stored = Map.groupBy(legs, (leg) => leg.entryId)
  const wanted = new Map<string, Leg[]>()
  for (const { request, outcome } of firsts)
    if ('done' in outcome && 'legs' in request.operation) wanted.set(outcome.done, request.operation.legs)
  assert.equal(stored.size, wanted.size)
  for (const [entryId, expected] of wanted)
    assert.deepEqual(asText(stored.get(entryId) ?? []), asText(expected), 'an acknowledged entry is stored as it was')

  const [held] = await sql`select count(*)::int as count from ledger.hold where account_id = any (${world.all})`
  const placed = firsts.filter(({ request, outcome }) => request.operation.kind === 'hold' && 'done' in outcome)
  assert.equal(held!.count, placed.length)
  const [out] = await sql`
    select count(*)::int as count from ledger.posting
    where account_id = ${world.closed} or account_id = ${world.frozen} and amount < 0`
  assert.equal(out!.count, 0, 'nothing leaves a frozen account, nothing touches a closed one')
}

const asText = (legs: Leg[]) => legs.map((leg) => `${leg.accountId} ${leg.amountMinor}`).sort()

describe('ledger under concurrent movements', () => {
  it('proves itself after any of them', async () => {
    let refused = 0
    let done = 0
    const waves = fc.array(fc.array(drawn, { minLength: 20, maxLength: 60 }), { minLength: 2, maxLength: 4 })
    const checked = await fc.check(
      fc.asyncProperty(waves, async (drawnWaves) => {
        const world = await createWorld()
        const holds = new Map<string, string>()
        const actorId = ids()
        const stop = new AbortController()
        const rivals = [rival(world, stop.signal)]
        const answered: Answered[] = []
        for (const draws of drawnWaves) answered.push(...(await runWave(world, holds, actorId, draws)))
        // Everything once more, by another process: nothing may be done twice.
        const before = answered.map(({ outcome }) => outcome)
        const again = answered.map(({ request }, index) => ledgers[index % processes]!.submit(request))
        assert.deepEqual(await Promise.all(again), before)
        stop.abort()
        await Promise.all(rivals)
        const firsts = assertOneOutcomeForEachKey(answered)
        await assertStored(world, actorId, firsts)
        assert.deepEqual(await checkLedger(database.sql), [])
        const doneNow = firsts.filter(({ outcome }) => 'done' in outcome).length
        done += doneNow
        refused += firsts.length - doneNow
      }),
      { numRuns: runs, endOnFailure: true },
    )
    if (checked.failed) throw new Error(`failed with seed ${checked.seed}`, { cause: checked.errorInstance })
    const [figures] = await database.owner`
      select deadlocks::int from pg_stat_database where datname = current_database()`
    assert.ok(done > 50 && refused > 50, `the runs tried both: ${done} done, ${refused} refused`)
    assert.ok(figures!.deadlocks > 0, 'the rival has forced deadlocks')
  })

  it('refuses nobody for what it remembers, and spends nothing that is gone', async () => {
    const [payer, shop, bank] = [await open('IDR', 0n), await open('IDR', 0n), await open('IDR', null)]
    let calls = 0
    const move = (process: number, accounts: string[], amounts: number[]) => {
      calls += 1
      const operation: Operation = { kind: 'entry', entryKind: 'test', legs: balanced(accounts, amounts) }
      return ledgers[process]!.submit({ actorId: payer, key: `move ${calls}`, operation })
    }
    assert.ok('done' in (await move(0, [bank, payer], [-100])))
    assert.ok('done' in (await move(0, [payer, shop], [-100])))
    // The first process remembers an empty account; meanwhile another one fills it.
    assert.ok('done' in (await move(1, [bank, payer], [-50])))
    assert.ok('done' in (await move(0, [payer, shop], [-50])))
    // And now the other one still remembers what the first has spent.
    const spent = await move(1, [payer, shop], [-50])
    assert.ok('refused' in spent && spent.refused === 'balance_too_low')
    assert.deepEqual(spent.figures, { accountId: payer, available: '0', needed: '50' })
    assert.deepEqual(await checkLedger(database.sql), [])
  })

  it('never spends one balance twice, whatever process is asked', async () => {
    const [payer, shop, bank] = [await open('IDR', 0n), await open('IDR', 0n), await open('IDR', null)]
    await post(balanced([bank, payer], [-1_000]))
    const spends = Array.from({ length: 60 }, (_, index) =>
      ledgers[index % processes]!.submit({
        actorId: payer,
        key: `spend ${index}`,
        operation:
          index % 3 === 0
            ? { kind: 'hold', accountId: payer, amountMinor: 70n, expiresAt: clock.now() }
            : { kind: 'entry', entryKind: 'test', legs: balanced([payer, shop], [-70]) },
      }),
    )
    const outcomes = await Promise.all(spends)
    assert.equal(outcomes.filter((outcome) => 'done' in outcome).length, 14)
    const refused = outcomes.find((outcome) => 'refused' in outcome)
    assert.deepEqual(refused, {
      refused: 'balance_too_low',
      figures: { accountId: payer, available: '20', needed: '70' },
    })
    assert.deepEqual(await checkLedger(database.sql), [])
  })

  it('gives one key to one of two bodies, also when they touch nothing in common', async () => {
    for (let round = 0; round < 20; round += 1) {
      const actorId = ids()
      const pairs = await Promise.all(
        Array.from({ length: processes }, async () => [await open('IDR', null), await open('IDR', null)]),
      )
      const outcomes = await Promise.all(
        pairs.map((pair, index) =>
          ledgers[index]!.submit({
            actorId,
            key: 'the same',
            operation: { kind: 'entry', entryKind: 'test', legs: balanced(pair, [5]) },
          }),
        ),
      )
      assert.equal(outcomes.filter((outcome) => 'done' in outcome).length, 1)
      const others = outcomes.filter((outcome) => 'refused' in outcome).map(({ refused }) => refused)
      assert.deepEqual(others, ['key_reused', 'key_reused'])
    }
    assert.deepEqual(await checkLedger(database.sql), [])
  })

  it('settles a hold that is all there is', async () => {
    const [payer, shop, bank] = [await open('IDR', 0n), await open('IDR', 0n), await open('IDR', null)]
    await post(balanced([bank, payer], [-100]))
    const submit = (key: string, operation: Operation) => ledgers[0]!.submit({ actorId: payer, key, operation })
    const hold = await submit('hold', { kind: 'hold', accountId: payer, amountMinor: 100n, expiresAt: clock.now() })
    assert.ok('done' in hold)
    const tooMuch = await submit('other', { kind: 'entry', entryKind: 'test', legs: balanced([payer, shop], [-1]) })
    assert.ok('refused' in tooMuch && tooMuch.refused === 'balance_too_low')
    const legs = balanced([payer, shop], [-100])
    const settled = await submit('settle', { kind: 'settle', holdId: hold.done, entryKind: 'test', legs })
    assert.ok('done' in settled, JSON.stringify(settled))
    const twice = await submit('again', { kind: 'release', holdId: hold.done, accountId: payer })
    assert.deepEqual(twice, { refused: 'hold_not_open', figures: { state: 'settled' } })
    assert.deepEqual(await checkLedger(database.sql), [])
  })

  it('gives back what is held past its time, once, beside those who settle it at that moment', async () => {
    const [payer, shop, bank] = [await open('IDR', 0n), await open('IDR', 0n), await open('IDR', null)]
    await post(balanced([bank, payer], [-30_000]))
    const submit = (key: string, operation: Operation) => ledgers[0]!.submit({ actorId: payer, key, operation })
    const place = (key: string, inMs: number) => {
      const expiresAt = new Date(clock.now().getTime() + inMs)
      return submit(key, { kind: 'hold', accountId: payer, amountMinor: 100n, expiresAt })
    }
    const [kept, ...due] = await Promise.all([
      place('later', 60_000),
      ...Array.from({ length: 250 }, (_, index) => place(`due ${index}`, -1)),
    ])
    assert.ok('done' in kept!)
    const legs = balanced([payer, shop], [-100])
    const settle = (hold: Outcome, index: number) =>
      submit(`settle ${index}`, { kind: 'settle', holdId: 'done' in hold ? hold.done : '', entryKind: 'test', legs })
    const deps = { sql: database.sql, clock, ids }
    const [settled] = await Promise.all([
      Promise.all(due.slice(0, 40).map(settle)),
      releaseDueHolds(deps),
      releaseDueHolds(deps),
    ])
    const spent = settled.filter((outcome) => 'done' in outcome).length
    const ends = await database.sql<{ state: string; count: number }[]>`
      select state, count(*)::int as count from ledger.hold where account_id = ${payer} group by state`
    const { settled: taken = 0, ...others } = Object.fromEntries(ends.map(({ state, count }) => [state, count]))
    assert.deepEqual([taken, others], [spent, { open: 1, released: 250 - spent }])
    const [row] = await database.sql`select held, balance from ledger.account where id = ${payer}`
    assert.deepEqual({ ...row }, { held: 100n, balance: 30_000n - 100n * BigInt(spent) })
    assert.ok('done' in (await settle(kept!, 1_000)), 'whose time is not over is settled')
    assert.deepEqual(await checkLedger(database.sql), [])
  })

  it('takes nothing out of an account frozen a moment ago, also beside money that comes in', async () => {
    const [anna, shop, bank] = [await open('IDR', 0n), await open('IDR', 0n), await open('IDR', null)]
    await post(balanced([bank, anna], [-1_000]))
    // The process that has just moved it remembers it as open.
    await database.sql.begin((tx) => setAccountState(tx, anna, 'frozen'))
    const submit = (key: string, legs: Leg[]) =>
      ledgers[0]!.submit({ actorId: anna, key, operation: { kind: 'entry', entryKind: 'test', legs } })
    const [came, went] = await Promise.all([
      submit('in', balanced([bank, anna], [-500])),
      submit('out', balanced([anna, shop], [-100])),
    ])
    assert.ok('done' in came, JSON.stringify(came))
    assert.deepEqual(went, { refused: 'account_frozen', figures: { accountId: anna } })
  })

  it('closes a hold only on its own account, whoever else is in the batch', async () => {
    const [payer, other, bank] = [await open('IDR', 0n), await open('IDR', 0n), await open('IDR', null)]
    await post(balanced([bank, payer], [-200]))
    const book = async (holds: Iterable<LockedHold>) =>
      openBook(await database.sql.begin((tx) => lockAccounts(tx, [payer, other, bank])), holds)
    const hold = { id: ids(), accountId: payer, amount: 100n, state: 'open' } as const
    const refused = { refused: 'hold_not_open', figures: { state: 'open' } }
    const batch = await book([hold])
    const legs = balanced([bank, other], [-100])
    assert.deepEqual(enter(batch, ids(), { kind: 'release', holdId: hold.id, accountId: other }), refused)
    assert.deepEqual(enter(batch, ids(), { kind: 'settle', holdId: hold.id, entryKind: 'test', legs }), refused)
    assert.deepEqual(batch.closedHolds, [])
  })

  it('refuses an entry of more legs than it takes, and changes nothing', async () => {
    const [from, to] = [await open('IDR', null), await open('IDR', null)]
    const legs = Array.from({ length: 11 }, () => balanced([from, to], [-5])).flat()
    const operation = { kind: 'entry' as const, entryKind: 'test', legs }
    const outcome = await ledgers[0]!.submit({ actorId: from, key: 'long', operation })
    assert.deepEqual(outcome, { refused: 'too_many_legs', figures: { limit: '20' } })
    assert.deepEqual(await checkLedger(database.sql), [])
  })
})
