import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Payment } from '../../contract/payments.ts'
import { paymentState } from './payment.ts'

const sending: Payment = {
  id: '01a175c3-f920-71a9-81a6-96c8f8685f4b',
  kind: 'send',
  state: 'paid',
  direction: 'out',
  counterparty: 'Siti Rohani',
  amount: { amount: '100000.00', currency: 'IDR' },
  fee: null,
  note: null,
  at: '2026-11-22T12:00:00.000Z',
  refusal: null,
}
const refusal = { code: 'payee_unknown', figures: { payee: '+628111000099' } } as const

test('what became of a transaction is told in the word of its kind', () => {
  const told: [Partial<Payment>, string][] = [
    [{}, 'sent'],
    [{ direction: 'in' }, 'received'],
    [{ state: 'refused', refusal }, 'not_sent'],
    [{ state: 'refused', refusal, amount: null, counterparty: null }, 'not_sent'],
    [{ kind: 'shop' }, 'paid'],
    [{ kind: 'shop', state: 'refused', refusal }, 'refused'],
    [{ kind: 'top_up', direction: 'in' }, 'received'],
    [{ kind: 'top_up', direction: 'in', state: 'refused', amount: null }, 'no_number'],
    [
      { kind: 'top_up', state: 'refused', refusal: { code: 'balance_ceiling', figures: { state: 'too_large' } } },
      'held',
    ],
  ]
  for (const [changes, state] of told) assert.equal(paymentState({ ...sending, ...changes }), state)
})
