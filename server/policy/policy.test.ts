import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { dayOf, endOfDay } from './calendar.ts'
import { type FeeRule, feesOf } from './fees.ts'
import { isPayable, largestPaymentMinor, smallestPaymentMinor } from './limits.ts'

const anyTime = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2100-01-01T00:00:00Z'),
  noInvalidDate: true,
})
const wholeRupiah = fc.bigInt({ min: 1n, max: 1_000_000_000n }).map((rupiah) => rupiah * 100n)

describe('calendar', () => {
  it('begins and ends the day at midnight in Jakarta', () => {
    assert.equal(dayOf(new Date('2026-03-10T16:59:59.999Z')), '2026-03-10')
    assert.equal(dayOf(new Date('2026-03-10T17:00:00Z')), '2026-03-11')
    assert.equal(endOfDay(new Date('2026-03-10T16:59:59.999Z')).toISOString(), '2026-03-10T17:00:00.000Z')
    assert.equal(endOfDay(new Date('2026-03-10T17:00:00Z')).toISOString(), '2026-03-11T17:00:00.000Z')
    assert.equal(endOfDay(new Date('2028-02-28T17:00:00Z')).toISOString(), '2028-02-29T17:00:00.000Z')
  })

  it('agrees with the calendar that Jakarta has', () => {
    const jakarta = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta', dateStyle: 'short' })
    fc.assert(
      fc.property(anyTime, (at) => {
        assert.equal(dayOf(at), jakarta.format(at))
        const end = endOfDay(at)
        assert.ok(end > at && end.getTime() - at.getTime() <= 86_400_000)
        assert.notEqual(dayOf(end), dayOf(at))
        assert.equal(dayOf(new Date(end.getTime() - 1)), dayOf(at))
      }),
    )
  })
})

describe('fees', () => {
  const schedule = (rule: Partial<FeeRule>) =>
    new Map([['shop', { kind: 'shop', payer: 'merchant', fixedMinor: 0n, basisPoints: 0, ...rule } as const]]) as Map<
      'shop',
      FeeRule
    >

  it('are rounded down to whole rupiah', () => {
    assert.deepEqual(feesOf(schedule({ basisPoints: 70 }), 'shop', 99_999_00n), {
      customerMinor: 0n,
      merchantMinor: 699_00n,
    })
    assert.deepEqual(feesOf(schedule({ basisPoints: 70 }), 'shop', 1_00n), { customerMinor: 0n, merchantMinor: 0n })
    const both = schedule({ payer: 'customer', fixedMinor: 1_000_00n, basisPoints: 150 })
    assert.deepEqual(feesOf(both, 'shop', 100_000_00n), { customerMinor: 2_500_00n, merchantMinor: 0n })
    assert.deepEqual(feesOf(both, 'send', 100_000_00n), { customerMinor: 0n, merchantMinor: 0n })
  })

  it('are never below nothing, never above the rule, and leave the shop nothing less than nothing', () => {
    const rule = fc.record({
      payer: fc.constantFrom('customer' as const, 'merchant' as const),
      fixedMinor: fc.bigInt({ min: 0n, max: 10_000_00n }),
      basisPoints: fc.integer({ min: 0, max: 10_000 }),
    })
    fc.assert(
      fc.property(rule, wholeRupiah, (drawn, amountMinor) => {
        const { customerMinor, merchantMinor } = feesOf(schedule(drawn), 'shop', amountMinor)
        const exactTimesTenThousand = drawn.fixedMinor * 10_000n + amountMinor * BigInt(drawn.basisPoints)
        assert.ok(customerMinor >= 0n && merchantMinor >= 0n && merchantMinor <= amountMinor)
        assert.ok((customerMinor + merchantMinor) * 10_000n <= exactTimesTenThousand)
        assert.equal((customerMinor + merchantMinor) % 100n, 0n)
        assert.equal(drawn.payer === 'customer' ? merchantMinor : customerMinor, 0n)
      }),
    )
  })
})

describe('payable amounts', () => {
  it('are whole rupiah between the bounds', () => {
    for (const [amountMinor, payable] of [
      [0n, false],
      [smallestPaymentMinor - 1n, false],
      [smallestPaymentMinor, true],
      [smallestPaymentMinor + 1n, false],
      [largestPaymentMinor, true],
      [largestPaymentMinor + 1_00n, false],
      [-1_00n, false],
    ] as const)
      assert.equal(isPayable(amountMinor), payable, String(amountMinor))
  })
})
