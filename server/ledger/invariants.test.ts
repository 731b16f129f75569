import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { type Sql, violatedConstraint } from '../platform/database.ts'
import { createIds } from '../platform/ids.ts'
import { openAccount, setAccountState } from './accounts.ts'
import type { Book } from './book.ts'
import { checkLedger, type Rule } from './check.ts'
import { storeBook } from './ledger.sql.ts'
import { createLedger, type Ledger } from './ledger.ts'

const clock = { now: () => new Date() }
const ids = createIds(clock)

let database: TestDatabase
let ledger: Ledger
let bank: string
let anna: string
let budi: string
let frozen: string
let dollars: string
let holdId: string

const open = (currency: 'IDR' | 'USD', floor: bigint | null) =>
  openAccount(database.sql, { id: ids(), purpose: 'customer', ownerId: ids(), currency, floor, openedAt: clock.now() })

async function move(from: string, to: string, amountMinor: bigint): Promise<string> {
  const legs = [
    { accountId: from, amountMinor: -amountMinor },
    { accountId: to, amountMinor },
  ]
  const outcome = await ledger.submit({
    actorId: from,
    key: ids(),
    operation: { kind: 'entry', entryKind: 'test', legs },
  })
  assert.ok('done' in outcome, JSON.stringify(outcome))
  return outcome.done
}

before(async () => {
  database = await createTestDatabase()
  ledger = createLedger({ sql: database.sql, lanes: [database.sql], clock, ids })
  bank = await open('IDR', null)
  anna = await open('IDR', 0n)
  budi = await open('IDR', 0n)
  frozen = await open('IDR', 0n)
  dollars = await open('USD', null)
  for (const account of [anna, budi, frozen]) await move(bank, account, 500n)
  await move(anna, budi, 100n)
  await move(budi, anna, 50n)
  await database.sql.begin((tx) => setAccountState(tx, frozen, 'frozen'))
  const operation = { kind: 'hold', accountId: anna, amountMinor: 30n, expiresAt: clock.now() } as const
  const hold = await ledger.submit({ actorId: anna, key: 'hold', operation })
  assert.ok('done' in hold)
  holdId = hold.done
})
after(() => database.drop())

type LegText = [accountId: string, amount: bigint, seq: bigint, balanceAfter: bigint]

/** Hands the ledger's function what no book would have worked out. */
function postRaw(sql: Sql, legs: LegText[], more: Partial<Book> = {}, at = clock.now()) {
  const rows = legs.map(([accountId, amountMinor, seq, balanceMinor]) => ({
    entry: 1,
    accountId,
    amountMinor,
    seq,
    balanceMinor,
  }))
  const entries = legs.length === 0 ? [] : [{ id: ids(), kind: 'raw', legs: rows }]
  const book = { accounts: new Map(), holds: new Map(), entries, legs: rows, newHolds: [], closedHolds: [], ...more }
  return sql.begin((tx) => storeBook(tx, book, at))
}

async function figuresOf(accountId: string) {
  const [row] = await database.sql<{ balance: bigint; version: bigint }[]>`
    select balance, version from ledger.account where id = ${accountId}`
  return row!
}

/** A leg as it should be: the account's next place and what it leaves there. */
async function rightLeg(accountId: string, amount: bigint): Promise<LegText> {
  const { balance, version } = await figuresOf(accountId)
  return [accountId, amount, version + 1n, balance + amount]
}

async function assertRefused(attempt: Promise<unknown>, constraint: string) {
  await assert.rejects(attempt, (error) => {
    assert.equal(violatedConstraint(error), constraint, String(error))
    return true
  })
}

