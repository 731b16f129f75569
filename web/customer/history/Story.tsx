import type { PaymentStory } from '../../../contract/payments.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney } from '../../ui/money.ts'
import { classes } from '../../ui/parts/classes.ts'
import { isNumberAttempt } from '../../ui/payment.ts'
import { formatTime } from '../../ui/time.ts'
import { titleOf } from './words.ts'

/** What happened, step by step, as a line with its moments. */
export function Story({ payment }: { payment: PaymentStory }) {
  const { t, language } = useWords('customer')
  const words = {
    amount: payment.amount ? formatMoney(payment.amount, language) : t('story.an_amount'),
    who: payment.kind === 'top_up' ? t('story.bank') : titleOf(t, payment),
    count: payment.checks.length,
  }
  const sayStep = (step: PaymentStory['story'][number]['step']) => {
    if (step === 'received' && payment.kind !== 'top_up') return t('story.received_from', words)
    if (step === 'asked') return t(`story.${askedAs(payment)}`, words)
    if (step === 'refused' && isNumberAttempt(payment)) return t('story.no_number')
    if (step === 'refused' && payment.kind === 'send') return t('story.refused_send')
    if (step === 'checked') return t('story.checked', words)
    return t(`story.${step}`, words)
  }
  return (
    <ol className="flex flex-col">
      {payment.story.map((step, place) => {
        const last = place === payment.story.length - 1
        const bad = step.step === 'refused' || step.step === 'abandoned'
        return (
          <li key={step.step} className="flex gap-3">
            <span aria-hidden className="flex flex-col items-center">
              <span
                className={classes(
                  'mt-2 size-2.5 shrink-0 rounded-full',
                  last ? (bad ? 'bg-bad' : 'bg-good') : 'bg-line-strong',
                )}
              />
              {!last && <span className="mt-1 w-px flex-1 bg-line" />}
            </span>
            <span className={classes('min-w-0 flex-1', !last && 'pb-4')}>
              <span className={classes('block', last && 'font-strong')}>{sayStep(step.step)}</span>
              <span className="block text-15 text-ink-soft tabular-nums">{formatTime(step.at, language)}</span>
            </span>
          </li>
        )
      })}
    </ol>
  )
}

/** What was asked for: to a person or a shop, and where nobody was found, by what it was looked for. */
function askedAs({ kind, counterparty, refusal }: PaymentStory) {
  if (kind !== 'send') return counterparty === null ? 'asked_code' : 'asked'
  return counterparty === null && refusal?.code !== 'payee_unknown' ? 'asked_number' : 'asked_send'
}
