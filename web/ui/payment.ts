import type { Payment } from '../../contract/payments.ts'
import type { PaymentStateName } from './parts/PaymentState.tsx'

const kept = ['held', 'credited', 'returning', 'returned'] as const
type Kept = (typeof kept)[number]

/** That the bank gave no account number to add money: an attempt in which there was no money yet. */
export function isNumberAttempt({ kind, amount }: Pick<Payment, 'kind' | 'amount'>): boolean {
  return kind === 'top_up' && amount === null
}

/** What became of a transaction, in one word for customer and agent: money that is kept was not refused. */
export function paymentState(payment: Payment): PaymentStateName {
  const { state, direction, refusal } = payment
  if (isNumberAttempt(payment)) return 'no_number'
  if (refusal?.code === 'balance_ceiling') return keptState(refusal.figures.state)
  return state === 'paid' && direction === 'in' ? 'received' : state
}

function keptState(state: unknown): Kept {
  return kept.find((known) => known === state) ?? 'held'
}
