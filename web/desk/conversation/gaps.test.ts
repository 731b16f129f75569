import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Macro } from '../../../contract/macros.ts'
import { fillMacro, findMacros, firstGap } from './gaps.ts'

const macro = (name: string, text: string, language: Macro['language'] = 'en') => ({ name, text, language }) as Macro

test('gaps are filled from the conversation; what is not known stays to be filled in', () => {
  const filled = fillMacro('Hello {customer_name}, {amount} to {payee}. {amount}', {
    customer_name: 'Budi',
    amount: 'Rp20,000',
  })
  assert.equal(filled, 'Hello Budi, Rp20,000 to {payee}. Rp20,000')
  assert.deepEqual(firstGap(filled), { start: 24, end: 31 })
  assert.equal(firstGap('nothing {to fill} here'), null)
})

test('a name that looks like a gap or a pattern is put in as it is', () => {
  assert.equal(fillMacro('{customer_name}', { customer_name: '{amount} $& $1' }), '{amount} $& $1')
})

test('macros are found by any of their words, in the language that is spoken', () => {
  const all = [macro('Welcome', 'Hello there'), macro('Goodbye', 'Thank you'), macro('Salam', 'Halo', 'id')]
  assert.deepEqual(
    findMacros(all, 'en', 'you tha').map(({ name }) => name),
    ['Goodbye'],
  )
  assert.deepEqual(
    findMacros(all, 'id', '').map(({ name }) => name),
    ['Salam'],
  )
})
