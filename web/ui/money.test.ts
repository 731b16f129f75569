import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatMoney, fromMinor, readTypedAmount, sayMoney, showTypedAmount, sumMoney, toMinor } from './money.ts'

const idr = (amount: string) => ({ amount, currency: 'IDR' as const })

test('rupiah as people write it in each language', () => {
  assert.equal(formatMoney(idr('20000'), 'en'), 'Rp20,000')
  assert.equal(formatMoney(idr('20000.00'), 'id'), 'Rp20.000')
  assert.equal(formatMoney(idr('20000'), 'zh'), 'Rp20,000')
  assert.equal(formatMoney(idr('-1250000'), 'en'), '−Rp1,250,000')
  assert.equal(formatMoney(idr('0'), 'id'), 'Rp0')
})

test('decimals: sen only where there are some, cents always', () => {
  assert.equal(formatMoney(idr('10.5'), 'id'), 'Rp10,50')
  assert.equal(formatMoney({ amount: '1234.5', currency: 'USD' }, 'en'), '$1,234.50')
  assert.equal(formatMoney({ amount: '3', currency: 'MYR' }, 'id'), 'RM3,00')
})

test('more figures than a number can hold stay exact', () => {
  const large = idr('9007199254740993.07')
  assert.equal(formatMoney(large, 'en'), 'Rp9,007,199,254,740,993.07')
  assert.match(sayMoney(large, 'en'), /^9,007,199,254,740,993\.07 /)
  assert.equal(fromMinor(toMinor('9007199254740993.07') + 1n), '9007199254740993.08')
})

test('said in words for the ear', () => {
  assert.equal(sayMoney(idr('20000'), 'en'), '20,000 Indonesian rupiahs')
  assert.match(sayMoney(idr('20000'), 'id'), /^20\.000 Rupiah/)
  assert.match(sayMoney(idr('20000'), 'zh'), /^20,000\s?印度尼西亚/)
})

test('what is typed is read in the way of the language', () => {
  assert.equal(readTypedAmount('Rp 20.000', 'id', 'IDR'), '20000')
  assert.equal(readTypedAmount('20,000', 'en', 'IDR'), '20000')
  assert.equal(readTypedAmount('020', 'en', 'IDR'), '20')
  assert.equal(readTypedAmount('', 'en', 'IDR'), '')
  assert.equal(readTypedAmount('1.234,5', 'id', 'USD'), '1234.5')
  assert.equal(readTypedAmount('.5', 'en', 'USD'), '0.5')
  assert.equal(showTypedAmount('1234.', 'en'), '1,234.')
  assert.equal(showTypedAmount('1234.5', 'id'), '1.234,5')
})

test('any amount survives formatting and minor units', () => {
  const amounts = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n })
  fc.assert(fc.property(amounts, (minor) => assert.equal(toMinor(fromMinor(minor)), minor)))
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 13n - 1n }), fc.constantFrom('id', 'zh', 'en'), (whole, language) => {
      const shown = showTypedAmount(String(whole), language)
      assert.equal(readTypedAmount(shown, language, 'IDR'), String(whole))
    }),
  )
})

test('two currencies are never added', () => {
  assert.deepEqual(sumMoney(idr('0.5'), idr('20000')), idr('20000.50'))
  assert.throws(() => sumMoney(idr('1'), { amount: '1', currency: 'USD' }), TypeError)
})
