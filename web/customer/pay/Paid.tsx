import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import type { Payment } from '../../../contract/payments.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney } from '../../ui/money.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { buttonClass } from '../../ui/parts/Button.tsx'
import { Card } from '../../ui/parts/Card.tsx'
import { Facts } from '../../ui/parts/Facts.tsx'
import { formatMoment } from '../../ui/time.ts'
import { Screen } from '../app/Screen.tsx'
import { useMe } from '../session/me.ts'
import type { Quote } from './quote.tsx'

/** Paid: the word, the amount, and the way on. */
export function Paid({ payment, quote }: { payment: Payment; quote: Quote }) {
  const { t, language } = useWords('customer')
  const me = useMe()
  const person = quote.payee.kind === 'person'
  const money = payment.amount ?? quote.amount!
  return (
    <Screen
      title={t(person ? 'result.sent' : 'result.paid')}
      foot={
        <>
          {quote.returnUrl ? (
            <a href={quote.returnUrl} className={buttonClass('primary', true)}>
              {t('result.back_to_shop', { shop: quote.payee.name })}
            </a>
          ) : (
            <Link to="/" replace className={buttonClass('primary', true)}>
              {t('result.done')}
            </Link>
          )}
          <Link to="/history/$paymentId" params={{ paymentId: payment.id }} className={buttonClass('plain', true)}>
            {t('result.details')}
          </Link>
        </>
      }
    >
      <section role="status" data-testid="result-paid" className="flex flex-col gap-2">
        <CircleCheck aria-hidden size="3.5rem" strokeWidth={1.75} className="mb-2 text-good" />
        <Amount money={money} size={money.amount.length > 9 ? 'large' : 'hero'} counts />
        <p className="text-20 font-strong wrap-anywhere">
          {t(person ? 'result.sent_to' : 'result.paid_to', { payee: quote.payee.name })}
        </p>
      </section>
      <Card>
        <Facts
          facts={[
            [t('result.when'), formatMoment(payment.at, language)],
            ...(quote.payee.reference ? ([[t('pay.reference'), quote.payee.reference]] as const) : []),
            ...(me.data
              ? ([[t('result.balance_now'), formatMoney(balanceAfter(payment) ?? me.data.balance, language)]] as const)
              : []),
          ]}
        />
      </Card>
    </Screen>
  )
}

function balanceAfter(payment: Payment & { balanceAfter?: Quote['balance'] }): Quote['balance'] | undefined {
  return payment.balanceAfter
}
