import type { Payment } from '../../contract/payments.ts'
import type { PaymentStateName } from './parts/PaymentState.tsx'

const kept = ['held', 'credited', 'returning', 'returned'] as const
type Kept = (typeof kept)[number]

/** What became of a transaction, in one word for customer and agent: money that is kept was not refused. */
export function paymentState({ state, direction, refusal }: Payment): PaymentStateName {
  if (refusal?.code === 'balance_ceiling') return keptState(refusal.figures.state)
  return state === 'paid' && direction === 'in' ? 'received' : state
}

function keptState(state: unknown): Kept {
  return kept.find((known) => known === state) ?? 'held'
}
