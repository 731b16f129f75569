import type { TFunction } from 'i18next'
import type { Money } from '../../../contract/money.ts'
import type { Payment } from '../../../contract/payments.ts'
import { isNumberAttempt } from '../../ui/payment.ts'
import { sayNumber } from '../../ui/phone.ts'

/** Whom or what a transaction was with, as its row and its page are called. */
export function titleOf(t: TFunction<'customer'>, payment: Payment): string {
  if (isNumberAttempt(payment)) return t('history.account_number')
  if (payment.kind === 'top_up') return t(payment.state === 'paid' ? 'history.top_up' : 'history.kept_top_up')
  return payment.counterparty ?? numberOf(payment) ?? (payment.kind === 'shop' ? t('history.shop') : t('history.send'))
}

/** The number that nobody has, where money was to be sent to it. */
function numberOf({ refusal }: Payment): string | undefined {
  return refusal?.code === 'payee_unknown' ? sayNumber(String(refusal.figures.payee)) : undefined
}

/** The amount with its direction: what left the account is below zero. Nothing moved where nothing was paid. */
export function signedAmount(payment: Payment): Money | null {
  if (!payment.amount) return null
  const leaves = payment.state === 'paid' && payment.direction === 'out'
  return leaves ? { ...payment.amount, amount: `-${payment.amount.amount}` } : payment.amount
}
