import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standInStorage } from '../../ui/net/storage.testing.ts'
import type { Attempt } from './attempt.ts'

const stored = standInStorage('customer')
Object.assign(globalThis, { addEventListener: () => {} })
const { forgetAttempt, keepAttempt, keptAttempt, moveKept } = await import('./attempts.ts')

const attemptOf = (customerId: string): Attempt => ({
  ...{ key: `key of ${customerId}`, customerId, payee: 'Warung Bu Sari', paymentId: null, state: 'sending' },
  target: { kind: 'phone', phone: '+628123456789' },
  amount: { amount: '39000.00', currency: 'IDR' },
  startedAt: '2026-11-22T13:00:00Z',
})

test('two customers of one device: who pays next takes nothing from the other, whose outcome is still open', () => {
  const [anna, budi] = [attemptOf('anna'), attemptOf('budi')]
  keepAttempt(anna)
  moveKept(anna.key, 'unknown')
  keepAttempt(budi)
  moveKept(budi.key, 'paid', 'payment')
  assert.deepEqual([keptAttempt(anna.key)?.state, keptAttempt(budi.key)?.state], ['unknown', 'paid'])
  forgetAttempt(budi.key)
  assert.equal(keptAttempt(budi.key), null)
  assert.equal(JSON.parse([...stored.values()].join()).key, anna.key, 'kept beyond a reload, alone')
})
