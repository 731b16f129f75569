import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fits, roomIn } from './room.ts'

test('the room is said as the bound nears, and by how much a text is over it', () => {
  assert.deepEqual(roomIn('a'.repeat(3599), 4000), { state: 'wide', left: 401, over: 0 })
  assert.deepEqual(roomIn('a'.repeat(3600), 4000), { state: 'near', left: 400, over: 0 })
  assert.deepEqual(roomIn('a'.repeat(4000), 4000), { state: 'near', left: 0, over: 0 })
  assert.deepEqual(roomIn('a'.repeat(4001), 4000), { state: 'over', left: 0, over: 1 })
})

test('blanks around a text are not sent and take no room', () => {
  assert.equal(fits(` ${'a'.repeat(4000)}\n`, 4000), true)
  assert.equal(fits(`${'a'.repeat(4000)} b`, 4000), false)
})
