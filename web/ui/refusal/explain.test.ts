import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import i18next from 'i18next'
import { type RefusalCode, refusals } from '../../../contract/refusals.ts'
import { type Language, languages } from '../i18n/language.ts'
import { exampleFigures } from './examples.ts'
import { type Explainable, explainRefusal } from './explain.ts'

const now = new Date('2026-11-22T12:00:00Z')
const file = (language: Language) =>
  JSON.parse(readFileSync(new URL(`../i18n/words/${language}/refusals.json`, import.meta.url), 'utf8'))

const words = i18next.createInstance()
await words.init({
  lng: 'en',
  fallbackLng: false,
  defaultNS: 'refusals',
  resources: Object.fromEntries(languages.map((language) => [language, { refusals: file(language) }])),
  interpolation: { escapeValue: false },
})

function explain(language: Language, refusal: Explainable) {
  return explainRefusal({ t: words.getFixedT(language, 'refusals'), language }, refusal, now)
}

const codes = Object.keys(refusals) as RefusalCode[]

/** Every finer reason that a code's figures can name. */
function variantsOf(code: RefusalCode): Record<string, unknown>[] {
  const example = exampleFigures[code] as Record<string, unknown>
  const shape = refusals[code].figures.shape as Record<string, { options?: readonly string[] }>
  const reasons = shape.reason?.options ?? shape.by?.options
  const name = shape.reason ? 'reason' : 'by'
  if (reasons) return reasons.map((reason) => ({ ...example, [name]: reason }))
  if ('byYou' in example) return [true, false].map((byYou) => ({ ...example, byYou }))
  if ('triesLeft' in example) return [0, 1, 2].map((triesLeft) => ({ ...example, triesLeft }))
  return [example]
}

for (const language of languages) {
  test(`every refusal is told whole in ${language}`, () => {
    for (const code of codes) {
      for (const figures of variantsOf(code)) {
        refusals[code].figures.parse(figures)
        const { what, why, next, safe } = explain(language, { code, figures })
        for (const part of [what, why, next.label, safe]) {
          const where = `${code} ${JSON.stringify(figures)}: ${part}`
          assert.ok(part.length > 1, where)
          assert.ok(!part.includes('{{') && !part.includes(code) && !part.includes('undefined'), where)
          assert.ok(!part.includes('[object') && !/\d{4}-\d\d-\d\dT/.test(part), where)
          assert.ok(!/\b\d{4,}\b/.test(part.replaceAll('+62 812 3456 7890', '')), `ungrouped figure in ${where}`)
        }
      }
    }
  })
}

test('each finer reason has its own words', () => {
  for (const code of ['password_weak', 'pin_weak', 'code_malformed', 'account_frozen', 'code_already_paid'] as const) {
    for (const language of languages) {
      const told = variantsOf(code).map((figures) => explain(language, { code, figures }).why)
      assert.equal(new Set(told).size, told.length, `${code} in ${language}`)
    }
  }
})

test('figures stand in the words, in the way of the language', () => {
  const refusal = { code: 'balance_too_low' as const, figures: exampleFigures.balance_too_low }
  const english = explain('en', refusal)
  assert.match(english.why, /Rp20,000.*Rp12,500.*Rp7,500/)
  assert.equal(english.next.label, 'Add Rp7,500')
  assert.equal(english.next.target, 'add_money')
  assert.match(explain('id', refusal).why, /Rp20\.000.*Rp12\.500.*Rp7\.500/)
  assert.match(explain('zh', refusal).why, /Rp20,000.*Rp12,500.*Rp7,500/)
})

test('one try is told in the singular', () => {
  assert.match(explain('en', { code: 'pin_wrong', figures: { triesLeft: 1 } }).why, /^One try is left/)
  assert.match(explain('en', { code: 'pin_wrong', figures: { triesLeft: 2 } }).why, /^2 tries are left/)
})

test('paying twice is told by who paid', () => {
  const figures = exampleFigures.code_already_paid
  assert.match(explain('en', { code: 'code_already_paid', figures }).safe, /You paid once/)
  assert.match(
    explain('en', { code: 'code_already_paid', figures: { ...figures, byYou: false } }).safe,
    /Nothing was taken/,
  )
})

test('a wait is rounded up, so that nobody comes back too early', () => {
  const why = (retryAfterSeconds: number) => explain('en', { code: 'rate_limited', figures: { retryAfterSeconds } }).why
  assert.match(why(0.2), /1 second\b/)
  assert.match(why(61), /61 seconds/)
  assert.match(why(121), /3 minutes/)
  assert.match(why(7201), /3 hours/)
})

test('a code of a newer server is told as our own fault, never shown raw', () => {
  const told = explain('en', { code: 'brand_new' as RefusalCode, figures: {} })
  assert.equal(told.what, explain('en', { code: 'internal', figures: {} }).what)
})

test('what was to be sent to a person was not "paid" but "sent", whatever refused it', () => {
  const ofSending: RefusalCode[] = [
    'account_frozen',
    'account_under_review',
    'attempt_abandoned',
    'balance_too_low',
    'fee_changed',
    'amount_not_payable',
    'limit_per_day',
    'limit_per_payment',
    'payee_cannot_receive',
    'payee_is_self',
    'payee_unknown',
    'pin_locked',
    'pin_wrong',
  ]
  const paid = { en: /\bpaid\b/i, id: /(di|mem)bayar/i, zh: /付款|支付/ }
  for (const language of languages) {
    for (const code of ofSending) {
      for (const figures of variantsOf(code)) {
        const { what } = explain(language, { code, figures, kind: 'send' })
        assert.ok(what.length > 1 && !paid[language].test(what), what)
      }
    }
  }
  const shop = { code: 'balance_too_low', figures: exampleFigures.balance_too_low, kind: 'shop' } as const
  assert.match(explain('en', shop).what, /^Not paid/)
})

test('a number that nobody has is told in groups', () => {
  const refusal = { code: 'payee_unknown', figures: { payee: '+628111000099' }, kind: 'send' } as const
  assert.match(explain('en', refusal).why, /\+62 811 1000 099/)
})
