import type { Payment } from '../../../contract/payments.ts'
import type { useWords } from '../../ui/i18n/setup.ts'

type Words = ReturnType<typeof useWords<'desk'>>['t']

/** Whom or what it was for: the other side's name, else what kind of payment it was. */
export function paymentName(payment: Payment, t: Words): string {
  return payment.counterparty ?? t(`payment.${payment.kind}`)
}
