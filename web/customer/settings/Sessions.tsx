import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { MonitorSmartphone } from 'lucide-react'
import { endSession, listSessions } from '../../../contract/identity.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf, reading } from '../../ui/net/query.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { List, RowContent, rowClass } from '../../ui/parts/List.tsx'
import { SkeletonRows, Waiting } from '../../ui/parts/Skeleton.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { formatMoment } from '../../ui/time.ts'
import { Screen } from '../app/Screen.tsx'

/** Where the account is signed in; each place but this one can be signed out from here. */
export function Sessions() {
  const { t, language } = useWords('customer')
  const queries = useQueryClient()
  const open = useQuery(reading(listSessions, {}))
  const ending = useMutation({
    mutationFn: (id: string) => call(endSession, { params: { id } }),
    onSuccess: () => toast('good', t('sessions.ended')),
    onError: () => toast('warn', t('sessions.not_ended')),
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(listSessions) }),
  })
  return (
    <Screen title={t('sessions.title')} backTo="/settings/security">
      <p>{t('sessions.text')}</p>
      {open.data ? (
        <List label={t('sessions.title')}>
          {open.data.sessions.map((session) => {
            // A dash is what the server calls a device that says nothing of itself.
            const device = session.device === '–' ? t('sessions.unknown') : session.device
            return (
              <li key={session.id} className={rowClass}>
                <RowContent
                  before={<MonitorSmartphone aria-hidden size="1.5rem" strokeWidth={1.75} className="text-ink-soft" />}
                  title={device}
                  about={t('sessions.since', { at: formatMoment(session.startedAt, language) })}
                  after={
                    session.current ? (
                      <Badge meaning="good">{t('sessions.here')}</Badge>
                    ) : (
                      <Button
                        tone="plain"
                        aria-label={t('sessions.end_which', { device })}
                        busy={ending.isPending && ending.variables === session.id ? t('sessions.ending') : undefined}
                        onClick={() => ending.mutate(session.id)}
                      >
                        {t('sessions.end')}
                      </Button>
                    )
                  }
                />
              </li>
            )
          })}
        </List>
      ) : open.isPending ? (
        <Waiting words={t('sessions.loading')}>
          <SkeletonRows rows={2} />
        </Waiting>
      ) : (
        <ErrorState error={open.error} onRetry={() => open.refetch()} />
      )}
    </Screen>
  )
}
