import type { Payment } from '../../contract/payments.ts'
import type { PaymentStateName } from './parts/PaymentState.tsx'
import type { Explainable } from './refusal/explain.ts'

const kept = ['held', 'credited', 'returning', 'returned'] as const
type Kept = (typeof kept)[number]

/** That the bank gave no account number to add money: an attempt in which there was no money yet. */
export function isNumberAttempt({ kind, amount }: Pick<Payment, 'kind' | 'amount'>): boolean {
  return kind === 'top_up' && amount === null
}

/** What became of a transaction, in one word for customer and agent: money that is kept was not refused. */
export function paymentState(payment: Payment): PaymentStateName {
  const { kind, state, direction, refusal } = payment
  if (isNumberAttempt(payment)) return 'no_number'
  if (refusal?.code === 'balance_ceiling') return keptState(refusal.figures.state)
  if (state === 'paid' && direction === 'in') return 'received'
  if (kind === 'send' && state === 'paid') return 'sent'
  if (kind === 'send' && state === 'refused') return 'not_sent'
  return state
}

/** Why a transaction was refused, as it is told: what was to be sent to somebody is "not sent". */
export function refusalOf({ kind, refusal }: Pick<Payment, 'kind' | 'refusal'>): Explainable | null {
  return refusal && { ...refusal, kind }
}

function keptState(state: unknown): Kept {
  return kept.find((known) => known === state) ?? 'held'
}
