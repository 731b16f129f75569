import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { refusals } from '../../contract/refusals.ts'
import { toMoney } from '../platform/money.ts'
import { type FeeRule, type FeeSchedule, feesOf } from '../policy/fees.ts'
import { isPayable, standardLimits } from '../policy/limits.ts'
import {
  type Asked,
  type Destination,
  decidePayment,
  decideQuote,
  type PaymentFacts,
  type Person,
  payeeId,
  type Shop,
  toChecks,
  toStored,
} from './decide.ts'

const now = new Date('2026-03-10T05:00:00Z')
const rightPin = Buffer.alloc(32, 1)
const wrongPin = Buffer.alloc(32, 2)
const payerId = '01900000-0000-7000-8000-000000000001'

/** Times around now, so that both sides of each bound are met. */
const near = fc.integer({ min: -120_000, max: 120_000 }).map((ms) => new Date(now.getTime() + ms))
const minor = fc.oneof(
  fc.bigInt({ min: 0n, max: 6_000_000_00n }),
  fc.bigInt({ min: 1n, max: 60_000n }).map((rupiah) => rupiah * 100_00n),
  fc.constantFrom(0n, 1n, 99n, 1_00n, 2_000_000_00n, 2_000_001_00n, 5_000_000_00n, 1_000_000_001_00n),
)
const person: fc.Arbitrary<Person> = fc.record({
  kind: fc.constant('person' as const),
  customerId: fc.constantFrom(payerId, '01900000-0000-7000-8000-000000000002'),
  name: fc.constant('Budi'),
  accountId: fc.constant('payee account'),
})
const shop: fc.Arbitrary<Shop> = fc.record({
  kind: fc.constant('shop' as const),
  merchantId: fc.constant('01900000-0000-7000-8000-000000000003'),
  name: fc.constant('Warung'),
  city: fc.constant('Bandung'),
  accountId: fc.constant('payee account'),
  state: fc.constantFrom('open' as const, 'open' as const, 'closed' as const),
  acceptsWallet: fc.boolean(),
})
const asked: fc.Arbitrary<Asked> = fc
  .record({
    state: fc.constantFrom('open' as const, 'open' as const, 'paid' as const, 'cancelled' as const),
    amountMinor: minor,
    expiresAt: near,
  })
  .map(({ state, amountMinor, expiresAt }) => ({
    checkoutId: '01900000-0000-7000-8000-000000000004',
    reference: 'A1',
    returnUrl: null,
    state,
    amountMinor,
    expiresAt,
    closedAt: state === 'open' ? null : now,
    payerId: state === 'paid' ? payerId : null,
  }))
