import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standInStorage } from '../net/storage.testing.ts'
import { leaveDraft, moveDraft } from './draft.ts'

const stored = standInStorage('customer')

test('words begun in a conversation that was joined to another stand there, behind what was begun there', () => {
  leaveDraft('into', 'begun there')
  leaveDraft('from', 'begun here')
  moveDraft('from', 'into')
  assert.deepEqual(Object.fromEntries(stored), { 'dompet.draft.customer.into': 'begun there\nbegun here' })
  moveDraft('from', 'into')
  assert.deepEqual([...stored.values()], ['begun there\nbegun here'], 'nothing more to move')
})
