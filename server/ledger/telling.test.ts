import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { findMistold, tellOf } from '../../test/simulation/told.ts'
import { systemClock as clock } from '../platform/clock.ts'
import { connectLanes, type Sql } from '../platform/database.ts'
import { createIds } from '../platform/ids.ts'
import { openAccount } from './accounts.ts'
import type { Operation } from './book.ts'
import { createLedger, type Ledger } from './ledger.ts'

const ids = createIds(clock)
const rounds = 40
let database: TestDatabase
const pools: Sql[] = []
/** Two processes, which overtake each other all the time. */
let ledgers: Ledger[]
let bank: string
let people: string[]

const open = (floor: bigint | null) =>
  openAccount(database.sql, {
    id: ids(),
    purpose: 'customer',
    ownerId: ids(),
    currency: 'IDR',
    floor,
    openedAt: clock.now(),
  })

function startLedger(name: string, more: { tell?: ReturnType<typeof tellOf> }): Ledger {
  const lanes = connectLanes(database.url, { lanes: 2, name })
  pools.push(...lanes)
  return createLedger({ sql: database.sql, lanes, clock, ids, batch: { batchLimit: 5 }, ...more })
}

before(async () => {
  database = await createTestDatabase()
  ledgers = ['one', 'other'].map((name) => startLedger(name, { tell: tellOf(ids) }))
  bank = await open(null)
  people = await Promise.all([open(0n), open(0n), open(0n)])
})
after(async () => {
  for (const pool of pools) await pool.end()
  await database.drop()
})

const entry = (from: string, to: string, amountMinor: bigint): Operation => ({
  kind: 'entry',
  entryKind: 'test',
  legs: [
    { accountId: from, amountMinor: -amountMinor },
    { accountId: to, amountMinor },
  ],
})

async function countEvents() {
  const [row] = await database.sql<{ count: number }[]>`select count(*)::int as count from outbox`
  return row!.count
}

describe('movements that tell of themselves', () => {
  it('are told once each, in the order of every account, whoever is overtaken', async () => {
    for (const person of people)
      await ledgers[0]!.submit({ actorId: bank, key: person, operation: entry(bank, person, 500n) })
    const holds: string[] = []
    let done = people.length
    for (let round = 0; round < rounds; round += 1) {
      const from = people[round % people.length]!
      const to = people[(round + 1) % people.length]!
      const held = holds.shift()
      const operations: Operation[] = [
        entry(from, to, 90n),
        entry(to, from, 40n),
        { kind: 'hold', accountId: to, amountMinor: 30n, expiresAt: clock.now() },
        // Far too much: refused, and told of by nobody.
        entry(from, to, 100_000n),
      ]
      if (held) operations.push({ kind: 'release', holdId: held, accountId: from })
      const asked = operations.map((operation, index) => ({ actorId: from, key: `${round} ${index}`, operation }))
      // Each under its key at both processes: one of them does it, the other hears what became of it.
      const [outcomes] = await Promise.all(
        ledgers.map((ledger) => Promise.all(asked.map((request) => ledger.submit(request)))),
      )
      done += outcomes!.filter((outcome) => 'done' in outcome).length
      const hold = outcomes![2]!
      if ('done' in hold) holds.push(hold.done)
    }
    assert.ok(done > rounds * 2)
    assert.deepEqual(await findMistold(database.sql), [])
    assert.equal(await countEvents(), done)
  })

  it('are told with the entry that settles a hold, and never without the movement', async () => {
    const before = await countEvents()
    const [payer, shop] = people as [string, string, string]
    const ledger = ledgers[0]!
    const ask = (key: string, operation: Operation) => ledger.submit({ actorId: payer, key, operation })
    await ask('money', entry(bank, payer, 100n))
    const hold = await ask('hold', { kind: 'hold', accountId: payer, amountMinor: 100n, expiresAt: clock.now() })
    assert.ok('done' in hold)
    const { legs } = entry(payer, shop, 100n) as Extract<Operation, { kind: 'entry' }>
    const settle = { kind: 'settle', holdId: hold.done, entryKind: 'test', legs } as const
    assert.ok('done' in (await ask('settle', settle)))
    assert.ok('refused' in (await ask('settle again', settle)))
    assert.equal(await countEvents(), before + 3)
    // An event that cannot be written takes its movement with it.
    const badly = startLedger('badly', { tell: (movement) => ({ ...tellOf(ids)(movement), subjectId: 'nobody' }) })
    await assert.rejects(badly.submit({ actorId: payer, key: 'untold', operation: entry(bank, payer, 7n) }))
    assert.deepEqual(await findMistold(database.sql), [])
  })
})
