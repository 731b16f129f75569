import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { FileText, HandHelping } from 'lucide-react'
import type { ReactNode } from 'react'
import { type PaymentStory, readPayment } from '../../../contract/payments.ts'
import { receiptPdf } from '../../../contract/statements.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney, toMinor } from '../../ui/money.ts'
import { reading } from '../../ui/net/query.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { buttonClass } from '../../ui/parts/Button.tsx'
import { Card } from '../../ui/parts/Card.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { Facts } from '../../ui/parts/Facts.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { PaymentState } from '../../ui/parts/PaymentState.tsx'
import { Skeleton, SkeletonAmount, Waiting } from '../../ui/parts/Skeleton.tsx'
import { isNumberAttempt, paymentState, refusalOf } from '../../ui/payment.ts'
import { RefusalCard } from '../../ui/refusal/RefusalCard.tsx'
import { formatMoment } from '../../ui/time.ts'
import { CopyButton } from '../app/CopyButton.tsx'
import { useNextStep } from '../app/nextStep.ts'
import { Screen } from '../app/Screen.tsx'
import { useAskPerson } from '../help/askPerson.ts'
import { Checks } from './Checks.tsx'
import { Proof } from './Proof.tsx'
import { Story } from './Story.tsx'
import { signedAmount, titleOf } from './words.ts'

/** One transaction: what it was, what became of it, and how that came about. */
export function Transaction() {
  const { t } = useWords('customer')
  const { paymentId } = useParams({ from: '/gate/history/$paymentId' })
  const payment = useQuery(reading(readPayment, { params: { id: paymentId } }))
  return (
    <Screen
      title={t('transaction.title')}
      backTo="/history"
      foot={
        <Link to="/help/chat" search={{ payment: paymentId }} className={buttonClass('quiet', true)}>
          <HandHelping aria-hidden size="1.2em" strokeWidth={1.75} />
          {t('transaction.ask')}
        </Link>
      }
    >
      {payment.data ? (
        <Details payment={payment.data} />
      ) : payment.isPending ? (
        <Waiting words={t('transaction.loading')}>
          <div className="flex flex-col gap-6">
            <Skeleton className="h-6 w-48" />
            <SkeletonAmount />
            <Skeleton className="h-40 w-full rounded-card" />
          </div>
        </Waiting>
      ) : (
        <ErrorState error={payment.error} onRetry={() => payment.refetch()} />
      )}
    </Screen>
  )
}

/** Where an attempt of this kind is made anew. */
const anewAt = { send: '/send', shop: '/scan', top_up: '/add-money' } as const

function Details({ payment }: { payment: PaymentStory }) {
  const { t, language } = useWords('customer')
  const money = signedAmount(payment)
  const refusal = refusalOf(payment)
  const ask = useAskPerson()
  const navigate = useNavigate()
  // The attempt is over: whatever was to be mended is done in a new one.
  const anew = () => navigate({ to: anewAt[payment.kind] })
  const next = useNextStep({
    ask_person: () => ask(payment.id),
    try_again: anew,
    enter_pin: anew,
    pay_again: anew,
    change_amount: anew,
    change_payee: anew,
  })
  const facts: [string, ReactNode][] = [
    [t('result.when'), formatMoment(payment.at, language)],
    ...(payment.fee && toMinor(payment.fee.amount) > 0n
      ? ([[t('pay.fee'), formatMoney(payment.fee, language)]] as [string, ReactNode][])
      : []),
    ...(payment.balanceAfter
      ? ([[t('transaction.balance_after'), formatMoney(payment.balanceAfter, language)]] as [string, ReactNode][])
      : []),
    ...(payment.note ? ([[t('pay.note'), payment.note]] as [string, ReactNode][]) : []),
    [t('transaction.reference'), payment.reference],
  ]
  return (
    <>
      <section className="flex flex-col items-start gap-2">
        <p className="text-20 leading-title font-bold wrap-anywhere">{titleOf(t, payment)}</p>
        {money && (
          <Amount
            money={money}
            signed={payment.state === 'paid'}
            size={money.amount.length > 8 ? 'large' : 'hero'}
            className={payment.state === 'paid' ? '' : 'text-ink-soft'}
          />
        )}
        <PaymentState state={paymentState(payment)} />
      </section>
      {refusal && <RefusalCard refusal={refusal} onNext={next} />}
      <Card className="flex flex-col gap-3">
        <Facts facts={facts} />
        <div className="flex flex-wrap gap-2">
          <CopyButton text={payment.reference} label={t('transaction.copy_reference')} />
          {!isNumberAttempt(payment) && (
            <a href={receiptPdf.path.replace(':id', payment.id)} download className={buttonClass('quiet')}>
              <FileText aria-hidden size="1.2em" strokeWidth={1.75} />
              {t('transaction.receipt')}
            </a>
          )}
        </div>
      </Card>
      <Section title={t('transaction.story')}>
        <Story payment={payment} />
      </Section>
      {payment.state === 'paid' && <Proof paymentId={payment.id} />}
      {payment.checks.length > 0 && <Checks payment={payment} />}
    </>
  )
}
