import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { amount, type Currency, currency, currencyDecimals, signedMoney } from '../../contract/money.ts'
import { toDecimal, toMinor, toMoney } from './money.ts'

const currencies = fc.constantFrom(...(currency.options as Currency[]))
/** The largest amount that the wire takes, in minor units. */
const largest = 9_999_999_999_999_99n

describe('money', () => {
  it('reads and writes what people write', () => {
    assert.equal(toMinor('20000', 'IDR'), 20_000_00n)
    assert.equal(toMinor('20000.5', 'IDR'), 20_000_50n)
    assert.equal(toMinor('0.05', 'IDR'), 5n)
    assert.equal(toMinor('-0.05', 'IDR'), -5n)
    assert.deepEqual(toMoney(5n, 'IDR'), { amount: '0.05', currency: 'IDR' })
    assert.equal(toDecimal(-20_000_00n, 'IDR'), '-20000.00')
    assert.throws(() => toMinor('1.005', 'IDR'), RangeError)
  })

  it('loses nothing on the way to the wire and back, whatever the amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -largest, max: largest }), currencies, (minor, code) => {
        const text = toDecimal(minor, code)
        assert.equal(toMinor(text, code), minor)
        assert.ok(
          minor < 0n ? signedMoney.safeParse({ amount: text, currency: code }).success : amount.safeParse(text).success,
        )
        assert.equal(text.split('.')[1]?.length ?? 0, currencyDecimals[code])
      }),
    )
  })

  it('takes every amount that the contract lets through', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(0|[1-9]\d{0,12})(\.\d{1,2})?$/), currencies, (text, code) => {
        const back = toDecimal(toMinor(text, code), code)
        assert.equal(Number(back), Number(text))
      }),
    )
  })
})
