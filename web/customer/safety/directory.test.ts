import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sayDays } from '../../ui/hours.ts'
import { countryOf } from './directory.ts'

test('days that follow each other are one span, others stand alone', () => {
  assert.equal(sayDays([1, 2, 3, 4, 5], 'en'), 'Mon–Fri')
  assert.equal(sayDays([7, 6], 'en'), 'Sat, Sun')
  assert.equal(sayDays([1, 3, 5, 6, 7], 'en'), 'Mon, Wed, Fri–Sun')
  assert.match(sayDays([1, 2, 3], 'zh'), /周一–周三/)
})

test('the place of a customer by the longest calling code', () => {
  assert.equal(countryOf('+628111000011'), 'ID')
  assert.equal(countryOf('+85212345678'), 'HK')
  assert.equal(countryOf('+999123'), undefined)
})
