import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FileText } from 'lucide-react'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { listPayments, type Payment } from '../../../contract/payments.ts'
import { SearchField } from '../../ui/fields/SearchField.tsx'
import type { Language } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf } from '../../ui/net/query.ts'
import { Button, buttonClass } from '../../ui/parts/Button.tsx'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { List } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { SkeletonRows, Waiting } from '../../ui/parts/Skeleton.tsx'
import { Tabs } from '../../ui/parts/Tabs.tsx'
import { PictureEmptyDrawer } from '../../ui/pictures/EmptyDrawer.tsx'
import { useSettled } from '../../ui/settled.ts'
import { formatDay } from '../../ui/time.ts'
import { Screen } from '../app/Screen.tsx'
import { type Told, tellAlike } from './alike.ts'
import { PaymentRow } from './PaymentRow.tsx'

const shows = ['all', 'in', 'out', 'refused'] as const
type Show = (typeof shows)[number]

const rowsAtOnce = 30

/** Everything that happened, by day; found by name, message or kind. */
export function History() {
  const { t, language } = useWords('customer')
  const [show, setShow] = useState<Show>('all')
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(useSettled(typed.trim()))
  const pages = useInfiniteQuery({
    queryKey: keyOf(listPayments, { query: { show, search, limit: rowsAtOnce } }),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call(listPayments, {
        query: {
          show,
          limit: rowsAtOnce,
          ...(search ? { search } : {}),
          ...(pageParam ? { cursor: pageParam } : {}),
        },
        signal,
      }),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (known) => known,
  })
  const payments = pages.data?.pages.flatMap((page) => page.payments)
  // What did not come is asked for by hand: asking by itself would go on without end.
  const more = pages.hasNextPage && !pages.isFetchingNextPage && !pages.isFetchNextPageError
  const end = useReached(() => more && pages.fetchNextPage())

  return (
    <Screen
      title={t('history.title')}
      after={
        <Link to="/history/statements" className={buttonClass('plain')}>
          <FileText aria-hidden size="1.2em" strokeWidth={1.75} />
          {t('statements.title')}
        </Link>
      }
    >
      <SearchField label={t('history.search')} value={typed} onChange={setTyped} />
      <Tabs
        label={t('history.filter')}
        value={show}
        onChange={setShow}
        tabs={shows.map((value) => ({ value, label: t(`history.show_${value}`) }))}
      />
      {payments ? (
        <>
          <p role="status" className="sr-only">
            {search && t('history.found', { count: payments.length })}
          </p>
          {payments.length === 0 ? (
            <Nothing searched={search !== '' || show !== 'all'} />
          ) : (
            <div className="flex flex-col gap-6" aria-busy={pages.isPlaceholderData}>
              {byDay(payments, language, show).map(({ day, rows }) => (
                <Section key={day} title={day}>
                  <List label={day}>
                    {rows.map(({ payment, times }) => (
                      <PaymentRow key={payment.id} payment={payment} times={times} />
                    ))}
                  </List>
                </Section>
              ))}
            </div>
          )}
          <div ref={end}>
            {pages.isFetchNextPageError ? (
              <ErrorState error={pages.error} onRetry={() => pages.fetchNextPage()} />
            ) : (
              pages.hasNextPage && (
                <Button
                  wide
                  busy={pages.isFetchingNextPage ? t('history.loading_more') : undefined}
                  onClick={() => pages.fetchNextPage()}
                >
                  {t('history.more')}
                </Button>
              )
            )}
          </div>
        </>
      ) : pages.isPending ? (
        <Waiting words={t('history.loading')}>
          <SkeletonRows rows={6} />
        </Waiting>
      ) : (
        <ErrorState error={pages.error} onRetry={() => pages.refetch()} />
      )}
    </Screen>
  )
}

function Nothing({ searched }: { searched: boolean }) {
  const { t } = useWords('customer')
  if (searched) return <EmptyState title={t('history.none_title')}>{t('history.none_text')}</EmptyState>
  return (
    <EmptyState
      picture={<PictureEmptyDrawer />}
      title={t('home.empty_title')}
      action={
        <Link to="/add-money" className={buttonClass('primary')}>
          {t('home.add_money')}
        </Link>
      }
    >
      {t('home.empty_text')}
    </EmptyState>
  )
}

/** Whoever asks for what was not paid gets every single attempt. */
function byDay(payments: readonly Payment[], language: Language, show: Show): { day: string; rows: Told[] }[] {
  const now = new Date()
  const days: { day: string; rows: Payment[] }[] = []
  for (const payment of payments) {
    const day = formatDay(payment.at, language, now)
    const last = days.at(-1)
    if (last?.day === day) last.rows.push(payment)
    else days.push({ day, rows: [payment] })
  }
  return days.map(({ day, rows }) => ({
    day,
    rows: show === 'refused' ? rows.map((payment) => ({ payment, times: 1 })) : tellAlike(rows),
  }))
}

/** Calls back when the end of the list comes near; the button does the same for keyboards. */
function useReached(onReach: () => void) {
  const end = useRef<HTMLDivElement>(null)
  const reach = useRef(onReach)
  reach.current = onReach
  useEffect(() => {
    if (!end.current) return
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && reach.current(), {
      rootMargin: '400px',
    })
    watcher.observe(end.current)
    return () => watcher.disconnect()
  })
  return end
}