describe('the database itself', () => {
  it("refuses the application's role to write ledger tables", async () => {
    const { sql } = database
    const writes = [
      sql`update ledger.account set balance = balance + 1 where id = ${anna}`,
      sql`insert into ledger.posting values (${anna}, now(), 99, ${ids()}, 5, 5)`,
      sql`insert into ledger.entry values (${ids()}, now(), 'x', '{}')`,
      sql`insert into ledger.request values (${anna}, 'x', '', '{}', now())`,
      sql`insert into ledger.hold (id, account_id, amount, placed_at, expires_at) values (${ids()}, ${anna}, 1, now(), now())`,
      sql`delete from ledger.posting`,
      sql`update ledger.hold set amount = 1`,
      sql`truncate ledger.request`,
      sql`alter table ledger.account drop constraint account_floor`,
    ]
    for (const write of writes) await assert.rejects(write, { code: '42501' })
  })

  it('refuses the owner too to change or delete what was posted', async () => {
    const { owner } = database
    const [month] = await owner<{ name: string }[]>`
      select tableoid::regclass::text as name from ledger.posting limit 1`
    for (const table of ['ledger.entry', 'ledger.posting', 'ledger.request', month!.name]) {
      await assertRefused(owner.unsafe(`delete from ${table}`), 'ledger_immutable')
      await assertRefused(owner.unsafe(`truncate ${table}`), 'ledger_immutable')
    }
    await assertRefused(owner`update ledger.posting set amount = amount + 1`, 'ledger_immutable')
    await assertRefused(owner`update ledger.entry set kind = 'other'`, 'ledger_immutable')
    await assertRefused(owner`update ledger.request set outcome = '{}'`, 'ledger_immutable')
    await assertRefused(owner`update ledger.account set balance = -1, held = 0 where id = ${anna}`, 'account_floor')
    await assertRefused(owner`update ledger.account set held = held + 1000 where id = ${anna}`, 'account_floor')
  })

  it('takes a right entry, and refuses one that does not sum to zero', async () => {
    const { sql } = database
    await postRaw(sql, [await rightLeg(anna, -1n), await rightLeg(budi, 1n)])
    await assertRefused(postRaw(sql, [await rightLeg(anna, -1n), await rightLeg(budi, 2n)]), 'entry_balanced')
    await assertRefused(postRaw(sql, [await rightLeg(bank, -5n), await rightLeg(dollars, 5n)]), 'entry_balanced')
  })

  it('refuses a gap, a stale balance and a step back in time', async () => {
    const { sql } = database
    const other = await rightLeg(budi, 1n)
    const [id, amount, seq, balance] = await rightLeg(anna, -1n)
    await assertRefused(postRaw(sql, [[id, amount, seq + 1n, balance], other]), 'account_movable')
    await assertRefused(postRaw(sql, [[id, amount, seq - 1n, balance], other]), 'account_movable')
    await assertRefused(postRaw(sql, [[id, amount, seq, balance + 1n], other]), 'account_movable')
    const [bankId, , bankSeq, bankBalance] = await rightLeg(bank, -1n)
    const gapped: LegText[] = [
      [bankId, -1n, bankSeq - 3n, 0n],
      [bankId, -1n, bankSeq + 1n, bankBalance - 1n],
    ]
    await assertRefused(postRaw(sql, [...gapped, await rightLeg(budi, 2n)]), 'account_movable')
    const past = new Date(Date.now() - 86_400_000)
    await assertRefused(postRaw(sql, [[id, amount, seq, balance], other], {}, past), 'account_movable')
    await assertRefused(postRaw(sql, [[ids(), -1n, 1n, -1n], other]), 'account_movable')
  })

  it('refuses a wrong balance on the way, where the last is right, and places that were made up', async () => {
    const { sql } = database
    const { balance, version } = await figuresOf(bank)
    const budis = await rightLeg(budi, 2n)
    const inTwo = (between: bigint): LegText[] => [
      [bank, -1n, version + 1n, between],
      [bank, -1n, version + 2n, balance - 2n],
      budis,
    ]
    await assertRefused(postRaw(sql, inTwo(balance)), 'account_movable')
    await assertRefused(postRaw(sql, inTwo(balance - 2n)), 'account_movable')

    /** Legs 1 and 2 are the bank's, 3 is budi's; `last` is what the bank is said to have afterwards. */
    const postPlaced = (places: { befores: string; firsts: string; lasts: string }, last = balance - 2n) =>
      sql`select ledger.post(now(), ${`{${ids()}}`}::uuid[], '{raw}'::text[], '{1}'::int[], '{3}'::int[],
        '{1,1,1}'::int[], ${`{${bank},${bank},${budi}}`}::uuid[], '{-1,-1,2}'::bigint[],
        ${`{${version + 1n},${version + 2n},${budis[2]}}`}::bigint[], ${`{${balance - 1n},${last},${budis[3]}}`}::bigint[],
        ${places.befores}::int[], ${places.firsts}::int[], ${places.lasts}::int[],
        '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')`
    for (const [befores, firsts, lasts] of [
      ['{0,0,0}', '{1,3}', '{2,3}'], // the second leg hangs on none
      ['{0,0,0}', '{1,2,3}', '{1,2,3}'], // one account twice
      ['{0,1,0}', '{1,3}', '{1,3}'], // the last leg is left out
      ['{0,1,0}', '{1}', '{2}'], // so is an account
      ['{0,3,0}', '{1,3}', '{2,3}'], // hangs on another account's leg
      ['{0,99,0}', '{1,3}', '{2,3}'], // hangs on a leg that is not there
      ['{2,1,0}', '{1,3}', '{2,3}'], // hang on each other
    ] as const)
      await assertRefused(postPlaced({ befores, firsts, lasts }), 'account_movable')
    const right = { befores: '{0,1,0}', firsts: '{1,3}', lasts: '{2,3}' }
    await assertRefused(postPlaced(right, balance + 1_000n), 'account_movable')
    assert.deepEqual(await figuresOf(bank), { balance, version })
    await postPlaced(right)
    assert.deepEqual(await figuresOf(bank), { balance: balance - 2n, version: version + 2n })
  })

  it('lets a frozen account take and not give, and nothing fall below its floor', async () => {
    const { sql } = database
    await assertRefused(postRaw(sql, [await rightLeg(frozen, -1n), await rightLeg(anna, 1n)]), 'account_movable')
    await postRaw(sql, [await rightLeg(bank, -1n), await rightLeg(frozen, 1n)])
    const { balance } = await figuresOf(budi)
    await assertRefused(
      postRaw(sql, [await rightLeg(budi, -balance - 1n), await rightLeg(anna, balance + 1n)]),
      'account_floor',
    )
    const newHolds = [{ id: ids(), accountId: frozen, amountMinor: 1n, expiresAt: clock.now() }]
    await assertRefused(postRaw(sql, [], { newHolds }), 'account_movable')
    const tooMuch = [{ id: ids(), accountId: budi, amountMinor: balance + 1n, expiresAt: clock.now() }]
    await assertRefused(postRaw(sql, [], { newHolds: tooMuch }), 'account_floor')
  })

  it('closes a hold once', async () => {
    const closed = { id: holdId, state: 'released', entryId: null } as const
    await assertRefused(
      postRaw(database.sql, [], { closedHolds: [closed, { ...closed, id: ids() }] }),
      'hold_closed_once',
    )
    await postRaw(database.sql, [], { closedHolds: [closed] })
    await assertRefused(postRaw(database.sql, [], { closedHolds: [closed] }), 'hold_closed_once')
  })

  it('proves itself after all that', async () => assert.deepEqual(await checkLedger(database.sql), []))
})

