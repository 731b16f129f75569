import { useQuery } from '@tanstack/react-query'
import { readFees } from '../../../contract/payments.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney, toMinor } from '../../ui/money.ts'
import { reading } from '../../ui/net/query.ts'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { List, RowContent, rowClass } from '../../ui/parts/List.tsx'
import { SkeletonRows, Waiting } from '../../ui/parts/Skeleton.tsx'
import { formatDate } from '../../ui/time.ts'
import { Screen } from '../app/Screen.tsx'
import { usePresence } from '../session/presence.ts'

type Fee = Reply<typeof readFees>['fees'][number]

/** The fees in force, readable by everybody. */
export function Fees() {
  const { t, language } = useWords('customer')
  const signedIn = usePresence() === 'in'
  const fees = useQuery(reading(readFees, {}))
  return (
    <Screen title={t('settings.fees')} backTo={signedIn ? '/settings' : '/'}>
      {fees.data ? (
        <>
          <List label={t('settings.fees')}>
            {fees.data.fees.map((fee) => (
              <li key={`${fee.kind}/${fee.payer}`} className={rowClass}>
                <RowContent
                  title={t(`fees.${fee.kind}`)}
                  about={isFree(fee) ? undefined : t(`fees.paid_by_${fee.payer}`)}
                  after={<FeeWords fee={fee} />}
                />
              </li>
            ))}
          </List>
          <p>{t('fees.shown_before')}</p>
          <p className="text-15 text-ink-soft">
            {t('fees.version', { version: fees.data.version, since: formatDate(fees.data.since, language) })}
          </p>
        </>
      ) : fees.isPending ? (
        <Waiting words={t('fees.loading')}>
          <SkeletonRows rows={3} />
        </Waiting>
      ) : (
        <ErrorState error={fees.error} onRetry={() => fees.refetch()} />
      )}
    </Screen>
  )
}

/** What costs nothing is paid by nobody. */
const isFree = ({ fixed, basisPoints }: Fee) => toMinor(fixed.amount) === 0n && basisPoints === 0

function FeeWords({ fee }: { fee: Fee }) {
  const { t, language } = useWords('customer')
  const fixed = toMinor(fee.fixed.amount) > 0n ? formatMoney(fee.fixed, language) : null
  const part =
    fee.basisPoints > 0
      ? new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(fee.basisPoints / 10_000)
      : null
  return <b className="tabular-nums">{[fixed, part].filter(Boolean).join(' + ') || t('pay.no_fee')}</b>
}
