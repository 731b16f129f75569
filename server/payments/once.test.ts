import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, afterEach, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkLedger } from '../ledger/check.ts'
import { lockAccounts } from '../ledger/ledger.sql.ts'
import { insertAbandoned } from './history.sql.ts'
import { type Answer, createWorld, type Person, rupiah, type Shop, type World } from './payments.testing.ts'

let world: World
let shop: Shop
before(async () => {
  world = await createWorld()
  world.setTime(new Date('2026-03-10T05:00:00Z'))
  shop = await world.addShop()
})
after(() => world.close())
afterEach(async () => {
  assert.deepEqual(await checkLedger(world.sql), [])
  assert.deepEqual(await strayPayments(), [], 'each paid payment has its entry, each entry its payment')
})

/** Payments and entries that do not belong to each other, or differ in amount. */
async function strayPayments() {
  const rows = await world.sql`
    select p.id, p.state, e.id as entry_id from payment p
    full join (select * from ledger.entry where kind <> 'opening') e on e.id = p.entry_id
    where (p.state = 'paid' or p.id is null) and (e.id is null or p.id is null or not exists (
      select from ledger.posting l join customer c on c.account_id = l.account_id
      where l.entry_id = e.id and c.id = p.customer_id and l.balance_after = p.balance_after
        and l.amount = case when p.kind = 'top_up' then p.amount - p.fee else -(p.amount + p.fee) end))`
  return Array.from(rows)
}

