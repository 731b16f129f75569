import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import type { Staff } from '../../../contract/identity.ts'
import { listRequests } from '../../../contract/requests.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { classes } from '../../ui/parts/classes.ts'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { useGo } from '../frame/place.ts'
import { TopBar } from '../frame/TopBar.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { useReadOnNews } from '../parts/hints.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { RequestRows } from './RequestRows.tsx'
import { RequestView } from './RequestView.tsx'
import { requestAt, requestPath, requestsPath } from './requests.ts'

const gatherMs = 300

/** What a second person decides: the list on the left, one request with its customer beside it. */
export function RequestDesk({ me }: { me: Staff }) {
  const { t } = useWords('requests')
  const go = useGo()
  const requestId = useRouterState({ select: (state) => requestAt(state.location.pathname) })
  const list = useQuery(reading(listRequests, {}))
  useReadOnNews(listRequests, gatherMs)
  const inOrder = [...(list.data?.waiting ?? []), ...(list.data?.ended ?? [])]
  const chosen = inOrder.find(({ id }) => id === requestId)

  const step = (by: 1 | -1) => {
    const here = inOrder.findIndex(({ id }) => id === requestId)
    const next = here === -1 ? inOrder.at(by === 1 ? 0 : -1) : inOrder[here + by]
    if (next) go(requestPath(next.id))
  }
  useCommand('next_conversation', () => step(1))
  useCommand('previous_conversation', () => step(-1))
  useCommand('back', requestId ? () => go(requestsPath) : undefined)

  return (
    <div className="flex h-dvh flex-col bg-ground">
      <TopBar me={me} inside={false} />
      <main className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] desktop:grid-cols-[28rem_minmax(0,1fr)]">
        <h1 className="sr-only">{`Dompet ${t('title')}`}</h1>
        <div className={classes(column, 'desktop:border-r', requestId !== null && 'hidden desktop:flex')}>
          <Loaded query={list} coming={t('loading')}>
            {({ waiting, ended }) => (
              <>
                <Section title={t('waiting')}>
                  <RequestRows label={t('waiting')} rows={waiting} chosen={requestId} none={t('none_waiting')} />
                </Section>
                <Section title={t('ended')}>
                  <RequestRows label={t('ended')} rows={ended} chosen={requestId} none={t('none_ended')} />
                </Section>
              </>
            )}
          </Loaded>
        </div>
        <section
          aria-label={t('title')}
          className={classes(column, 'bg-surface', requestId === null && 'hidden desktop:flex')}
        >
          {requestId ? (
            <RequestView key={requestId} requestId={requestId} known={chosen} isListRead={list.isSuccess} me={me} />
          ) : (
            <EmptyState title={t('none_chosen')}>{t('none_chosen_text')}</EmptyState>
          )}
        </section>
      </main>
    </div>
  )
}

const column = 'flex min-h-0 min-w-0 flex-col gap-6 overflow-y-auto border-line px-gutter py-4'
