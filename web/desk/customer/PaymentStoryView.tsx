import type { Language } from '../../../contract/identity.ts'
import type { PaymentStory } from '../../../contract/payments.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { Facts } from '../../ui/parts/Facts.tsx'
import { PaymentState } from '../../ui/parts/PaymentState.tsx'
import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'
import { paymentState, refusalOf } from '../../ui/payment.ts'
import { formatMoment, formatTime } from '../../ui/time.ts'
import { Problem } from '../parts/Problem.tsx'
import { Section } from '../parts/Section.tsx'
import { Checks } from './Checks.tsx'
import { Explained } from './Explained.tsx'
import { useFigures } from './figures.tsx'
import { paymentKind, paymentName } from './payment.ts'
import { useCasePayment } from './WhyHere.tsx'

type ViewProps = { caseId: string; paymentId: string; customerLanguage: Language }

/** One transaction from beginning to end: what was asked, what was checked, what came of it. */
export function PaymentStoryView({ caseId, paymentId, customerLanguage }: ViewProps) {
  const story = useCasePayment(caseId, paymentId)
  return (
    <>
      {story.error && !story.data && (
        <div className="p-4">
          <Problem error={story.error} onRetry={() => void story.refetch()} />
        </div>
      )}
      {story.isPending && <StorySkeleton />}
      {story.data && <Whole story={story.data} customerLanguage={customerLanguage} />}
    </>
  )
}

function Whole({ story, customerLanguage }: { story: PaymentStory; customerLanguage: Language }) {
  const { t } = useWords('desk')
  const refusal = refusalOf(story)
  return (
    <>
      <section aria-label={t('story.payment')} className="flex flex-col gap-3 px-4 py-4">
        <div className="flex flex-col items-start gap-1.5">
          {story.amount && <Amount money={story.amount} size="large" />}
          <p className="text-17 font-strong">{paymentName(story, t)}</p>
          <PaymentState state={paymentState(story)} />
        </div>
        <PaymentFacts story={story} />
      </section>
      {refusal && (
        <Section title={t('why.label')}>
          <Explained refusal={refusal} customerLanguage={customerLanguage} whole />
        </Section>
      )}
      <Section title={t('checks.title')}>
        <Checks checks={story.checks} />
      </Section>
      <Section title={t('story.title')}>
        <Steps story={story} />
      </Section>
    </>
  )
}

function PaymentFacts({ story }: { story: PaymentStory }) {
  const { t, language } = useWords('desk')
  const facts: [string, React.ReactNode][] = [
    [t('story.kind'), paymentKind(story, t)],
    [t('story.at'), formatMoment(story.at, language)],
    [
      t('story.reference'),
      <span key="reference" className="wrap-anywhere select-all">
        {story.reference}
      </span>,
    ],
  ]
  if (story.fee) facts.push([t('story.fee'), <Amount key="fee" money={story.fee} />])
  if (story.balanceAfter) facts.push([t('story.balance_after'), <Amount key="after" money={story.balanceAfter} />])
  if (story.note) facts.push([t('story.note'), story.note])
  return <Facts facts={facts} />
}

/** What happened, minute by minute. */
function Steps({ story }: { story: PaymentStory }) {
  const { t, language } = useWords('desk')
  const figuresOf = useFigures()
  return (
    <ol aria-label={t('story.title')} className="flex flex-col gap-3">
      {story.story.map(({ at, step, figures }) => (
        <li key={`${at} ${step}`} className="flex gap-3">
          <span className="figures mt-0.5 w-12 shrink-0 text-13 text-ink-soft">{formatTime(at, language)}</span>
          <div className="min-w-0 flex-1">
            <p>{t(step === 'asked' && story.kind === 'send' ? 'step.asked_send' : `step.${step}`)}</p>
            <dl className="flex flex-wrap gap-x-4 text-13 text-ink-soft tabular-nums">
              {figuresOf(figures).map(([name, value]) => (
                <div key={name} className="flex gap-1.5">
                  <dt>{name}</dt>
                  <dd className="font-strong">{value}</dd>
                </div>
              ))}
            </dl>
          </div>
        </li>
      ))}
    </ol>
  )
}

function StorySkeleton() {
  return (
    <div className="p-4">
      <Waiting>
        <div className="flex flex-col gap-3">
          <Skeleton className="h-10 w-48 rounded-input" />
          <Skeleton className="h-5 w-32" />
          <Skeleton className="h-28 w-full rounded-card" />
        </div>
      </Waiting>
    </div>
  )
}
