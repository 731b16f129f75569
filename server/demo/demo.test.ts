import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RefusalCode } from '../../contract/refusals.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { permissionsOf } from '../identity/permissions.ts'
import { systemSecrets } from '../identity/secrets.ts'
import { signIn } from '../identity/signin.ts'
import { signInStaff } from '../identity/staff.ts'
import { openOperatorAccounts } from '../ledger/accounts.ts'
import { authenticateMerchant } from '../merchants/merchant.ts'
import { createPayments } from '../payments/payment.ts'
import { systemClock } from '../platform/clock.ts'
import { createIds } from '../platform/ids.ts'
import { isRefusal } from '../platform/refusals.ts'
import { transactOn } from '../platform/transactions.ts'
import { readReviews } from '../supervision/review.ts'
import { readStaffing } from '../supervision/staffing.ts'
import { demoConnections, openDemo, sandboxKey, secretKey } from './demo.testing.ts'
import { findDemoSignIns, seedDemoWorld } from './demo.ts'
import { demoSignIns, signInText } from './sign-ins.ts'

/** So long after its begin a seeding has written much, and has much to write. */
const underWay = '150 ms'

/** Each refusal in the story, and how often it was met. */
const refusalsMet: Partial<Record<RefusalCode, number>> = {
  account_frozen: 1,
  amount_differs: 1,
  amount_not_payable: 1,
  balance_too_low: 3,
  code_already_paid: 2,
  code_cancelled: 1,
  code_expired: 1,
  code_malformed: 2,
  limit_per_day: 1,
  limit_per_payment: 1,
  merchant_closed: 1,
  merchant_not_accepting: 2,
  payee_cannot_receive: 1,
  payee_is_self: 1,
  payee_unknown: 1,
  phone_invalid: 1,
  pin_locked: 1,
  pin_wrong: 5,
  possible_duplicate: 1,
}

