import { useQuery } from '@tanstack/react-query'
import { readAccessLog } from '../../../contract/identity.ts'
import { deedWord } from '../../ui/deed.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { List, RowContent, rowClass } from '../../ui/parts/List.tsx'
import { SkeletonRows, Waiting } from '../../ui/parts/Skeleton.tsx'
import { formatMoment } from '../../ui/time.ts'
import { Screen } from '../app/Screen.tsx'

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
                  title={t(`access.${deedWord(entry.action)}`)}
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
