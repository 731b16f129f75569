import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import { problem, type RefusalCode, refusals } from '../../contract/refusals.ts'
import { pinLockMs } from '../identity/pin.ts'
import { checkLedger } from '../ledger/check.ts'
import { selectMerchant } from '../merchants/merchant.sql.ts'
import { dynamicQr } from '../merchants/merchant.ts'
import { encodeQris } from '../merchants/qris.ts'
import {
  type Answer,
  createWorld,
  type Figures,
  type Person,
  pin,
  rupiah,
  type Shop,
  type World,
} from './payments.testing.ts'

let world: World
let shop: Shop
before(async () => {
  world = await createWorld()
  // Noon in Jakarta, so that no test runs over midnight.
  world.setTime(new Date('2026-03-10T05:00:00Z'))
  shop = await world.addShop()
})
after(() => world.close())
afterEach(async () => assert.deepEqual(await checkLedger(world.sql), []))

const phoneOf = (person: Person) => ({ kind: 'phone', phone: person.phone }) as const
const codeOf = (payload: string) => ({ kind: 'qris', payload }) as const
const checkoutOf = (checkoutId: string) => ({ kind: 'checkout', checkoutId }) as const

function assertPaid(answer: Answer, balanceAfter: number) {
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  assert.equal(answer.body.state, 'paid')
  assert.deepEqual(answer.body.balanceAfter, rupiah(balanceAfter))
}

/** The answer is a problem with these figures; what is stored says the same, check by check. */
async function assertRefused(person: Person, answer: Answer, code: RefusalCode, figures: Figures = {}) {
  assert.equal(answer.body.code, code, JSON.stringify(answer.body))
  assert.equal(answer.status, refusals[code].status)
  const { success } = problem.safeParse(answer.body)
  assert.ok(success && refusals[code].figures.safeParse(answer.body.figures).success, 'as the contract says')
  for (const [name, value] of Object.entries(figures)) assert.deepEqual(answer.body.figures![name], value, name)
  const story = await world.get(person, `/api/payments/${answer.body.paymentId}`)
  assert.equal(story.status, 200)
  assert.deepEqual(story.body.refusal, { code, figures: answer.body.figures })
  const checks = story.body.checks as { passed: boolean; figures: Figures }[]
  assert.ok(checks.slice(0, -1).every((check) => check.passed))
  assert.deepEqual(checks.at(-1), { ...checks.at(-1), passed: false, figures: answer.body.figures })
}

