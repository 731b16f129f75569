import { Link, useNavigate } from '@tanstack/react-router'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney } from '../../ui/money.ts'
import { buttonClass } from '../../ui/parts/Button.tsx'
import type { Explainable } from '../../ui/refusal/explain.ts'
import { RefusalCard } from '../../ui/refusal/RefusalCard.tsx'
import { useNextStep } from '../app/nextStep.ts'
import { Screen } from '../app/Screen.tsx'
import { useAskPerson } from '../help/askPerson.ts'
import type { Quote } from './quote.tsx'
import type { Outcome } from './sending.ts'

type NotPaidProps = {
  outcome: Exclude<Outcome, { kind: 'paid' }>
  quote: Quote
  onOther: () => void
  onAgain: () => void
  /** Where the amount is the customer's to choose. */
  onAmount: (() => void) | undefined
  onAddMoney: () => void
}

/** Not paid: the one true cause, the next step, and that the money is safe. */
export function NotPaid({ outcome, quote, onOther, onAgain, onAmount, onAddMoney }: NotPaidProps) {
  const { t, language } = useWords('customer')
  const navigate = useNavigate()
  const ask = useAskPerson()
  const person = quote.payee.kind === 'person'
  const { refusal, paymentId } = causeOf(outcome, person ? 'send' : 'shop')
  const next = useNextStep({
    scan: onOther,
    change_payee: onOther,
    change_amount: onAmount ?? onAgain,
    try_again: onAgain,
    enter_pin: onAgain,
    pay_again: onAgain,
    ask_person: () => ask(paymentId),
    add_money: (step) => {
      onAddMoney()
      const missing = step.figures.missing as { amount: string } | undefined
      navigate({ to: '/add-money', search: missing ? { amount: missing.amount } : {} })
    },
  })
  return (
    <Screen
      title={t(person ? 'result.not_sent' : 'result.not_paid')}
      foot={
        <Link to="/" replace className={buttonClass('quiet', true)}>
          {t('result.home')}
        </Link>
      }
    >
      <p className="text-ink-soft wrap-anywhere">
        {t(person ? 'result.not_sent_what' : 'result.not_paid_what', {
          amount: formatMoney(quote.total ?? quote.amount!, language),
          payee: quote.payee.name,
        })}
      </p>
      <div data-testid="result-not-paid">
        <RefusalCard refusal={refusal} onNext={next} onAsk={() => ask(paymentId)} />
      </div>
      {paymentId && (
        <Link to="/history/$paymentId" params={{ paymentId }} className={buttonClass('plain', true)}>
          {t('result.details')}
        </Link>
      )}
    </Screen>
  )
}

function causeOf(outcome: NotPaidProps['outcome'], kind: 'send' | 'shop') {
  if (outcome.kind === 'refused') {
    const { code, figures, paymentId } = outcome.refusal
    return { refusal: { code, figures, kind }, paymentId }
  }
  const { payment } = outcome
  // Nothing had arrived: the key is closed, and nothing can be taken under it any more.
  const refusal: Explainable = { ...(payment?.refusal ?? { code: 'attempt_abandoned', figures: {} }), kind }
  return { refusal, paymentId: payment?.id ?? null }
}
