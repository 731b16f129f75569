import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeStrength } from './strength.ts'

const owner = { name: 'Siti Rahmawati', phone: '+6281299045173' }
const verdict = (password: string) => judgeStrength(password, owner).verdict

test('what is short says how many characters are missing', () => {
  assert.deepEqual(judgeStrength('kopi', owner), { verdict: 'too_short', missing: 6 })
  assert.equal(verdict(''), 'empty')
})

test('what others would try first is named', () => {
  assert.equal(verdict('aaaaaaaaaaaa'), 'repeated')
  assert.equal(verdict('abababababab'), 'repeated')
  assert.equal(verdict('rahmawati-kopi-9'), 'personal')
  assert.equal(verdict('pakai99045173ya'), 'personal')
  assert.equal(verdict('1234567890'), 'row')
  assert.equal(verdict('qwertyuiop99'), 'row')
})

test('several words are strong, also in Chinese', () => {
  assert.equal(verdict('hujan sore di teras'), 'strong')
  assert.equal(verdict('雨后天台上的一壶热茶和两本旧书'), 'strong')
  assert.equal(verdict('kopi-pagi-7'), 'good')
})
