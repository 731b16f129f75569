import { useQuery } from '@tanstack/react-query'
import { readAccessLog } from '../../../contract/identity.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { List, RowContent, rowClass } from '../../ui/parts/List.tsx'
import { SkeletonRows, Waiting } from '../../ui/parts/Skeleton.tsx'
import { formatMoment } from '../../ui/time.ts'
import { Screen } from '../app/Screen.tsx'

/** Deeds of the audit record that have words; others are told in general. */
const deeds = {
  'account.opened': 'access.account_opened',
  'customer.viewed': 'access.customer_viewed',
  'customer.frozen': 'access.customer_frozen',
  'customer.unfrozen': 'access.customer_unfrozen',
  'pin.changed': 'access.pin_changed',
  'pin.unlocked': 'access.pin_unlocked',
  'password.changed': 'access.password_changed',
  'signin.locked': 'access.signin_locked',
  'signin.unlocked': 'access.signin_unlocked',
  'customer.looked_up': 'access.customer_looked_up',
  'statement.fetched': 'access.statement_fetched',
  'code.sent': 'access.code_sent',
  'code.confirmed': 'access.code_confirmed',
  'top_up.returning': 'access.top_up_returning',
  'top_up.kept_on': 'access.top_up_kept_on',
  'top_up.returned': 'access.top_up_returned',
  'guest.joined': 'access.guest_joined',
  'limit.raised': 'access.limit_raised',
  'limit.asked': 'access.limit_asked',
  'limit.turned_down': 'access.limit_turned_down',
} as const

const isDeed = (action: string): action is keyof typeof deeds => action in deeds

/** Who looked at or changed the account, and why. */
export function AccessLog() {
  const { t, language } = useWords('customer')
  const log = useQuery(reading(readAccessLog, {}))
  return (
    <Screen title={t('access.title')} backTo="/settings/security">
      <p>{t('access.text')}</p>
      {log.data ? (
        log.data.entries.length === 0 ? (
          <EmptyState title={t('access.empty_title')}>{t('access.empty_text')}</EmptyState>
        ) : (
          <List label={t('access.title')}>
            {log.data.entries.map((entry, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id of their own and never move
              <li key={`${entry.at}/${place}`} className={rowClass}>
                <RowContent
                  title={isDeed(entry.action) ? t(deeds[entry.action]) : t('access.other')}
                  about={
                    <>
                      <span className="block wrap-anywhere">
                        {entry.actor} · <span className="tabular-nums">{formatMoment(entry.at, language)}</span>
                      </span>
                      {entry.reason && (
                        <span className="block wrap-anywhere">{t('access.reason', { reason: entry.reason })}</span>
                      )}
                    </>
                  }
                />
              </li>
            ))}
          </List>
        )
      ) : log.isPending ? (
        <Waiting words={t('access.loading')}>
          <SkeletonRows rows={4} />
        </Waiting>
      ) : (
        <ErrorState error={log.error} onRetry={() => log.refetch()} />
      )}
    </Screen>
  )
}
