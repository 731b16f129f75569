import { useQuery } from '@tanstack/react-query'
import { quotePayment, type Target } from '../../../contract/payments.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call, NoAnswerError, RefusedError } from '../../ui/net/api.ts'
import { Card } from '../../ui/parts/Card.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { Skeleton, SkeletonAmount, Waiting } from '../../ui/parts/Skeleton.tsx'
import type { Explainable } from '../../ui/refusal/explain.ts'
import { RefusalCard } from '../../ui/refusal/RefusalCard.tsx'
import { useNextStep } from '../app/nextStep.ts'
import { type BackTo, Screen } from '../app/Screen.tsx'
import { useAskPerson } from '../help/askPerson.ts'

export type Quote = Reply<typeof quotePayment>

const maximumQuoteTries = 3

/** Who is paid, how much, and the fee. Asked once for each target and amount: a refused quote is stored as an attempt. */
export function useQuote(target: Target, amount: string | undefined) {
  return useQuery<Quote>({
    queryKey: [quotePayment.path, target, amount ?? ''],
    queryFn: ({ signal }) =>
      call(quotePayment, { body: { target, ...(amount === undefined ? {} : { amount }) }, signal }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
    placeholderData: (known, query) => (isSame(query?.queryKey[1], target) ? known : undefined),
    retry: (failures, error) => error instanceof NoAnswerError && failures < maximumQuoteTries - 1,
  })
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

export function QuoteWaiting({ target, backTo }: { target: Target; backTo: BackTo }) {
  const { t } = useWords('customer')
  return (
    <Screen title={t('pay.reading_title')} backTo={backTo}>
      <Waiting words={t(target.kind === 'phone' ? 'pay.reading_phone' : 'pay.reading_code')}>
        <div className="flex flex-col gap-6">
          <div className="flex items-center gap-3">
            <Skeleton className="size-16 rounded-full" />
            <Skeleton className="h-6 w-40" />
          </div>
          <SkeletonAmount />
          <Card>
            <Skeleton className="mb-3 h-4 w-full" />
            <Skeleton className="mb-3 h-4 w-3/4" />
            <Skeleton className="h-4 w-1/2" />
          </Card>
        </div>
      </Waiting>
    </Screen>
  )
}

type QuoteRefusedProps = {
  error: Error
  target: Pick<Target, 'kind'>
  onRetry: () => void
  backTo: BackTo
  onOther: () => void
  onAmount: () => void
}

/** The target cannot be paid: why, and what to do instead. */
export function QuoteRefused({ error, target, onRetry, backTo, onOther, onAmount }: QuoteRefusedProps) {
  const { t } = useWords('customer')
  const next = useNextStep({ scan: onOther, change_payee: onOther, change_amount: onAmount, try_again: onRetry })
  const ask = useAskPerson()
  return (
    <Screen title={t('pay.not_possible')} backTo={backTo}>
      {error instanceof RefusedError ? (
        <RefusalCard refusal={told(error, target)} onNext={next} onAsk={() => ask(error.paymentId)} />
      ) : (
        <ErrorState error={error} onRetry={onRetry} />
      )}
    </Screen>
  )
}

const told = ({ code, figures }: RefusedError, { kind }: Pick<Target, 'kind'>): Explainable => ({
  code,
  figures,
  kind: kind === 'phone' ? 'send' : 'shop',
})