describe('paying', () => {
  it('sends to a phone number, however it is written', async () => {
    const [anna, budi] = [await world.addPerson(100_000n), await world.addPerson()]
    const home = `0${budi.phone.slice(3)}`
    const quote = await world.quote(anna, { kind: 'phone', phone: home }, '25000')
    assert.equal(quote.status, 200)
    assert.deepEqual(quote.body, {
      payee: { kind: 'person', name: budi.name, city: null, reference: null },
      amount: rupiah(25_000),
      amountFixed: false,
      fee: rupiah(0),
      total: rupiah(25_000),
      balance: rupiah(100_000),
      expiresAt: null,
      returnUrl: null,
    })
    const paid = await world.pay(anna, { target: { kind: 'phone', phone: home }, amount: '25000', note: 'makan siang' })
    assertPaid(paid, 75_000)
    assert.deepEqual([paid.body.kind, paid.body.direction, paid.body.counterparty], ['send', 'out', budi.name])
    assert.deepEqual([await world.balance(anna.accountId), await world.balance(budi.accountId)], [75_000n, 25_000n])
  })

  it('pays a shop by the code on its wall, its code for one amount, and its checkout', async () => {
    const anna = await world.addPerson(100_000n)
    const before = await world.balance(shop.accountId)
    assertPaid(await world.pay(anna, { target: codeOf(shop.staticQr), amount: '10000' }), 90_000)
    const byCode = await world.addCheckout(shop, '20000')
    const quote = await world.quote(anna, codeOf(byCode.qr))
    assert.deepEqual([quote.body.amount, quote.body.amountFixed], [rupiah(20_000), true])
    assert.deepEqual(quote.body.payee, { kind: 'shop', name: shop.name, city: 'Bandung', reference: 'ORDER-1' })
    assertPaid(await world.pay(anna, { target: codeOf(byCode.qr), amount: '20000' }), 70_000)
    const byLink = await world.addCheckout(shop, '30000')
    assert.equal((await world.quote(anna, checkoutOf(byLink.id))).body.returnUrl, 'https://shop.example/back')
    const paid = await world.pay(anna, { target: checkoutOf(byLink.id), amount: '30000.00' })
    assertPaid(paid, 40_000)
    assert.equal((await world.balance(shop.accountId)) - before, 60_000n)
    const merchantSees = await world.call('GET', `/api/merchant/checkouts/${byLink.id}`, {
      authorization: `Bearer ${shop.key}`,
    })
    assert.deepEqual([merchantSees.body.state, merchantSees.body.paymentId], ['paid', paid.body.id])
  })

  it('tells the stored attempt exactly as it was answered', async () => {
    const [anna, budi] = [await world.addPerson(50_000n), await world.addPerson()]
    const paid = await world.pay(anna, { target: phoneOf(budi), amount: '15000', note: 'buku' })
    const story = await world.get(anna, `/api/payments/${paid.body.id}`)
    const { checks, reference, story: steps, ...same } = story.body
    assert.deepEqual(same, paid.body)
    assert.equal(String(reference).replaceAll('-', ''), paid.body.id!.replaceAll('-', '').slice(-12).toUpperCase())
    assert.deepEqual(
      (checks as { check: string }[]).map(({ check }) => check),
      [
        'code_readable',
        'payee_known',
        'payee_other',
        'account_active',
        'pin',
        'amount',
        'fee_as_quoted',
        'not_a_repeat',
      ].concat(['limit_per_payment', 'limit_per_day', 'balance', 'payee_can_receive']),
    )
    assert.deepEqual(
      (steps as { step: string }[]).map(({ step }) => step),
      ['asked', 'checked', 'moved'],
    )
    const received = await world.get(budi, `/api/payments/${paid.body.id}`)
    assert.deepEqual([received.body.direction, received.body.counterparty, received.body.fee], ['in', anna.name, null])
    assert.deepEqual([received.body.checks, received.body.balanceAfter], [[], rupiah(15_000)])
    const [stored] = await world.sql`
      select p.refusal, p.amount, p.balance_after, l.amount as moved
      from payment p join ledger.posting l on l.entry_id = p.entry_id and l.account_id = ${anna.accountId}
      where p.id = ${paid.body.id!}`
    assert.deepEqual(
      { ...stored },
      { refusal: null, amount: 15_000_00n, balance_after: 35_000_00n, moved: -15_000_00n },
    )
  })
})

