import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '../platform/refusals.ts'
import { type DecodedQris, decodeQris, encodeQris, maximumNameCharacters, type QrisContent } from './qris.ts'
import { checksum, writeFields } from './tlv.ts'

const shop: QrisContent = {
  initiation: 'dynamic',
  nmid: 'ID1020000000017',
  merchantName: 'Warung Bu Sari',
  city: 'Bandung',
  postcode: null,
  category: '5812',
  amount: '39000.00',
  tip: null,
  bill: null,
  reference: 'K7Q2M9XA41',
  terminal: null,
  acquirer: { domain: 'ID.DOMPET.WWW', pan: '9360099900000000017', merchantId: '0000000017', size: 'UMI' },
  size: 'UMI',
}

/** A whole code from bare fields: right checksum, whatever the content. */
function sealed(fields: [tag: string, value: string][]): string {
  const text = `${writeFields(fields.map(([tag, value]) => ({ tag, value })))}6304`
  return text + checksum(text)
}
const required: [string, string][] = [
  ['00', '01'],
  ['52', '5812'],
  ['53', '360'],
  ['58', 'ID'],
  ['59', 'Toko'],
  ['60', 'Jakarta'],
]
const withField = (tag: string, value: string) => sealed([...required.filter(([known]) => known !== tag), [tag, value]])
const without = (tag: string) => sealed(required.filter(([known]) => known !== tag))
const reasonOf = (text: string) => {
  const decoded = decodeQris(text)
  return isRefusal(decoded) ? decoded.figures : decoded
}
const read = (text: string): DecodedQris => {
  const decoded = decodeQris(text)
  assert.ok(!isRefusal(decoded), JSON.stringify(decoded))
  return decoded
}