describe('the checker', () => {
  /** Breaks the ledger as only the owner with triggers switched off can, looks, and mends it by going back. */
  async function faultsAfter(breakIt: string): Promise<Set<Rule>> {
    const found = new Set<Rule>()
    const undo = new Error('undo')
    await database.owner
      .begin(async (tx) => {
        await tx`set local session_replication_role = replica`
        await tx.unsafe(breakIt)
        for (const { rule } of await checkLedger(tx)) found.add(rule)
        throw undo
      })
      .catch((error) => assert.equal(error, undo))
    return found
  }

  const last = (account: string) =>
    `(account_id, seq) = (select account_id, max(seq) from ledger.posting where account_id = '${account}' group by 1)`

  it('names a lost posting, and a lost entry with all its postings', async () => {
    const lost = await faultsAfter(`delete from ledger.posting where ${last(anna)}`)
    for (const rule of ['entry_balanced', 'entry_legs', 'account_version', 'account_balance'] as const)
      assert.ok(lost.has(rule), rule)
    const whole = await faultsAfter(`
      with gone as (delete from ledger.entry where id = (select entry_id from ledger.posting where ${last(anna)}) returning id)
      delete from ledger.posting where entry_id in (select id from gone)`)
    assert.ok(whole.has('account_version') && !whole.has('entry_balanced'))
    const heading = await faultsAfter(
      `delete from ledger.entry where id = (select entry_id from ledger.posting where ${last(anna)})`,
    )
    assert.ok(heading.has('entry_legs'))
  })

  it('names a doubled posting and a doubled entry', async () => {
    const doubled = await faultsAfter(`
      insert into ledger.posting select account_id, posted_at, seq + 1, entry_id, amount, balance_after + amount
      from ledger.posting where ${last(anna)}`)
    for (const rule of ['entry_balanced', 'entry_legs', 'account_version'] as const) assert.ok(doubled.has(rule), rule)
    const entry = await faultsAfter(`
      insert into ledger.entry select id, posted_at + interval '1 microsecond', kind, account_ids from ledger.entry`)
    assert.ok(entry.has('entry_once') && entry.has('entry_legs'))
  })

  it('names a changed amount, also where both legs were changed', async () => {
    const one = await faultsAfter(`update ledger.posting set amount = amount + 7 where ${last(anna)}`)
    for (const rule of ['entry_balanced', 'posting_balance', 'account_balance'] as const) assert.ok(one.has(rule), rule)
    const both = await faultsAfter(`
      update ledger.posting set amount = amount * 2 where entry_id = (select entry_id from ledger.posting where ${last(anna)})`)
    assert.ok(both.has('posting_balance') && !both.has('entry_balanced'))
  })

  it('names a wrong balance, a wrong balance in the history, and holds that do not add up', async () => {
    const wrong = await faultsAfter(`update ledger.account set balance = balance + 1 where id = '${anna}'`)
    assert.ok(wrong.has('account_balance') && wrong.has('currency_sum'))
    const past = await faultsAfter(
      `update ledger.posting set balance_after = balance_after + 1 where account_id = '${anna}' and seq = 2`,
    )
    assert.deepEqual(past, new Set(['posting_balance']))
    const held = await faultsAfter(`update ledger.account set held = held + 1 where id = '${anna}'`)
    assert.deepEqual(held, new Set(['account_held']))
    const settled = await faultsAfter(`update ledger.hold set state = 'settled', entry_id = gen_random_uuid()`)
    assert.ok(settled.has('hold_settled'))
  })

  it('names a wrong order, by sequence and by time', async () => {
    const swapped = await faultsAfter(`update ledger.posting set seq = seq + 10 where ${last(anna)}`)
    assert.ok(swapped.has('posting_sequence'))
    const earlier = await faultsAfter(`
      update ledger.posting set posted_at = posted_at - interval '1 hour' where ${last(anna)}`)
    assert.ok(earlier.has('posting_time') && earlier.has('entry_legs') && earlier.has('account_time'))
  })

  it('names what lies below its floor, and first answers that lead nowhere', async () => {
    const low = await faultsAfter(`
      alter table ledger.account drop constraint account_floor; update ledger.account set floor = 10000 where id = '${anna}'`)
    assert.deepEqual(low, new Set(['account_floor']))
    const nowhere = await faultsAfter(`
      update ledger.request set outcome = jsonb_build_object('done', gen_random_uuid()) where idempotency_key = 'hold'`)
    assert.deepEqual(nowhere, new Set(['request_done']))
    const shared = await faultsAfter(`
      insert into ledger.request select gen_random_uuid(), idempotency_key, digest, outcome, posted_at from ledger.request
      where outcome ->> 'done' in (select id::text from ledger.entry)`)
    assert.deepEqual(shared, new Set(['request_own_entry']))
  })
})
