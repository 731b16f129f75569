import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conversationPath, customerPath, inboxPath, paymentPath, readPlace } from './address.ts'

test('every address that the desk makes leads back to its place', () => {
  assert.deepEqual(readPlace(inboxPath), { column: 'inbox', caseId: null, paymentId: null })
  assert.deepEqual(readPlace(conversationPath('c')), { column: 'conversation', caseId: 'c', paymentId: null })
  assert.deepEqual(readPlace(customerPath('c')), { column: 'customer', caseId: 'c', paymentId: null })
  assert.deepEqual(readPlace(paymentPath('c', 'p')), { column: 'customer', caseId: 'c', paymentId: 'p' })
})
