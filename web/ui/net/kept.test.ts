import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { forgetKept, keep, readKept } from './kept.ts'
import { standInStorage } from './storage.testing.ts'

const roomCharacters = 20
const stored = standInStorage('customer', roomCharacters)
beforeEach(() => stored.clear())

test('words that the device has no room for stay whole for as long as the page', () => {
  const long = 'a'.repeat(roomCharacters + 1)
  keep('draft.1', 'short')
  keep('draft.1', long)
  assert.equal(readKept('draft.1'), long)
  keep('draft.1', 'short again')
  assert.deepEqual([readKept('draft.1'), stored.get('draft.1')], ['short again', 'short again'])
})

test('at sign-out nothing of it stays, wherever it was kept', () => {
  keep('draft.1', 'a'.repeat(roomCharacters + 1))
  keep('draft.2', 'short')
  keep('other', 'stays')
  forgetKept('draft.')
  assert.deepEqual([readKept('draft.1'), readKept('draft.2'), readKept('other')], ['', '', 'stays'])
})