describe('QRIS', () => {
  it('computes the checksum that the standard publishes', () => assert.equal(checksum('123456789'), '29B1'))

  it('reads the example code of the EMVCo specification up to its currency', () => {
    // EMVCo QRCPS merchant-presented mode, annex: a Chinese merchant.
    const example =
      '00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***0708A60086670902ME91320016A0112233449988770708123456786304A13A'
    assert.deepEqual(reasonOf(example), { reason: 'currency' })
  })

  it('reads back what it wrote', () => {
    const { acquirer, size, ...content } = shop
    assert.deepEqual(read(encodeQris(shop)), { ...content, acquirers: [acquirer] })
  })

  it('reads a code with tags out of order, the older national domain and an amount of 39000.00', () => {
    const national = writeFields([
      { tag: '00', value: 'ID.OR.GPNQR.WWW' },
      { tag: '02', value: 'ID2019000000001' },
      { tag: '03', value: 'UKE' },
    ])
    const decoded = read(
      sealed([['60', 'Jakarta'], ['51', national], ['54', '39000.00'], ['01', '12'], ...required.slice(0, 5)]),
    )
    assert.equal(decoded.nmid, 'ID2019000000001')
    assert.equal(decoded.amount, '39000.00')
    assert.equal(decoded.initiation, 'dynamic')
  })

  it('names what is wrong', () => {
    const payload = encodeQris(shop)
    assert.deepEqual(reasonOf('https://example.com/pay'), { reason: 'not_qris' })
    assert.deepEqual(reasonOf(''), { reason: 'not_qris' })
    assert.deepEqual(reasonOf(payload.slice(0, -9)), { reason: 'cut_off' })
    assert.deepEqual(reasonOf(payload.replace('Sari', 'Siti')), { reason: 'checksum' })
    const letters = Array.from({ length: 50 }, (_, n) => encodeQris({ ...shop, reference: `R${n}` }))
    const lower = letters.find((code) => /[A-F]/.test(code.slice(-4)))!
    assert.deepEqual(reasonOf(lower.slice(0, -4) + lower.slice(-4).toLowerCase()), { reason: 'checksum' })
    assert.deepEqual(reasonOf(withField('53', '840')), { reason: 'currency' })
    assert.deepEqual(reasonOf(withField('58', 'SG')), { reason: 'country' })
    assert.deepEqual(reasonOf(without('59')), { reason: 'field' })
    assert.deepEqual(reasonOf(withField('59', 'x'.repeat(maximumNameCharacters + 1))), { reason: 'field' })
    for (const amount of ['0', '0.00', '-5', '1e3', '1.234', '1,000', ' 5'])
      assert.deepEqual(reasonOf(withField('54', amount)), { reason: 'field' }, amount)
    assert.deepEqual(reasonOf(withField('55', '09')), { reason: 'field' })
    assert.deepEqual(reasonOf(withField('62', '9999')), { reason: 'field' })
    assert.deepEqual(reasonOf(sealed([...required, ['59', 'Toko Lain']])), { reason: 'field' })
  })

  it('reads tips, and labels that ask the payer as none', () => {
    assert.deepEqual(read(withField('55', '01')).tip, { kind: 'asked' })
    const fixed = sealed([...required, ['55', '02'], ['56', '2000']])
    assert.deepEqual(read(fixed).tip, { kind: 'fixed', amount: '2000' })
    const percent = sealed([...required, ['55', '03'], ['57', '5.5']])
    assert.deepEqual(read(percent).tip, { kind: 'percent', percent: '5.5' })
    assert.equal(read(withField('62', '0503***')).reference, null)
  })

  it('reads back any content it can write, and refuses each one-bit misreading', () => {
    fc.assert(
      fc.property(anyContent, fc.nat(), fc.nat(6), (content, at, bit) => {
        const payload = encodeQris(content)
        const { acquirer, size, ...rest } = content
        assert.deepEqual(read(payload), { ...rest, acquirers: [acquirer] })
        const bytes = Buffer.from(payload)
        bytes[at % bytes.length]! ^= 1 << bit
        assert.ok(isRefusal(decodeQris(bytes.toString('latin1'))))
      }),
      { numRuns: 500 },
    )
  })

  it('answers to any text, and never throws', () => {
    const almost = fc
      .array(fc.constantFrom('000201', '6304', '0112', '5303360', '99', 'Z', '咖'))
      .map((x) => x.join(''))
    const whole = almost.map((text) => {
      const signed = `000201${text}6304`
      return signed + checksum(signed)
    })
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 600 }), almost, whole), (text) => {
        const decoded = decodeQris(text)
        assert.ok(isRefusal(decoded) || decoded.merchantName.length > 0)
      }),
      { numRuns: 1000 },
    )
  })

  it('will not write what no code can hold', () => {
    assert.throws(() => encodeQris({ ...shop, merchantName: 'x'.repeat(maximumNameCharacters + 1) }), RangeError)
    assert.throws(() => encodeQris({ ...shop, city: '' }), RangeError)
  })
})

const words = (maximum: number) =>
  fc
    .string({ minLength: 1, maxLength: maximum, unit: fc.constantFrom(...'ABCxyz019 .-&/') })
    .filter((text) => text === text.trim() && text !== '')
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })
const amounts = fc
  .tuple(fc.integer({ min: 1, max: 9_999_999 }), fc.constantFrom('', '.00', '.5'))
  .map((x) => x.join(''))
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })

const anyContent: fc.Arbitrary<QrisContent> = fc.record({
  initiation: fc.constantFrom('static', 'dynamic'),
  nmid: optional(digits(13).map((number) => `ID${number}`)),
  merchantName: words(25),
  city: words(15),
  postcode: optional(digits(5)),
  category: digits(4),
  amount: optional(amounts),
  tip: optional(
    fc.oneof(
      fc.constant({ kind: 'asked' as const }),
      amounts.map((amount) => ({ kind: 'fixed' as const, amount })),
      fc.integer({ min: 1, max: 99 }).map((percent) => ({ kind: 'percent' as const, percent: String(percent) })),
    ),
  ),
  bill: optional(words(25)),
  reference: optional(words(25)),
  terminal: optional(words(15)),
  acquirer: fc.record(
    {
      domain: fc.constantFrom('ID.DOMPET.WWW', 'COM.GO-JEK.WWW'),
      pan: digits(19),
      merchantId: digits(10),
      size: fc.constantFrom('UMI', 'URE'),
    },
    { noNullPrototype: true },
  ),
  size: fc.constantFrom('UMI', 'UKE', 'UME', 'UBE', 'URE'),
})