const phoneOf = (person: Person) => ({ kind: 'phone', phone: person.phone }) as const
/** Until so many of this database's connections wait for a lock that another one holds. */
async function untilSomebodyWaits(many = 1) {
  for (let looks = 0; looks < 200; looks += 1) {
    const [row] = await world.owner`
      select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    if (row!.waiting >= many) return
    await sleep(10)
  }
  throw new Error('nobody waits')
}
const codesOf = (answers: Answer[]) => answers.map(({ body }) => body.code ?? body.state)
const countOf = async (person: Person) => {
  const [row] =
    await world.sql`select count(*)::int as count from payment where customer_id = ${person.id} and kind <> 'top_up'`
  return row!.count as number
}

describe('one key', () => {
  it('gives one answer for ever: paid, refused, here and in the other process', async () => {
    const [anna, budi] = [await world.addPerson(10_000n), await world.addPerson()]
    const [paidKey, refusedKey] = [randomUUID(), randomUUID()]
    const body = { target: phoneOf(budi), amount: '4000' }
    const paid = await world.pay(anna, body, paidKey)
    const refused = await world.pay(anna, { ...body, amount: '8000' }, refusedKey)
    assert.deepEqual([paid.status, refused.status, refused.body.code], [201, 422, 'balance_too_low'])
    await world.topUp(anna, 50_000n)
    world.advance(120_000)
    for (const at of [0, 1]) {
      assert.deepEqual(await world.pay(anna, body, paidKey, at), paid)
      // Also with another PIN: it is no part of what was asked for, and guesses nothing.
      assert.deepEqual(await world.pay(anna, { ...body, pin: '111222' }, paidKey, at), paid)
      const again = await world.pay(anna, { ...body, amount: '8000' }, refusedKey, at)
      assert.deepEqual({ ...again.body, requestId: '' }, { ...refused.body, requestId: '' })
    }
    assert.deepEqual([await world.balance(anna.accountId), await countOf(anna)], [56_000n, 2])
  })

  it('is refused for another body, and for another customer is another key', async () => {
    const [anna, budi] = [await world.addPerson(10_000n), await world.addPerson(10_000n)]
    const key = randomUUID()
    const body = { target: phoneOf(budi), amount: '4000' }
    await world.pay(anna, body, key)
    for (const other of [
      { ...body, amount: '4001' },
      { ...body, note: 'x' },
      { ...body, again: true },
      { ...body, fee: '1' },
    ]) {
      const answer = await world.pay(anna, other, key, 1)
      assert.deepEqual([answer.status, answer.body.code], [422, 'idempotency_key_reused'])
    }
    assert.equal((await world.pay(budi, { target: phoneOf(anna), amount: '4000' }, key)).status, 201)
    assert.deepEqual([await world.balance(anna.accountId), await countOf(anna)], [10_000n, 1])
  })

  it('is asked for, and cannot be one of our own', async () => {
    const anna = await world.addPerson(10_000n)
    const body = { target: phoneOf(anna), amount: '1' }
    for (const key of ['', 'short', `bank:${randomUUID()}`, `quote:${randomUUID()}`, 'x'.repeat(65)]) {
      const answer = await world.pay(anna, body, key)
      assert.deepEqual([answer.status, answer.body.code], [400, 'idempotency_key_missing'], key)
    }
    assert.equal((await world.resolve(anna, 'bank:12345678')).status, 400)
  })

  it('sent twenty times at once to both processes is paid once', async () => {
    const [anna, budi] = [await world.addPerson(100_000n), await world.addPerson()]
    const key = randomUUID()
    const body = { target: phoneOf(budi), amount: '4000' }
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => world.pay(anna, body, key, index % 2)))
    for (const answer of answers) assert.deepEqual(answer, answers[0])
    assert.deepEqual([await world.balance(anna.accountId), await countOf(anna)], [96_000n, 1])
  })
})

describe('at the same time', () => {
  it('thirty customers pay one checkout: one of them does', async () => {
    const payers = await Promise.all(Array.from({ length: 30 }, () => world.addPerson(5_000n)))
    const before = await world.balance(shop.accountId)
    const checkout = await world.addCheckout(shop, '5000')
    const answers = await Promise.all(
      payers.map((payer, index) => {
        const byCode = { kind: 'qris', payload: checkout.qr } as const
        const target = index % 3 === 0 ? byCode : ({ kind: 'checkout', checkoutId: checkout.id } as const)
        return world.pay(payer, { target, amount: '5000' }, undefined, index % 2)
      }),
    )
    const winner = answers.findIndex(({ body }) => body.state === 'paid')
    assert.deepEqual(codesOf(answers).sort(), [...Array(29).fill('code_already_paid'), 'paid'])
    for (const [index, payer] of payers.entries())
      assert.equal(await world.balance(payer.accountId), index === winner ? 0n : 5_000n)
    assert.equal((await world.balance(shop.accountId)) - before, 5_000n)
    const [row] = await world.sql`select state, payment_id, payer_id from checkout where id = ${checkout.id}`
    assert.deepEqual({ ...row }, { state: 'paid', payment_id: answers[winner]!.body.id, payer_id: payers[winner]!.id })
  })

  it('a checkout that is cancelled while it is paid is one of both', async () => {
    for (let round = 0; round < 6; round += 1) {
      const anna = await world.addPerson(5_000n)
      const checkout = await world.addCheckout(shop, '5000')
      const target = { kind: 'checkout', checkoutId: checkout.id } as const
      const [paid, cancelled] = await Promise.all([
        world.pay(anna, { target, amount: '5000' }, undefined, round % 2),
        world.cancelCheckout(shop, checkout.id),
      ])
      const outcome = [paid.body.code ?? paid.body.state, cancelled.body.code ?? cancelled.body.state]
      const right = [
        ['paid', 'checkout_not_open'],
        ['code_cancelled', 'cancelled'],
      ]
      assert.ok(
        right.some((pair) => pair.join() === outcome.join()),
        outcome.join(),
      )
      assert.equal(await world.balance(anna.accountId), outcome[0] === 'paid' ? 0n : 5_000n)
    }
  })

  it('a checkout that runs out while its payment waits is not paid after the shop has read "expired"', async () => {
    const anna = await world.addPerson(5_000n)
    const checkout = await world.addCheckout(shop, '5000', { expiresInSeconds: 60 })
    const target = { kind: 'checkout', checkoutId: checkout.id } as const
    const paying = await world.sql.begin(async (tx) => {
      await lockAccounts(tx, [shop.accountId])
      const waiting = world.pay(anna, { target, amount: '5000' })
      await untilSomebodyWaits()
      world.advance(60_000)
      assert.equal((await world.readCheckout(shop, checkout.id)).body.state, 'expired')
      return { waiting }
    })
    assert.equal((await paying.waiting).body.code, 'code_expired')
    assert.equal((await world.readCheckout(shop, checkout.id)).body.state, 'expired')
  })

  it('a shop never reads "expired" of a checkout that is being paid at that moment', async () => {
    const anna = await world.addPerson(5_000n)
    const checkout = await world.addCheckout(shop, '5000', { expiresInSeconds: 60 })
    const target = { kind: 'checkout', checkoutId: checkout.id } as const
    const key = randomUUID()
    const held = new Error('lets the payment go on')
    let waiting: Promise<Answer> | undefined
    let reading: Promise<Answer> | undefined
    await world.sql
      .begin(async (tx) => {
        // Decided already, the payment waits for the place of its key.
        await insertAbandoned(tx, { customerId: anna.id, id: world.ids(), idempotencyKey: key, at: world.clock.now() })
        waiting = world.pay(anna, { target, amount: '5000' }, key)
        await untilSomebodyWaits()
        world.advance(60_000)
        reading = world.readCheckout(shop, checkout.id)
        await untilSomebodyWaits(2)
        throw held
      })
      .catch((error) => assert.equal(error, held))
    assert.deepEqual([(await waiting!).body.state, (await reading!).body.state], ['paid', 'paid'])
  })

  it('one balance is spent from two processes: it is spent once', async () => {
    const anna = await world.addPerson(10_000n)
    const payees = await Promise.all(Array.from({ length: 24 }, () => world.addPerson()))
    const answers = await Promise.all(
      payees.map((payee, index) => world.pay(anna, { target: phoneOf(payee), amount: '1500' }, undefined, index % 2)),
    )
    assert.equal(codesOf(answers).filter((code) => code === 'paid').length, 6)
    assert.equal(codesOf(answers).filter((code) => code === 'balance_too_low').length, 18)
    const refused = answers.find(({ body }) => body.code === 'balance_too_low')!
    assert.deepEqual(refused.body.figures, { balance: rupiah(1_000), needed: rupiah(1_500), missing: rupiah(500) })
    assert.equal(await world.balance(anna.accountId), 1_000n)
  })

  it('a day is spent from two processes: never more than its limit', async () => {
    const anna = await world.addPerson(10_000_000n)
    const payees = await Promise.all(Array.from({ length: 12 }, () => world.addPerson()))
    const answers = await Promise.all(
      payees.map((payee, index) => world.pay(anna, { target: phoneOf(payee), amount: '700000' }, undefined, index % 2)),
    )
    assert.equal(codesOf(answers).filter((code) => code === 'paid').length, 7)
    assert.equal(codesOf(answers).filter((code) => code === 'limit_per_day').length, 5)
  })

  it('two send to each other back and forth, and nothing locks up', async () => {
    const [anna, budi] = [await world.addPerson(50_000n), await world.addPerson(50_000n)]
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        const [from, to] = index % 2 === 0 ? [anna, budi] : [budi, anna]
        return world.pay(from, { target: phoneOf(to), amount: String(index + 1) }, undefined, Number(index % 4 > 1))
      }),
    )
    assert.deepEqual(new Set(codesOf(answers)), new Set(['paid']))
    assert.equal((await world.balance(anna.accountId)) + (await world.balance(budi.accountId)), 100_000n)
  })
})

describe('after a lost connection', () => {
  it('tells what became of a key', async () => {
    const [anna, budi] = [await world.addPerson(10_000n), await world.addPerson()]
    const [paidKey, refusedKey] = [randomUUID(), randomUUID()]
    const paid = await world.pay(anna, { target: phoneOf(budi), amount: '4000' }, paidKey)
    const refused = await world.pay(anna, { target: phoneOf(budi), amount: '9000' }, refusedKey)
    const { balanceAfter: _balance, ...payment } = paid.body
    assert.deepEqual((await world.resolve(anna, paidKey, 1)).body, { outcome: 'paid', payment })
    const { body } = await world.resolve(anna, refusedKey, 1)
    assert.deepEqual([body.outcome, (body.payment as { id: string }).id], ['not_paid', refused.body.paymentId])
  })

  it('closes a key of which nothing has come: what arrives late moves nothing', async () => {
    const [anna, budi] = [await world.addPerson(10_000n), await world.addPerson()]
    const key = randomUUID()
    assert.deepEqual((await world.resolve(anna, key)).body, { outcome: 'not_paid', payment: null })
    for (const at of [0, 1]) {
      const late = await world.pay(anna, { target: phoneOf(budi), amount: '4000' }, key, at)
      assert.deepEqual([late.status, late.body.code], [410, 'attempt_abandoned'])
    }
    assert.deepEqual((await world.resolve(anna, key, 1)).body, { outcome: 'not_paid', payment: null })
    assert.deepEqual([await world.balance(anna.accountId), await world.balance(budi.accountId)], [10_000n, 0n])
    assert.equal(((await world.get(anna, '/api/payments')).body.payments as unknown[]).length, 1, 'only the top-up')
  })

  it('never says "not paid" of what is being paid at that moment', async () => {
    const [anna, budi] = [await world.addPerson(100_000n), await world.addPerson()]
    const seen = new Set<string>()
    for (let round = 0; round < 25; round += 1) {
      const key = randomUUID()
      const before = await world.balance(anna.accountId)
      const [paid, resolved] = await Promise.all([
        world.pay(anna, { target: phoneOf(budi), amount: String(100 + round) }, key, 0),
        world.resolve(anna, key, 1),
      ])
      const outcome = `${paid.body.code ?? paid.body.state} ${resolved.body.outcome}`
      assert.ok(['paid paid', 'attempt_abandoned not_paid'].includes(outcome), outcome)
      const moved = before - (await world.balance(anna.accountId))
      assert.equal(moved, outcome === 'paid paid' ? BigInt(100 + round) : 0n)
      seen.add(outcome)
    }
    assert.ok(seen.size > 0)
  })
})

describe("a shop's own code", () => {
  it('pays the shop that has it now, whoever had it at payments before', async () => {
    const [anna, before, now] = [await world.addPerson(100_000n), await world.addShop(), await world.addShop()]
    const pay = (amount: string) => world.pay(anna, { target: { kind: 'qris', payload: before.staticQr }, amount })
    const taken = () => Promise.all([world.balance(before.accountId), world.balance(now.accountId)])
    assert.deepEqual([(await pay('100')).status, (await pay('101')).status, await taken()], [201, 201, [201n, 0n]])

    const [{ nmid } = { nmid: '' }] = await world.sql<
      { nmid: string }[]
    >`select nmid from merchant where id = ${before.id}`
    await world.owner`update merchant set nmid = 'ID0000000000000' where id = ${before.id}`
    await world.owner`update merchant set nmid = ${nmid} where id = ${now.id}`
    assert.deepEqual([(await pay('102')).status, (await pay('103')).status, await taken()], [201, 201, [201n, 205n]])
  })
})

describe('fees', () => {
  it('are the newest version that has come: quoted, paid on top by who sends, kept back from a shop', async () => {
    const [anna, budi] = [await world.addPerson(1_000_000n), await world.addPerson()]
    const since = new Date(world.clock.now().getTime() + 3_600_000)
    await world.sql`insert into fee_version values (2, ${since})`
    await world.sql`insert into fee values (2, 'send', 'customer', 100000, 0, 'IDR'), (2, 'shop', 'merchant', 0, 70, 'IDR'), (2, 'top_up', 'customer', 0, 0, 'IDR')`
    const target = phoneOf(budi)
    assert.deepEqual((await world.quote(anna, target, '50000')).body.fee, rupiah(0))
    assert.equal((await world.pay(anna, { target, amount: '50000' })).status, 201)

    world.advance(3_600_000)
    const changed = await world.pay(anna, { target, amount: '60000' })
    assert.deepEqual([changed.status, changed.body.code], [409, 'fee_changed'])
    assert.deepEqual(changed.body.figures, { quoted: rupiah(0), now: rupiah(1_000) })
    const quote = await world.quote(anna, target, '60000')
    assert.deepEqual([quote.body.fee, quote.body.total], [rupiah(1_000), rupiah(61_000)])
    const paid = await world.pay(anna, { target, amount: '60000', fee: '1000' })
    assert.deepEqual([paid.body.fee, paid.body.balanceAfter], [rupiah(1_000), rupiah(889_000)])
    assert.equal(await world.balance(budi.accountId), 110_000n)

    const before = await world.balance(shop.accountId)
    const atShop = await world.pay(
      anna,
      { target: { kind: 'qris', payload: shop.staticQr }, amount: '99999' },
      undefined,
      1,
    )
    // 0.70 % of 99,999 is 699.99: whole rupiah, in favour of the shop. The customer pays what the shop asks.
    assert.deepEqual([atShop.body.fee, atShop.body.balanceAfter], [rupiah(0), rupiah(789_001)])
    assert.equal((await world.balance(shop.accountId)) - before, 99_300n)
    const [fees] = await world.sql`select balance from ledger.account where purpose = 'fees'`
    assert.equal(fees!.balance, 1_699_00n)
    const tooMuch = await world.pay(anna, { target, amount: '789001', fee: '1000' })
    assert.deepEqual(tooMuch.body.figures, {
      balance: rupiah(789_001),
      needed: rupiah(790_001),
      missing: rupiah(1_000),
    })
    const { body: published } = await world.get(anna, '/api/fees')
    assert.deepEqual([published.version, published.since], [2, since.toISOString()])
  })
})
