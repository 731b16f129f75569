import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sayNumber } from './phone.ts'

test('a number is read in the groups of its country, and no figure stands alone', () => {
  for (const said of [
    '+62 21 5055 0100',
    '+62 361 123 456',
    '+62 811 1000 011',
    '+62 812 3456 7890',
    '+62 800 1234 567',
    '+62 1500 123',
    '+65 6055 0100',
    '+60 3 2222 3333',
    '+60 12 345 6789',
    '+86 138 1234 5678',
    '+86 10 6552 9988',
    '+1 415 555 2671',
    '+44 791 112 3456',
    '+852 2123 4567',
  ])
    assert.equal(sayNumber(said.replaceAll(' ', '')), said)
})

test('what is no number stays as it is', () => {
  for (const text of ['', '+62', 'Kopi Tugu', '0812 3456']) assert.equal(sayNumber(text), text)
})
