import type { Money } from '../../../contract/money.ts'
import type { Target } from '../../../contract/payments.ts'

/**
 * One payment that was sent, kept on the device from before it is sent until its outcome has been seen. It is what lets
 * the app find out by itself, after a lost network or a reload, whether money moved. It holds no PIN.
 */
export type Attempt = {
  /** Idempotency key: however often this is sent, the server pays once. */
  key: string
  customerId: string
  target: Target
  amount: Money
  payee: string
  startedAt: string
  state: AttemptState
  paymentId: string | null
}

/**
 * `sending` while the answer may still come; `unknown` once no answer came; `paid` and `not_paid` are the server's word
 * and stay until the customer has seen them.
 */
export type AttemptState = 'sending' | 'unknown' | 'paid' | 'not_paid'

const moves: Record<AttemptState, readonly AttemptState[]> = {
  sending: ['unknown', 'paid', 'not_paid'],
  unknown: ['paid', 'not_paid'],
  paid: [],
  not_paid: [],
}

export const isOpen = (attempt: Attempt): boolean => attempt.state === 'sending' || attempt.state === 'unknown'

/** The attempt after a move of its life cycle; a move outside the table is a bug. */
export function moveAttempt(attempt: Attempt, state: AttemptState, paymentId: string | null = null): Attempt {
  if (attempt.state === state) return attempt
  if (!moves[attempt.state].includes(state)) throw new Error(`an attempt cannot go from ${attempt.state} to ${state}`)
  return { ...attempt, state, paymentId: paymentId ?? attempt.paymentId }
}

/** What was kept, or null where it is not an attempt of this version of the app. */
export function readAttempt(kept: string | null): Attempt | null {
  if (kept === null) return null
  try {
    const value = JSON.parse(kept) as Partial<Attempt>
    const whole = value.key && value.customerId && value.target && value.amount && value.state && value.state in moves
    return whole ? (value as Attempt) : null
  } catch {
    return null
  }
}
