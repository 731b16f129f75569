import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { slugs } from '../knowledge/article.ts'
import { diagnose, type Fact } from './diagnosis.ts'
import { rules } from './diagnosis-rules.ts'

const fact = (name: string, value: unknown, paymentId: string | null = null): Fact => ({
  fact: name,
  value,
  at: null,
  paymentId,
})
const names = (facts: Fact[]) => diagnose(facts, rules).map(({ rule }) => rule)

test('the cause that the stored decision names comes first, with the decision as its evidence', () => {
  const refused = fact('payment.refusal', 'balance_too_low', 'p1')
  const [first] = diagnose(
    [fact('case.topic', 'payment'), refused, fact('payment.of_case', true), fact('refusals.same', 3)],
    rules,
  )
  assert.equal(first!.rule, 'balance_too_low')
  assert.ok(first!.evidence.includes(refused))
  assert.equal(first!.weight, 95)
})

test('nothing is proposed where nothing is known; a rule that something speaks against is left out', () => {
  assert.deepEqual(names([fact('case.topic', 'other')]), [])
  const wrong = fact('payment.refusal', 'pin_wrong')
  assert.deepEqual(names([wrong]), ['pin_wrong'])
  assert.deepEqual(names([wrong, fact('pin.locked_until', true)]), ['pin_locked'])
})

test('money that has not come: arrived, not told of by the bank, or nowhere to send it to', () => {
  const about = [fact('case.topic', 'top_up')]
  const account = (state: string) => fact('top_up.account', state)
  assert.deepEqual(names([...about, account('open'), fact('top_up.recent', 0)]), ['top_up_not_here'])
  assert.deepEqual(names([...about, account('none'), fact('top_up.recent', 0)]), ['top_up_no_account'])
  assert.deepEqual(names([...about, account('open'), fact('top_up.recent', 1), fact('top_up.arrived', true)]), [
    'top_up_arrived',
  ])
})

test('no account number because the bank was away, or said no; over once there is a number', () => {
  const refused = fact('top_up.refusal', 'bank_unreachable', 'p1')
  const about = [fact('case.topic', 'top_up'), fact('top_up.recent', 0)]
  const [first, ...others] = diagnose([...about, fact('top_up.account', 'asked'), refused], rules)
  assert.equal(first!.rule, 'bank_away')
  assert.ok(first!.evidence.includes(refused))
  assert.deepEqual(others, [])
  const said = fact('top_up.refusal', 'bank_refused')
  assert.deepEqual(names([...about, fact('top_up.account', 'refused'), said]), ['bank_said_no'])
  assert.deepEqual(names([...about, fact('top_up.account', 'open'), refused]), ['top_up_not_here'])
})

test('every rule and step has words, every article exists, every weight is out of 100', () => {
  const words = JSON.parse(readFileSync(path.resolve('web/desk/case/words/en.json'), 'utf8'))
  for (const { rule, weight, steps } of rules) {
    assert.ok(words.rule[rule], rule)
    assert.ok(weight > 0 && weight <= 100)
    for (const { step, article } of steps) {
      assert.ok(words.step[step], step)
      if (article) assert.ok((slugs as readonly string[]).includes(article), article)
    }
  }
  assert.equal(new Set(rules.map(({ rule }) => rule)).size, rules.length)
})