describe('the demo world', () => {
  let database: TestDatabase
  let demo: Awaited<ReturnType<typeof openDemo>>
  before(async () => {
    database = await createTestDatabase()
    await openOperatorAccounts(database.sql, createIds(systemClock), systemClock.now())
    demo = await openDemo(database.url, systemClock)
  })
  after(async () => {
    await demo.close()
    await database.drop()
  })

  test('killed in the middle it leaves nothing, and is made on the next start, by one of two processes', async () => {
    const child = fork(path.join(import.meta.dirname, 'demo.testing.ts'), [database.url])
    const ended = once(child, 'exit')
    await writerIsUnderWay()
    child.kill('SIGKILL')
    assert.deepEqual(await ended, [null, 'SIGKILL'])
    assert.deepEqual(await countRows(), emptyCounts)
    assert.equal(await findDemoSignIns(database.sql), null)

    const made = await Promise.all([seedDemoWorld(demo.deps), seedDemoWorld(demo.deps)])
    assert.deepEqual(made.filter(Boolean), [demoSignIns])
    assert.equal(await findDemoSignIns(database.sql), demoSignIns)
  })

  test('a second seeding changes nothing', async () => {
    const first = await countRows()
    assert.equal(await seedDemoWorld(demo.deps), null)
    assert.deepEqual(await countRows(), first)
  })

  test('the ledger sums to zero, each balance equals its postings, and time never goes back', async () => {
    const { owner } = database
    const sums = await owner`select currency, sum(balance)::text as sum from ledger.account group by currency`
    assert.deepEqual([...sums], [{ currency: 'IDR', sum: '0' }])
    const wrong = await owner`
      select a.id from ledger.account a left join ledger.posting p on p.account_id = a.id
      group by a.id having a.balance <> coalesce(sum(p.amount), 0) or a.version <> count(p.seq) or a.held <> 0`
    assert.equal(wrong.length, 0)
    const steps = await owner`
      select 1 from (
        select balance_after, amount, posted_at,
          lag(balance_after, 1, 0::bigint) over w as before, lag(posted_at) over w as earlier
        from ledger.posting window w as (partition by account_id order by seq)) p
      where balance_after <> before + amount or posted_at < earlier`
    assert.equal(steps.length, 0)
    const [paid] = await owner`
      select count(*)::int as payments, (select count(*)::int from ledger.entry) as entries, min(at) as first, max(at) as last
      from payment where state = 'paid'`
    assert.equal(paid!.payments, paid!.entries)
    assert.ok(paid!.payments > 130, `${paid!.payments} payments`)
    const now = Date.now()
    assert.ok(now - paid!.first > 27 * 86_400_000 && now - paid!.last > 3_600_000)
  })

  test('every kind of refusal is there, each with the checks that led to it', async () => {
    const rows = await database.owner<{ code: RefusalCode; count: number }[]>`
      select refusal as code, count(*)::int as count from payment where state = 'refused' group by 1 order by 1`
    assert.deepEqual(Object.fromEntries(rows.map(({ code, count }) => [code, count])), refusalsMet)
    const bare = await database.owner`
      select 1 from payment where json_array_length(decision::json -> 'checks') = 0
        or decision::json -> 'refusal' ->> 'code' is distinct from refusal`
    assert.equal(bare.length, 0)
  })

  test('the printed sign-ins open the accounts, and no other session is open', async () => {
    const { sql } = database
    const [open] = await sql`select count(*)::int as count from session where ended_at is null`
    assert.equal(open!.count, 0)
    const ids = createIds(systemClock)
    const { passwords } = demo.deps
    const identity = { sql, clock: systemClock, ids, secrets: systemSecrets, secretKey, passwords }
    const { customers, staff, password, pin } = demoSignIns
    const signed = await signIn(identity, { phone: customers[3]!.phone, password, device: 'test' })
    assert.ok(!isRefusal(signed))
    const payments = createPayments({
      sql,
      clock: systemClock,
      ids,
      secretKey,
      lanes: [transactOn(sql)],
      committed() {},
    })
    const answer = await payments.pay({
      sessionToken: signed.token,
      idempotencyKey: ids(),
      target: { kind: 'phone', phone: customers[5]!.phone },
      amount: '10000',
      fee: '0',
      pin,
      note: undefined,
      again: false,
    })
    assert.ok(!isRefusal(answer), JSON.stringify(answer))
    for (const { email } of staff.slice(0, 2)) assert.ok(!isRefusal(await signInStaff(identity, { email, password })))
    assert.ok(!isRefusal(await authenticateMerchant({ sql })(sandboxKey)))

    const text = signInText(demoSignIns, 'http://wallet.test:3000')
    for (const part of [password, pin, 'sari@dompet.example', '/desk', '/docs', '/sandbox'])
      assert.ok(text.includes(part), part)
  })

  test('one account is frozen by its owner, one PIN is locked now', async () => {
    const rows = await database.owner`
      select name, state, state_by, pin_locked_until > now() as locked from customer
      where state <> 'active' or pin_locked_until is not null order by name`
    assert.deepEqual(
      [...rows],
      [
        { name: 'Agus Prasetyo', state: 'active', state_by: 'customer', locked: true },
        { name: 'Emma Clarke', state: 'frozen', state_by: 'customer', locked: null },
      ],
    )
  })

  test('of the cases about a payment one is closed, one is with Sari, one waits', async () => {
    const rows = await database.owner`
      select customer.name, c.state, c.topic, s.state as session, staff.name as agent, p.refusal,
        c.waiting_since is not null as waiting,
        (select count(*)::int from case_event e where e.case_id = c.id and kind = 'message') as messages,
        (select count(*)::int from case_event e where e.case_id = c.id and kind = 'note') as notes
      from support_case c
      join customer on customer.id = c.customer_id
      join support_session s on s.case_id = c.id
      left join staff on staff.id = s.agent_id
      join payment p on p.customer_id = c.customer_id and p.id = c.payment_id
      order by c.opened_at`
    const ordinary = { topic: 'payment' }
    assert.deepEqual(
      [...rows],
      [
        {
          ...{ name: 'Lim Mei Hua', state: 'closed', session: 'ended', agent: 'Wei', ...ordinary },
          ...{ refusal: 'limit_per_day', waiting: false, messages: 7, notes: 1 },
        },
        {
          ...{ name: 'Emma Clarke', state: 'open', session: 'active', agent: 'Sari', topic: 'safety' },
          ...{ refusal: 'account_frozen', waiting: true, messages: 6, notes: 1 },
        },
        {
          ...{ name: 'Dewi Anggraini', state: 'open', session: 'waiting', agent: null, ...ordinary },
          ...{ refusal: 'balance_too_low', waiting: true, messages: 2, notes: 0 },
        },
      ],
    )
  })

  test('customers have said how it was, a supervisor has reviewed two conversations and is offered the unhappy one', async () => {
    const said = await database.owner`
      select customer.name, staff.name as agent, s.score from satisfaction s
      join customer on customer.id = s.customer_id and customer.kind = 'account'
      join staff on staff.id = s.agent_id order by s.said_at`
    assert.deepEqual(
      [...said],
      [
        { name: 'Lim Mei Hua', agent: 'Wei', score: 5 },
        { name: 'Daniel Okafor', agent: 'Sari', score: 4 },
        { name: 'Siti Rohani', agent: 'Sari', score: 5 },
        { name: 'Agus Prasetyo', agent: 'Sari', score: 2 },
      ],
    )
    const [budi] = await database.owner<[{ id: string }]>`select id from staff where email = 'budi@dompet.example'`
    const actor = {
      kind: 'staff',
      staffId: budi.id,
      sessionId: budi.id,
      name: 'Budi',
      permissions: permissionsOf(['supervisor']),
    } as const
    const reviews = await readReviews({ sql: database.sql, clock: systemClock }, actor)
    assert.ok(!isRefusal(reviews))
    assert.deepEqual(
      reviews.reviews.map(({ agent, reviewer }) => [agent, reviewer]),
      [
        ['Sari', 'Budi'],
        ['Wei', 'Budi'],
      ],
    )
    const scores = reviews.open.flatMap(({ satisfaction }) => satisfaction ?? [])
    assert.ok(scores.length > 2)
    assert.deepEqual(scores, scores.toSorted(), 'unhappy customers first')
    assert.ok(reviews.open.findIndex(({ satisfaction }) => satisfaction === null) >= scores.length)
  })

  test('supervisors find arrivals on every day of the week, and one person who went before anybody came', async () => {
    const { sql } = database
    for (let weekday = 1; weekday <= 7; weekday += 1) {
      const wished = { weekday, answeredPercent: 80, withinSeconds: 60, placesPerAgent: 3 }
      const { halfHours } = await readStaffing(sql, systemClock, wished)
      assert.ok(halfHours.length >= 2, `weekday ${weekday}`)
      assert.ok(halfHours.every(({ agents }) => agents > 0))
    }
    const left = await sql`
      select customer.name from support_case c join customer on customer.id = c.customer_id
      where c.state = 'open' and not exists (select from support_session s where s.case_id = c.id and s.state <> 'ended')`
    assert.deepEqual([...left], [{ name: 'Lestari' }])
  })

  test('the record of settings tells what supervisors and administrators changed', async () => {
    const rows = await database.owner`
      select action, count(*)::int as count from operation_event group by action order by action`
    const told = Object.fromEntries(rows.map(({ action, count }) => [action, count]))
    const expected = {
      'agent.changed': 1,
      'category.added': 1,
      'macro.added': 2,
      'macro.changed': 1,
      'macro.removed': 1,
    }
    assert.deepEqual(told, { ...told, ...expected })
  })

  const tables = [
    ...['customer', 'staff', 'merchant', 'session', 'payment', 'spending', 'checkout', 'outbox', 'audit_event'],
    ...[
      'virtual_account',
      'bank_credit',
      'support_case',
      'support_session',
      'case_event',
      'ledger.entry',
      'ledger.posting',
    ],
  ]
  const emptyCounts = Object.fromEntries(tables.map((table) => [table, 0]))

  async function countRows() {
    const counts: Record<string, number> = {}
    for (const table of tables) {
      const [row] = await database.owner.unsafe(`select count(*)::int as count from ${table}`)
      counts[table] = row!.count
    }
    return counts
  }

  async function writerIsUnderWay() {
    for (;;) {
      const writers = await database.owner`
        select from pg_stat_activity where datname = current_database() and application_name = ${demoConnections}
          and backend_xid is not null and xact_start < clock_timestamp() - ${underWay}::interval`
      if (writers.length > 0) return
      await sleep(5)
    }
  }
})

test('the story holds just after midnight too, where today has hardly begun', async () => {
  const at = new Date('2026-11-21T17:03:00Z')
  const database = await createTestDatabase()
  const { deps, close } = await openDemo(database.url, { now: () => at })
  assert.equal(await seedDemoWorld(deps), demoSignIns)
  await close()
  await database.drop()
})