const destination: fc.Arbitrary<Destination> = fc.record({
  label: fc.constant('+62812'),
  payee: fc.oneof(
    { weight: 4, arbitrary: person },
    { weight: 4, arbitrary: shop },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  asked: fc.option(asked, { freq: 2 }),
  codeAmountMinor: fc.option(minor, { freq: 4 }),
  unreadable: fc.option(fc.constant({ refused: 'phone_invalid', figures: {} } as const), { freq: 12 }),
})
const rule = (kind: 'send' | 'shop'): fc.Arbitrary<FeeRule> =>
  fc.record({
    kind: fc.constant(kind),
    payer: fc.constantFrom('customer' as const, 'merchant' as const),
    fixedMinor: fc.constantFrom(0n, 0n, 1_000_00n, 50n),
    basisPoints: fc.constantFrom(0, 0, 70, 10_000),
  })
const fees: fc.Arbitrary<FeeSchedule> = fc.tuple(rule('send'), rule('shop')).map(
  ([send, atShop]) =>
    new Map([
      ['send', send],
      ['shop', atShop],
    ]),
)
const pin = fc.record({ digest: fc.constant(rightPin), tries: fc.nat(4), lockedUntil: fc.option(near, { freq: 4 }) })

const anyFacts: fc.Arbitrary<PaymentFacts> = fc.record({
  payer: fc.record({
    customerId: fc.constant(payerId),
    name: fc.constant('Anna'),
    accountId: fc.constant('payer account'),
    state: fc.constantFrom(
      'active' as const,
      'active' as const,
      'active' as const,
      'frozen' as const,
      'under_review' as const,
    ),
    stateSince: near,
    stateBy: fc.constantFrom('customer' as const, 'staff' as const),
  }),
  pin,
  offeredPin: fc.constantFrom(rightPin, rightPin, rightPin, wrongPin),
  to: destination,
  amountMinor: minor,
  quotedFeeMinor: fc.constantFrom(0n, 0n, 1_000_00n),
  again: fc.boolean(),
  availableMinor: minor,
  payeeBalanceMinor: fc.oneof(minor, fc.constant(19_999_999_00n)),
  payeeOpen: fc.constantFrom(true, true, true, false),
  spending: fc.record({
    usedTodayMinor: fc.oneof(fc.constant(0n), minor),
    last: fc.option(
      fc.record({ payeeId: fc.constant('01900000-0000-7000-8000-000000000002'), amountMinor: minor, at: near }),
    ),
  }),
  limits: fc.constant(standardLimits),
  fees,
  now: fc.constant(now),
})

const budi: Person = { kind: 'person', customerId: 'budi', name: 'Budi', accountId: 'payee account' }
const cures: ((given: PaymentFacts) => Partial<PaymentFacts>)[] = [
  ({ to }) => ({ to: { ...to, unreadable: null, payee: to.payee ?? budi } }),
  ({ to }) => ({
    to: { ...to, payee: to.payee?.kind === 'shop' ? { ...to.payee, state: 'open', acceptsWallet: true } : budi },
  }),
  ({ to }) => ({
    to: { ...to, asked: to.asked && { ...to.asked, state: 'open', expiresAt: new Date(now.getTime() + 1) } },
  }),
  ({ payer }) => ({ payer: { ...payer, state: 'active' } }),
  () => ({ pin: { digest: rightPin, tries: 0, lockedUntil: null }, offeredPin: rightPin }),
  ({ to }) => ({
    amountMinor: 50_000_00n,
    to: { ...to, codeAmountMinor: null, asked: to.asked && { ...to.asked, amountMinor: 50_000_00n } },
  }),
  ({ fees, to, amountMinor }) => ({
    quotedFeeMinor: feesOf(fees, to.payee?.kind === 'shop' ? 'shop' : 'send', amountMinor).customerMinor,
  }),
  () => ({ again: true }),
  ({ spending }) => ({ spending: { ...spending, usedTodayMinor: 0n } }),
  () => ({ availableMinor: 6_000_000_00n, payeeBalanceMinor: 0n, payeeOpen: true }),
  // Not a cure: the same again, at once.
  ({ to, spending, amountMinor }) => ({
    again: false,
    to: { ...to, asked: null },
    spending: { ...spending, last: to.payee && { payeeId: payeeId(to.payee), amountMinor, at: now } },
  }),
]
/** Of facts that are drawn alone, nearly all break something early: here any part may be in order. */
const facts = fc.tuple(anyFacts, fc.subarray(cures)).map(([drawn, applied]) => {
  let given = drawn
  for (const cure of applied) given = { ...given, ...cure(given) }
  return given
})

/** The codes that each check can give: the order of this table is the documented one. */
const order: [check: string, codes: string[]][] = [
  ['code_readable', ['phone_invalid']],
  ['payee_known', ['payee_unknown']],
  ['payee_other', ['payee_is_self']],
  ['shop_open', ['merchant_closed', 'merchant_not_accepting']],
  ['code_open', ['code_already_paid', 'code_cancelled', 'code_expired']],
  ['account_active', ['account_frozen', 'account_under_review']],
  ['pin', ['pin_wrong', 'pin_locked']],
  ['amount', ['amount_differs', 'amount_not_payable']],
  ['fee_as_quoted', ['fee_changed']],
  ['not_a_repeat', ['possible_duplicate']],
  ['limit_per_payment', ['limit_per_payment']],
  ['limit_per_day', ['limit_per_day']],
  ['balance', ['balance_too_low']],
  ['payee_can_receive', ['payee_cannot_receive']],
]
const runs = { numRuns: 3_000 }

describe('the decision of a payment', () => {
  it('makes its checks in the documented order and stops at the first that fails, with its own code and figures', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(facts, (given) => {
        const { checks, refusal } = decidePayment(given)
        const places = checks.map(({ check }) => order.findIndex(([name]) => name === check))
        assert.ok(places.every((place, index) => place >= 0 && (index === 0 || place > places[index - 1]!)))
        assert.ok(checks.slice(0, -1).every(({ passed }) => passed))
        const last = checks.at(-1)!
        assert.equal(last.passed, refusal === undefined)
        seen.add(refusal?.refused ?? 'paid')
        if (!refusal) return assert.equal(last.check, 'payee_can_receive')
        assert.ok(order[places.at(-1)!]![1].includes(refusal.refused))
        assert.deepEqual(refusals[refusal.refused].figures.parse(refusal.figures), refusal.figures)
        assert.deepEqual(last.figures, refusal.figures)
      }),
      // By a fixed seed, so that whether every code was met does not depend on luck.
      { ...runs, seed: 20_260_310 },
    )
    for (const code of ['paid', ...order.flatMap(([, codes]) => codes)]) assert.ok(seen.has(code), `${code} was met`)
  })

  it('allows nothing that breaks a limit, a balance, a lock or the shop’s own amount', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { refusal, feeMinor, merchantFeeMinor } = decidePayment(given)
        if (refusal) return
        const { to, amountMinor, spending, limits, payer } = given
        assert.equal(payer.state, 'active')
        assert.ok(given.offeredPin === rightPin && !(given.pin.lockedUntil && given.pin.lockedUntil > now))
        assert.ok(isPayable(amountMinor) && amountMinor <= limits.perPaymentMinor)
        assert.ok(spending.usedTodayMinor + amountMinor <= limits.perDayMinor)
        assert.ok(amountMinor + feeMinor <= given.availableMinor)
        assert.equal(feeMinor, given.quotedFeeMinor)
        assert.ok(merchantFeeMinor >= 0n && merchantFeeMinor <= amountMinor)
        assert.ok(
          !to.asked || (to.asked.state === 'open' && to.asked.expiresAt > now && to.asked.amountMinor === amountMinor),
        )
        assert.ok(to.payee && !(to.payee.kind === 'person' && to.payee.customerId === payer.customerId))
      }),
      runs,
    )
  })

  it('counts wrong PINs only, and forgets them after a right one', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { pinNext, checks } = decidePayment(given)
        const locked = given.pin.lockedUntil !== null && given.pin.lockedUntil > now
        const asked = checks.some(({ check }) => check === 'pin')
        if (!asked || locked) return assert.equal(pinNext, undefined)
        const before = given.pin.lockedUntil ? 0 : given.pin.tries
        if (given.offeredPin === wrongPin) return assert.equal(pinNext!.tries, before + 1)
        assert.ok(pinNext === undefined ? given.pin.tries === 0 : pinNext.tries === 0 && pinNext.lockedUntil === null)
      }),
      runs,
    )
  })

  it('reads back from what is stored', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { checks, refusal } = decidePayment(given)
        assert.deepEqual(
          toChecks(JSON.parse(JSON.stringify(toStored(checks, refusal)))),
          JSON.parse(JSON.stringify(checks)),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('asks about a repeat for one minute, and never about a code that can be paid once', () => {
    const base = fc.sample(facts, { numRuns: 1, seed: 1 })[0]!
    const given: PaymentFacts = {
      ...base,
      payer: { ...base.payer, state: 'active' },
      pin: { digest: rightPin, tries: 0, lockedUntil: null },
      offeredPin: rightPin,
      to: { label: '', payee: budi, asked: null, codeAmountMinor: null, unreadable: null },
      amountMinor: 1_000_00n,
      quotedFeeMinor: 0n,
      again: false,
      availableMinor: 5_000_00n,
      payeeBalanceMinor: 0n,
      payeeOpen: true,
      fees: new Map(),
      spending: {
        usedTodayMinor: 0n,
        last: { payeeId: 'budi', amountMinor: 1_000_00n, at: new Date(now.getTime() - 60_000) },
      },
    }
    const paidAt = new Date(now.getTime() - 60_000).toISOString()
    const figures = { paidAt, amount: toMoney(1_000_00n, 'IDR'), payee: 'Budi' }
    assert.deepEqual(decidePayment(given).refusal, { refused: 'possible_duplicate', figures })
    assert.equal(decidePayment({ ...given, again: true }).refusal, undefined)
    assert.equal(decidePayment({ ...given, now: new Date(now.getTime() + 1) }).refusal, undefined)
    assert.equal(decidePayment({ ...given, amountMinor: 1_001_00n }).refusal, undefined)
  })
})

describe('the decision of a quote', () => {
  it('is the payment’s own about target and amount', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const quote = decideQuote(given.payer, given.to, given.amountMinor, now)
        const healthy = { ...given.payer, state: 'active' } as const
        const right = { digest: rightPin, tries: 0, lockedUntil: null }
        const payment = decidePayment({ ...given, payer: healthy, pin: right, offeredPin: rightPin })
        const own = ['account_active', 'pin']
        const shared = payment.checks.filter(({ check }) => !own.includes(check)).slice(0, quote.checks.length)
        assert.deepEqual(quote.checks, shared)
        if (quote.refusal) assert.deepEqual(payment.refusal, quote.refusal)
      }),
      runs,
    )
  })
})
