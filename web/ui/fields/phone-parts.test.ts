import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTyped } from './phone-parts.ts'

test('a number is read as people write it, whatever stands in front', () => {
  for (const typed of [
    '081234567890',
    '0812-3456-7890',
    '81234567890',
    '6281234567890',
    '62 0812 3456 7890',
    '+62 812-3456-7890',
    '+62 (0)812 3456 7890',
    '0062 812 3456 7890',
    '\u202a+62 812\u2011345\u20117890\u202c'.replace('345', '3456'),
    '\u202a62 812 3456 7890',
    '０８１２３４５６７８９０',
  ])
    assert.deepEqual(readTyped(typed, '62'), { code: '62', phone: '+6281234567890' }, typed)
})

test('typed one figure after the other it comes to the same', () => {
  for (const typed of ['081234567890', '6281234567890', '+6281234567890']) {
    let read = { code: '62', phone: '' }
    let shown = ''
    for (const figure of typed) {
      read = readTyped(shown + figure, read.code)
      shown = read.phone.startsWith(`+${read.code}`) ? read.phone.slice(read.code.length + 1) : read.phone
    }
    assert.equal(read.phone, '+6281234567890', typed)
  }
})

test('another country is chosen by its code and kept, and an unknown one stays as typed', () => {
  assert.deepEqual(readTyped('+65 9123 4567', '62'), { code: '65', phone: '+6591234567' })
  assert.deepEqual(readTyped('65 9123 4567', '65'), { code: '65', phone: '+6591234567' })
  assert.deepEqual(readTyped('138 1234 5678', '86'), { code: '86', phone: '+8613812345678' })
  assert.deepEqual(readTyped('1 415 555 2671', '1'), { code: '1', phone: '+14155552671' })
  assert.deepEqual(readTyped('+44 7911 123456', '62'), { code: '62', phone: '+447911123456' })
  assert.deepEqual(readTyped('', '62'), { code: '62', phone: '' })
})