describe('refusals', () => {
  it('of the target, alike in quote and payment', async () => {
    const anna = await world.addPerson(100_000n)
    const closed = await world.addShop({ state: 'closed', name: 'Toko Tutup' })
    const cashOnly = await world.addShop({ acceptsWallet: false, name: 'Tunai Saja' })
    const expired = await world.addCheckout(shop, '1000', { expiresInSeconds: 60 })
    const cancelled = await world.addCheckout(shop, '1000')
    const paid = await world.addCheckout(shop, '1000')
    await world.cancelCheckout(shop, cancelled.id)
    await world.pay(anna, { target: checkoutOf(paid.id), amount: '1000' })
    world.advance(61_000)
    const foreign = encodeQris({
      initiation: 'static',
      nmid: 'ID2020000000001',
      merchantName: 'Toko Lain',
      city: 'Jakarta',
      postcode: null,
      category: '5812',
      amount: null,
      tip: null,
      bill: null,
      reference: null,
      terminal: null,
      acquirer: { domain: 'ID.LAIN.WWW', pan: '9360099900000000017', merchantId: '0000000017', size: 'UMI' },
      size: 'UMI',
    })
    const unknownId = world.ids()
    const cases: [target: Parameters<World['quote']>[1], code: RefusalCode, figures: Figures][] = [
      [codeOf('https://example.com'), 'code_malformed', { reason: 'not_qris' }],
      [codeOf(shop.staticQr.slice(0, -3)), 'code_malformed', { reason: 'cut_off' }],
      [codeOf(shop.staticQr.replace('Sari', 'Siti')), 'code_malformed', { reason: 'checksum' }],
      [codeOf(foreign), 'merchant_not_accepting', { shop: 'Toko Lain' }],
      [{ kind: 'phone', phone: '12345' }, 'phone_invalid', {}],
      [{ kind: 'phone', phone: '081288099999' }, 'payee_unknown', { payee: '+6281288099999' }],
      [checkoutOf(unknownId), 'code_malformed', { reason: 'link_unknown' }],
      [phoneOf(anna), 'payee_is_self', {}],
      [codeOf(closed.staticQr), 'merchant_closed', { shop: 'Toko Tutup' }],
      [codeOf(cashOnly.staticQr), 'merchant_not_accepting', { shop: 'Tunai Saja' }],
      [checkoutOf(expired.id), 'code_expired', { expiredAt: expired.expiresAt, shop: shop.name }],
      [codeOf(expired.qr), 'code_expired', { expiredAt: expired.expiresAt }],
      [checkoutOf(cancelled.id), 'code_cancelled', { shop: shop.name }],
      [checkoutOf(paid.id), 'code_already_paid', { shop: shop.name, byYou: true }],
    ]
    for (const [target, code, figures] of cases) {
      await assertRefused(anna, await world.quote(anna, target, '1000'), code, figures)
      await assertRefused(anna, await world.pay(anna, { target, amount: '1000' }), code, figures)
    }
    const other = await world.addPerson(5_000n)
    const late = await world.pay(other, { target: checkoutOf(paid.id), amount: '1000' })
    await assertRefused(other, late, 'code_already_paid', { byYou: false })
  })

  it('of the amount, where the shop has fixed it or nobody could pay it', async () => {
    const anna = await world.addPerson(100_000n)
    const checkout = await world.addCheckout(shop, '20000')
    for (const target of [checkoutOf(checkout.id), codeOf(checkout.qr)]) {
      const figures = { asked: rupiah(20_000), offered: rupiah(19_999) }
      await assertRefused(anna, await world.quote(anna, target, '19999'), 'amount_differs', figures)
      await assertRefused(anna, await world.pay(anna, { target, amount: '19999' }), 'amount_differs', figures)
    }
    const merchant = (await selectMerchant(world.sql, shop.id))!
    const elsewhere = codeOf(dynamicQr(merchant, '7500.00', 'KASA7'))
    await assertRefused(anna, await world.pay(anna, { target: elsewhere, amount: '7000' }), 'amount_differs')
    assertPaid(await world.pay(anna, { target: elsewhere, amount: '7500' }), 92_500)
    for (const amount of ['0', '0.50', '1000000001', '100.25']) {
      const figures = { minimum: rupiah(1), maximum: rupiah(1_000_000_000) }
      await assertRefused(anna, await world.quote(anna, codeOf(shop.staticQr), amount), 'amount_not_payable', figures)
      await assertRefused(
        anna,
        await world.pay(anna, { target: codeOf(shop.staticQr), amount }),
        'amount_not_payable',
        figures,
      )
    }
  })

  it('come in the documented order: what is mended shows the next', async () => {
    const anna = await world.addPerson(5_800_000n)
    const [budi, rich] = [await world.addPerson(), await world.addPerson(19_900_000n)]
    for (const amount of ['2000000', '1500000', '1000000'])
      assert.equal((await world.pay(anna, { target: phoneOf(budi), amount })).status, 201)
    // 4,500,000 spent today, 1,300,000 left; and now everything is wrong at once.
    const since = world.clock.now()
    await world.sql`update customer set state = 'frozen', state_by = 'staff', state_since = ${since} where id = ${anna.id}`
    const wrong = { pin: '111222', amount: '0.50', fee: '7' }
    const attempt = (body: object) => world.pay(anna, { target: phoneOf(budi), ...wrong, ...body })
    await assertRefused(anna, await attempt({ target: phoneOf(anna) }), 'payee_is_self')
    await assertRefused(anna, await attempt({}), 'account_frozen', { since: since.toISOString(), by: 'staff' })
    await world.sql`update customer set state = 'under_review' where id = ${anna.id}`
    await assertRefused(anna, await attempt({}), 'account_under_review', { since: since.toISOString() })
    await world.sql`update customer set state = 'active' where id = ${anna.id}`
    await assertRefused(anna, await attempt({}), 'pin_wrong', { triesLeft: 4 })
    await assertRefused(anna, await attempt({ pin }), 'amount_not_payable')
    await assertRefused(anna, await attempt({ pin, amount: '1000000' }), 'fee_changed', {
      quoted: rupiah(7),
      now: rupiah(0),
    })
    const repeat = { pin, amount: '1000000', fee: '0' }
    await assertRefused(anna, await attempt(repeat), 'possible_duplicate', {
      amount: rupiah(1_000_000),
      payee: budi.name,
    })
    const big = { pin, amount: '2000001', fee: '0' }
    const limit = rupiah(2_000_000)
    await assertRefused(anna, await attempt(big), 'limit_per_payment', { limit, amount: rupiah(2_000_001) })
    await assertRefused(anna, await attempt({ pin, amount: '1900000', fee: '0' }), 'limit_per_day', {
      limit: rupiah(5_000_000),
      used: rupiah(4_500_000),
      amount: rupiah(1_900_000),
      left: rupiah(500_000),
      renewsAt: '2026-03-10T17:00:00.000Z',
    })
    assertPaid(await attempt({ pin, amount: '400000', fee: '0' }), 900_000)
    world.setTime(new Date('2026-03-10T17:00:00Z'))
    await assertRefused(
      anna,
      await attempt({ target: phoneOf(rich), pin, amount: '900001', fee: '0' }),
      'balance_too_low',
      {
        balance: rupiah(900_000),
        needed: rupiah(900_001),
        missing: rupiah(1),
      },
    )
    const full = await attempt({ target: phoneOf(rich), pin, amount: '100001', fee: '0' })
    await assertRefused(anna, full, 'payee_cannot_receive', { payee: rich.name })
    assertPaid(await attempt({ target: phoneOf(rich), pin, amount: '100000', fee: '0' }), 800_000)
    world.setTime(new Date('2026-03-11T05:00:00Z'))
  })

  it('ask before the same is paid twice, unless it was meant or a minute has passed', async () => {
    const [anna, budi] = [await world.addPerson(100_000n), await world.addPerson()]
    const body = { target: phoneOf(budi), amount: '1000' }
    const first = await world.pay(anna, body)
    await assertRefused(anna, await world.pay(anna, body), 'possible_duplicate', { paidAt: first.body.at })
    assertPaid(await world.pay(anna, { ...body, again: true }), 98_000)
    assertPaid(await world.pay(anna, { ...body, amount: '1001' }), 96_999)
    assertPaid(await world.pay(anna, body), 95_999)
    world.advance(60_001)
    assertPaid(await world.pay(anna, body), 94_999)
  })

  it('lock payments after five wrong PINs, until time or a right PIN frees them', async () => {
    const [anna, budi] = [await world.addPerson(100_000n), await world.addPerson()]
    const attempt = (tried: string, at = 0) =>
      world.pay(anna, { target: phoneOf(budi), amount: '1000', pin: tried, again: true }, undefined, at)
    for (const triesLeft of [4, 3, 2, 1])
      await assertRefused(anna, await attempt('111222', triesLeft % 2), 'pin_wrong', { triesLeft })
    assertPaid(await attempt(pin), 99_000)
    for (const triesLeft of [4, 3, 2, 1]) await assertRefused(anna, await attempt('111222'), 'pin_wrong', { triesLeft })
    const locked = await attempt('111222')
    await assertRefused(anna, locked, 'pin_locked')
    const until = new Date(String(locked.body.figures!.until))
    assert.ok(Math.abs(until.getTime() - world.clock.now().getTime() - pinLockMs) < 5_000)
    // Also with the right PIN, also at the other process.
    await assertRefused(anna, await attempt(pin), 'pin_locked', { until: until.toISOString() })
    await assertRefused(anna, await attempt(pin, 1), 'pin_locked', { until: until.toISOString() })
    world.advance(pinLockMs + 1)
    await assertRefused(anna, await attempt('111222'), 'pin_wrong', { triesLeft: 4 })
    assertPaid(await attempt(pin), 98_000)
  })

  it('count guesses of the PIN that arrive together', async () => {
    const [anna, budi] = [await world.addPerson(100_000n), await world.addPerson()]
    const guesses = Array.from({ length: 20 }, (_, index) =>
      world.pay(anna, { target: phoneOf(budi), amount: '1000', pin: '111222' }, undefined, index % 2),
    )
    const codes = (await Promise.all(guesses)).map(({ body }) => body.code)
    assert.equal(codes.filter((code) => code === 'pin_wrong').length, 4)
    assert.equal(codes.filter((code) => code === 'pin_locked').length, 16)
  })

  it('of a day end at midnight in Jakarta', async () => {
    const [anna, budi] = [await world.addPerson(12_000_000n), await world.addPerson()]
    world.setTime(new Date('2026-03-12T16:59:00Z'))
    for (const amount of ['2000000', '1999999', '1000001'])
      assert.equal((await world.pay(anna, { target: phoneOf(budi), amount })).status, 201)
    const one = { target: phoneOf(budi), amount: '1' }
    const figures = { left: rupiah(0), renewsAt: '2026-03-12T17:00:00.000Z' }
    await assertRefused(anna, await world.pay(anna, one), 'limit_per_day', figures)
    const me = await world.get(anna, '/api/me')
    assert.deepEqual((me.body.limits as Figures).usedToday, rupiah(5_000_000))
    world.setTime(new Date('2026-03-12T17:00:00Z'))
    assert.deepEqual(((await world.get(anna, '/api/me')).body.limits as Figures).usedToday, rupiah(0))
    assertPaid(await world.pay(anna, one), 6_999_999)
    // Another process looked at its clock before midnight and waited for the account until now: the new day goes on.
    world.setTime(new Date('2026-03-12T16:59:59Z'))
    const late = await world.pay(anna, { ...one, amount: '2' }, undefined, 1)
    assert.equal(late.status, 201)
    world.setTime(new Date('2026-03-12T17:00:01Z'))
    assert.deepEqual(((await world.get(anna, '/api/me')).body.limits as Figures).usedToday, rupiah(3))
    world.setTime(new Date('2026-03-13T05:00:00Z'))
  })
})

