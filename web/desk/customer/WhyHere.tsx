import { useQuery } from '@tanstack/react-query'
import { readCasePayment } from '../../../contract/desk.ts'
import type { PaymentStory } from '../../../contract/payments.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { PaymentState } from '../../ui/parts/PaymentState.tsx'
import { Skeleton } from '../../ui/parts/Skeleton.tsx'
import { paymentState, refusalOf } from '../../ui/payment.ts'
import { formatMoment } from '../../ui/time.ts'
import { lookedAt, useCase } from '../conversation/case.ts'
import { paymentPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { ariaKey } from '../keys/commands.ts'
import { Key } from '../keys/Key.tsx'
import { Problem } from '../parts/Problem.tsx'
import { Explained } from './Explained.tsx'
import { paymentName } from './payment.ts'

/** Null: the case is about no payment, and nothing is read. */
export function useCasePayment(caseId: string, paymentId: string | null) {
  const params = { caseId, id: paymentId ?? '' }
  return useQuery({ ...reading(readCasePayment, { params }), ...lookedAt, enabled: paymentId !== null })
}

type WhyHereProps = { caseId: string; paymentId: string }

/** The transaction that brought the customer here, at the start of the conversation. */
export function WhyHere({ caseId, paymentId }: WhyHereProps) {
  const { t } = useWords('desk')
  return (
    <li className="pb-2">
      <WhyCard caseId={caseId} paymentId={paymentId} label={t('why.brought')} />
    </li>
  )
}

/** The transaction, why it failed in the customer's words, and the way to its whole story. */
export function WhyCard({ caseId, paymentId, label }: WhyHereProps & { label: string }) {
  const { t } = useWords('desk')
  const go = useGo()
  const story = useCasePayment(caseId, paymentId)
  const customerLanguage = useCase(caseId).data?.row.language
  if (story.error && !story.data) return <Problem error={story.error} onRetry={() => void story.refetch()} />
  if (!story.data || !customerLanguage) return <Skeleton className="h-40 w-full rounded-card" />
  const refusal = refusalOf(story.data)
  return (
    <section aria-label={label} className="flex flex-col gap-3 rounded-card border border-line bg-surface px-4 py-3.5">
      <Payment story={story.data} />
      {refusal && <Explained refusal={refusal} customerLanguage={customerLanguage} whole />}
      <button
        type="button"
        aria-keyshortcuts={ariaKey('why')}
        onClick={() => go(paymentPath(caseId, paymentId))}
        className="moves -mx-2 -mt-2 -mb-1.5 inline-flex min-h-target items-center gap-2 self-start rounded-full px-2 text-13 font-strong text-accent hover:bg-accent-soft"
      >
        {t('why.whole_story')}
        <Key of="why" />
      </button>
    </section>
  )
}

function Payment({ story }: { story: PaymentStory }) {
  const { t, language } = useWords('desk')
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
      <div className="min-w-0 flex-1">
        <p className="truncate font-strong">{paymentName(story, t)}</p>
        <p className="text-13 text-ink-soft tabular-nums">{formatMoment(story.at, language)}</p>
      </div>
      <div className="flex flex-col items-end gap-1">
        {story.amount && <Amount money={story.amount} size="medium" />}
        <PaymentState state={paymentState(story)} />
      </div>
    </div>
  )
}
