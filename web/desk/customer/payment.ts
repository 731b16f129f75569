import type { Payment } from '../../../contract/payments.ts'
import type { useWords } from '../../ui/i18n/setup.ts'
import { isNumberAttempt } from '../../ui/payment.ts'

type Words = ReturnType<typeof useWords<'desk'>>['t']

/** Whom or what it was for: the other side's name, else what kind of payment it was. */
export function paymentName(payment: Pick<Payment, 'kind' | 'amount' | 'counterparty'>, t: Words): string {
  return (!isNumberAttempt(payment) && payment.counterparty) || paymentKind(payment, t)
}

export function paymentKind(payment: Pick<Payment, 'kind' | 'amount'>, t: Words): string {
  return t(isNumberAttempt(payment) ? 'payment.account_number' : `payment.${payment.kind}`)
}
