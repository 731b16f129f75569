import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Payment } from '../../../contract/payments.ts'
import { tellAlike } from './alike.ts'

const rupiah = (amount: string) => ({ amount, currency: 'IDR' }) as const
const noon = new Date('2026-03-10T05:00:00Z').getTime()
let made = 0
const refusal = (code: string, figures: object) => ({ code, figures }) as Payment['refusal']

/** So many minutes before noon; not paid for a wrong PIN unless told. */
function attempt(minutesBefore: number, facts: Partial<Payment> = {}): Payment {
  made += 1
  return {
    id: `payment ${made}`,
    kind: 'shop',
    state: 'refused',
    direction: 'out',
    counterparty: 'Toko Sari',
    amount: rupiah('50000.00'),
    fee: null,
    note: null,
    at: new Date(noon - minutesBefore * 60_000).toISOString(),
    refusal: refusal('pin_wrong', { triesLeft: made }),
    ...facts,
  }
}
const told = (payments: Payment[]) => tellAlike(payments).map(({ payment, times }) => [payment.id, times])

test('tries in a row that say the same are one row, under the newest', () => {
  const tries = [attempt(0), attempt(50), attempt(100)]
  assert.deepEqual(told(tries), [[tries[0]!.id, 3]])
})

test('another cause, payee, amount or a long while between is another row', () => {
  for (const other of [
    attempt(1, { refusal: refusal('pin_locked', {}) }),
    attempt(1, { counterparty: 'Kopi Senja' }),
    attempt(1, { amount: rupiah('50001.00') }),
    attempt(1, { kind: 'send' }),
    attempt(61),
  ])
    assert.equal(told([attempt(0), other]).length, 2)
})

test('two unknown numbers are two', () => {
  const unknown = (payee: string) =>
    attempt(0, { kind: 'send', counterparty: null, refusal: refusal('payee_unknown', { payee }) })
  assert.equal(told([unknown('+628111'), unknown('+628111'), unknown('+628222')]).length, 2)
})

test('what was paid, received or is kept stands alone, and parts what lies on both sides of it', () => {
  const paid: Partial<Payment> = { state: 'paid', refusal: null }
  const kept: Partial<Payment> = {
    kind: 'top_up',
    counterparty: null,
    refusal: refusal('balance_ceiling', { state: 'held' }),
  }
  assert.equal(told([attempt(0, paid), attempt(1, paid)]).length, 2)
  assert.equal(told([attempt(0, kept), attempt(1, kept)]).length, 2)
  assert.equal(told([attempt(0), attempt(1, paid), attempt(2)]).length, 3)
})
