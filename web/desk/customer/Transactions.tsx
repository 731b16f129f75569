import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { listDeskPayments } from '../../../contract/console.ts'
import { listCasePayments } from '../../../contract/desk.ts'
import type { Language } from '../../../contract/identity.ts'
import type { Payment } from '../../../contract/payments.ts'
import { SearchField } from '../../ui/fields/SearchField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf } from '../../ui/net/query.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { PaymentState } from '../../ui/parts/PaymentState.tsx'
import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'
import { Tabs } from '../../ui/parts/Tabs.tsx'
import { paymentState, refusalOf } from '../../ui/payment.ts'
import { useSettled } from '../../ui/settled.ts'
import { formatMoment } from '../../ui/time.ts'
import { lookedAt } from '../conversation/case.ts'
import { paymentPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { Key } from '../keys/Key.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Problem } from '../parts/Problem.tsx'
import { Section } from '../parts/Section.tsx'
import { Explained } from './Explained.tsx'
import { paymentName } from './payment.ts'

const shows = ['all', 'in', 'out', 'refused'] as const
type Show = (typeof shows)[number]

const pageRows = 20

/** Beside a conversation, or of a customer who was looked up. */
type Whose = { caseId: string } | { customerId: string }

function usePayments(of: Whose, show: Show, search: string) {
  const query = { show, limit: pageRows, ...(search ? { search } : {}) }
  return useInfiniteQuery({
    queryKey: [
      ...('caseId' in of ? keyOf(listCasePayments, { params: of }) : keyOf(listDeskPayments, { params: of })),
      query,
    ],
    queryFn: ({ pageParam, signal }) => {
      const page = { query: { ...query, ...(pageParam ? { cursor: pageParam } : {}) }, signal }
      return 'caseId' in of
        ? call(listCasePayments, { params: of, ...page })
        : call(listDeskPayments, { params: of, ...page })
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    ...lookedAt,
  })
}

/** The customer's transactions with filter and search; each failure says why in the customer's own words. */
export function Transactions({ of, customerLanguage }: { of: Whose; customerLanguage: Language }) {
  const { t } = useWords('desk')
  const [show, setShow] = useState<Show>('all')
  const [typed, setTyped] = useState('')
  const search = useSettled(typed.trim())
  const field = useRef<HTMLInputElement>(null)
  const payments = usePayments(of, show, search)
  useCommand('search_payments', () => {
    field.current?.focus()
    field.current?.select()
  })

  return (
    <Section title={t('payments.title')} after={<Key of="search_payments" />}>
      <SearchField ref={field} compact label={t('payments.search')} value={typed} onChange={setTyped} />
      <Tabs
        label={t('payments.show')}
        value={show}
        onChange={setShow}
        tabs={shows.map((value) => ({ value, label: t(`payments.${value}`) }))}
      />
      <Loaded query={payments} coming={<PaymentsSkeleton />}>
        {({ pages }) =>
          pages[0]?.payments.length === 0 ? (
            <p className="py-2 text-13 text-ink-soft">
              {search || show !== 'all' ? t('payments.none_found') : t('payments.none')}
            </p>
          ) : (
            <ul aria-label={t('payments.title')} className="-mx-2 divide-y divide-line">
              {pages.flatMap((page) =>
                page.payments.map((payment) => (
                  <PaymentRow key={payment.id} of={of} payment={payment} customerLanguage={customerLanguage} />
                )),
              )}
            </ul>
          )
        }
      </Loaded>
      {payments.isFetchNextPageError && <Problem error={payments.error} />}
      {payments.hasNextPage && (
        <Button
          busy={payments.isFetchingNextPage ? t('payments.loading') : undefined}
          onClick={() => void payments.fetchNextPage()}
        >
          {t('payments.more')}
        </Button>
      )}
    </Section>
  )
}

type PaymentRowProps = { of: Whose; payment: Payment; customerLanguage: Language }

function PaymentRow({ of, payment, customerLanguage }: PaymentRowProps) {
  const { t, language } = useWords('desk')
  const go = useGo()
  const paid = payment.state === 'paid'
  const refusal = refusalOf(payment)
  return (
    <li className="pb-1">
      <Line onOpen={'caseId' in of ? () => go(paymentPath(of.caseId, payment.id)) : undefined}>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-strong">{paymentName(payment, t)}</span>
          <span className="block text-13 text-ink-soft tabular-nums">{formatMoment(payment.at, language)}</span>
        </span>
        <span className="flex shrink-0 flex-col items-end gap-1">
          {payment.amount && (
            <span className={paid ? undefined : 'text-ink-soft'}>
              <SignedAmount payment={payment} />
            </span>
          )}
          {!paid && <PaymentState state={paymentState(payment)} />}
        </span>
      </Line>
      {refusal && (
        <div className="mb-2 ml-2 border-l-2 border-bad pl-3 text-13">
          <Explained refusal={refusal} customerLanguage={customerLanguage} />
        </div>
      )}
    </li>
  )
}

/** Beside a conversation a row opens the whole story. */
function Line({ onOpen, children }: { onOpen: (() => void) | undefined; children: ReactNode }) {
  const shape = 'flex w-full items-start gap-3 rounded-input px-2 py-2 text-left'
  if (!onOpen) return <div className={shape}>{children}</div>
  return (
    <button type="button" onClick={onOpen} className={`moves ${shape} hover:bg-sunk focus-visible:-outline-offset-2`}>
      {children}
    </button>
  )
}

/** Money that left has a minus, money that came a plus, and money that did not move neither. */
function SignedAmount({ payment: { amount, direction, state } }: { payment: Payment }) {
  if (!amount) return null
  if (state !== 'paid') return <Amount money={amount} />
  const money = direction === 'out' ? { ...amount, amount: `-${amount.amount}` } : amount
  return <Amount money={money} signed />
}

function PaymentsSkeleton() {
  return (
    <Waiting>
      {['w-32', 'w-24', 'w-40'].map((width) => (
        <div key={width} className="flex justify-between py-3">
          <Skeleton className={`h-4 ${width}`} />
          <Skeleton className="h-4 w-20" />
        </div>
      ))}
    </Waiting>
  )
}