describe('who may pay', () => {
  it('is nobody without a session, or with one that was ended in another process a moment ago', async () => {
    const [anna, budi] = [await world.addPerson(100_000n), await world.addPerson()]
    const body = { target: phoneOf(budi), amount: '1000' }
    const stranger = { ...anna, cookie: 'dompet_session=nonsense' }
    for (const answer of [await world.pay(stranger, body), await world.quote(stranger, phoneOf(budi))])
      assert.deepEqual([answer.status, answer.body.code], [401, 'signin_required'])
    const { body: list } = await world.get(anna, '/api/me/sessions', 1)
    const [session] = list.sessions as unknown as { id: string }[]
    assertPaid(await world.pay(anna, body), 99_000)
    await world.call('DELETE', `/api/me/sessions/${session!.id}`, { cookie: anna.cookie }, undefined, 1)
    const after = await world.pay(anna, { ...body, amount: '2000' })
    assert.deepEqual([after.status, after.body.code], [401, 'signin_required'])
    assert.equal(await world.balance(anna.accountId), 99_000n)
  })

  it('is nobody whose session has run out', async () => {
    const [anna, budi] = [await world.addPerson(100_000n), await world.addPerson()]
    const before = world.clock.now()
    world.advance(30 * 86_400_000 + 1)
    const late = await world.pay(anna, { target: phoneOf(budi), amount: '1000' })
    assert.equal(late.body.code, 'signin_required')
    world.setTime(before)
  })

  it('is not who froze the own account in another process; money still comes in', async () => {
    const [anna, budi] = [await world.addPerson(100_000n), await world.addPerson(5_000n)]
    const frozen = await world.call('POST', '/api/me/freeze', { cookie: anna.cookie }, {}, 1)
    assert.equal(frozen.status, 200, JSON.stringify(frozen.body))
    await assertRefused(anna, await world.pay(anna, { target: phoneOf(budi), amount: '1' }), 'account_frozen', {
      by: 'customer',
    })
    assertPaid(await world.pay(budi, { target: phoneOf(anna), amount: '5000' }), 0)
    assert.equal(await world.balance(anna.accountId), 105_000n)
  })
})

