import type { Payment } from '../../../contract/payments.ts'
import { paymentState } from '../../ui/payment.ts'

/** What is tried again within this time belongs to the try before it. */
const inARowMs = 3_600_000

/** The newest of attempts that are told as one, and how many they are. */
export type Told = { payment: Payment; times: number }

/**
 * Five wrong PINs, or a dead link that is opened three times, are one thing to whoever looks for their money: attempts
 * in a row, newest first, in which nothing moved and that say the same. Where money moved or is kept, each stands alone.
 */
export function tellAlike(payments: readonly Payment[]): Told[] {
  const told: (Told & { oldest: Payment })[] = []
  for (const payment of payments) {
    const last = told.at(-1)
    if (last && isAlike(last.oldest, payment)) {
      last.times += 1
      last.oldest = payment
    } else told.push({ payment, times: 1, oldest: payment })
  }
  return told.map(({ payment, times }) => ({ payment, times }))
}

const nothingMoved = new Set(['refused', 'not_sent', 'no_number'])

function isAlike(later: Payment, earlier: Payment): boolean {
  return (
    nothingMoved.has(paymentState(later)) &&
    new Date(later.at).getTime() - new Date(earlier.at).getTime() <= inARowMs &&
    saidOf(later) === saidOf(earlier)
  )
}

/** Another cause, payee or amount is another thing. The figures of a cause, as tries left, may differ. */
function saidOf(payment: Payment): string {
  const { kind, counterparty, amount, refusal } = payment
  const payee = counterparty ?? refusal?.figures.payee
  return JSON.stringify([paymentState(payment), kind, payee, amount, refusal?.code])
}
