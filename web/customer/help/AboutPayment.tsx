import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, ReceiptText } from 'lucide-react'
import { readPayment } from '../../../contract/payments.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney } from '../../ui/money.ts'
import { reading } from '../../ui/net/query.ts'
import { PaymentState } from '../../ui/parts/PaymentState.tsx'
import { paymentState } from '../../ui/payment.ts'
import { titleOf } from '../history/words.ts'

/** The transaction that the conversation is about: the agent sees the same one. */
export function AboutPayment({ paymentId }: { paymentId: string }) {
  const { t, language } = useWords('customer')
  const payment = useQuery(reading(readPayment, { params: { id: paymentId } }))
  if (!payment.data) return null
  const { amount } = payment.data
  return (
    <Link
      to="/history/$paymentId"
      params={{ paymentId }}
      className="moves flex min-h-target items-center gap-3 border-b border-line bg-surface px-gutter py-2 hover:bg-sunk"
    >
      <ReceiptText aria-hidden size="1.375rem" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-15 font-strong">{titleOf(t, payment.data)}</span>
        <span className="block text-13 text-ink-soft tabular-nums">
          {t('chat.about_payment')}
          {amount && ` · ${formatMoney(amount, language)}`}
        </span>
      </span>
      <PaymentState state={paymentState(payment.data)} />
      <ChevronRight aria-hidden size="1.25rem" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
    </Link>
  )
}