describe('what is secret', () => {
  it('stays out of rows, events and log lines', async () => {
    const [anna, budi] = [await world.addPerson(100_000n), await world.addPerson()]
    await world.pay(anna, { target: phoneOf(budi), amount: '1000', pin: '314159' })
    await world.pay(anna, { target: phoneOf(budi), amount: '1000' })
    const malformed = { cookie: anna.cookie, 'idempotency-key': world.ids() }
    await world.call('POST', '/api/payments', malformed, { target: phoneOf(budi), pin, amount: 5 })
    // A fault of ours must not tell it either: this table is missing for a moment.
    await world.owner`alter table payment rename to payment_away`
    const broken = await world.pay(anna, { target: phoneOf(budi), amount: '3000' })
    await world.owner`alter table payment_away rename to payment`
    assert.deepEqual([broken.status, broken.body.code], [500, 'internal'])
    assert.ok(
      world.lines.some((line) => line.includes('request failed')),
      'the fault itself is in the log',
    )
    const rows = await world.owner<{ row: string }[]>`
      select to_jsonb(p)::text as row from payment p union all select to_jsonb(o)::text from outbox o
      union all select to_jsonb(a)::text from audit_event a union all select to_jsonb(r)::text from ledger.request r`
    const texts = [...rows.map(({ row }) => row), ...world.lines]
    assert.ok(texts.length > 100)
    // Standing alone: six digits inside an id or a time are no PIN.
    for (const secret of [pin, '111222', '314159'])
      for (const text of texts) assert.doesNotMatch(text, new RegExp(`(?<![0-9a-f])${secret}(?![0-9a-f])`))
    const token = anna.cookie.split('=')[1]!
    for (const text of texts) assert.ok(!text.includes(token))
  })
})
