import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Attempt, isOpen, moveAttempt, readAttempt } from './attempt.ts'

const sent: Attempt = {
  key: '0190f7b2-0000-7000-8000-000000000001',
  customerId: '0190f7b2-0000-7000-8000-000000000002',
  target: { kind: 'phone', phone: '+6281234567890' },
  amount: { amount: '20000', currency: 'IDR' },
  payee: 'Budi',
  startedAt: '2026-11-22T03:00:00.000Z',
  state: 'sending',
  paymentId: null,
}

test('an attempt without an answer stays open until the server has said what became of it', () => {
  const unknown = moveAttempt(sent, 'unknown')
  assert.ok(isOpen(sent) && isOpen(unknown))
  const paid = moveAttempt(unknown, 'paid', 'p1')
  assert.equal(paid.paymentId, 'p1')
  assert.ok(!isOpen(paid))
})

test("the server's word is final", () => {
  const paid = moveAttempt(sent, 'paid', 'p1')
  assert.throws(() => moveAttempt(paid, 'not_paid'))
  assert.throws(() => moveAttempt(moveAttempt(sent, 'not_paid'), 'unknown'))
})

test('an attempt survives being kept, and what is not one is dropped', () => {
  assert.deepEqual(readAttempt(JSON.stringify(sent)), sent)
  for (const kept of [null, '', '{', '{}', '{"key":"x"}', JSON.stringify({ ...sent, state: 'perhaps' })]) {
    assert.equal(readAttempt(kept), null)
  }
})
