import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import { forgetKept, keep, readKept } from './kept.ts'

const roomCharacters = 20
const stored = new Map<string, string>()

before(() => {
  const storage = {
    get length() {
      return stored.size
    },
    key: (place: number) => [...stored.keys()][place] ?? null,
    getItem: (name: string) => stored.get(name) ?? null,
    removeItem: (name: string) => void stored.delete(name),
    setItem(name: string, text: string) {
      if (text.length > roomCharacters) throw new Error('QuotaExceededError')
      stored.set(name, text)
    },
  }
  Object.assign(globalThis, { localStorage: storage })
})
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
