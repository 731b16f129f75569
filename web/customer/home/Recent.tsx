import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { listPayments } from '../../../contract/payments.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { useLook } from '../../ui/look.ts'
import { reading } from '../../ui/net/query.ts'
import { buttonClass } from '../../ui/parts/Button.tsx'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { List } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { SkeletonRows, Waiting } from '../../ui/parts/Skeleton.tsx'
import { tellAlike } from '../history/alike.ts'
import { PaymentRow } from '../history/PaymentRow.tsx'

const shown = 6
/** Attempts in a row are told as one, so more are read than shown. */
const read = 3 * shown
const shownSimple = 3

/** What happened last. */
export function Recent() {
  const { t } = useWords('customer')
  const simple = useLook().mode === 'simple'
  const recent = useQuery(reading(listPayments, { query: { limit: read } }))
  const payments = recent.data && tellAlike(recent.data.payments).slice(0, simple ? shownSimple : shown)
  return (
    <Section title={t('home.recent')} after={payments && payments.length > 0 && <AllLink />}>
      {payments ? (
        payments.length === 0 ? (
          <EmptyState
            title={t('home.empty_title')}
            action={
              <Link to="/add-money" className={buttonClass('quiet')}>
                {t('home.add_money')}
              </Link>
            }
          >
            {t('home.empty_text')}
          </EmptyState>
        ) : (
          <List label={t('home.recent')}>
            {payments.map(({ payment, times }) => (
              <PaymentRow key={payment.id} payment={payment} times={times} dated />
            ))}
          </List>
        )
      ) : recent.isPending ? (
        <Waiting words={t('history.loading')}>
          <SkeletonRows rows={4} />
        </Waiting>
      ) : (
        <ErrorState error={recent.error} onRetry={() => recent.refetch()} />
      )}
    </Section>
  )
}

function AllLink() {
  const { t } = useWords('customer')
  return (
    <Link
      to="/history"
      className="inline-flex min-h-target items-center rounded-full px-2 text-15 font-strong text-accent"
    >
      {t('home.all')}
    </Link>
  )
}
