import { useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { Staff } from '../../../contract/identity.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { liveAddress, openLive } from '../../ui/net/socket.ts'
import { LiveProvider } from '../../ui/net/useLive.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { Conversation } from '../conversation/Conversation.tsx'
import { CustomerColumn } from '../customer/CustomerColumn.tsx'
import { Inbox } from '../inbox/Inbox.tsx'
import { News } from '../inbox/News.tsx'
import { useCommand, useKeyboard } from '../keys/keyboard.ts'
import { useMe } from './me.ts'
import { NoConversations } from './NoConversations.tsx'
import { NothingOpen } from './NothingOpen.tsx'
import { type PageName, pageAt } from './pages.ts'
import { backFrom, useGo, usePlace } from './place.ts'
import { TopBar } from './TopBar.tsx'

/** Each fetched by those who may be there, and by nobody else. */
const pages = {
  supervision: lazy(() => import('../supervision/Supervision.tsx').then((part) => ({ default: part.Supervision }))),
  reconciliation: lazy(() =>
    import('../reconciliation/Reconciliation.tsx').then((part) => ({ default: part.Reconciliation })),
  ),
  directory: lazy(() => import('../directory/Directory.tsx').then((part) => ({ default: part.Directory }))),
  help: lazy(() => import('../knowledge/Knowledge.tsx').then((part) => ({ default: part.Knowledge }))),
  settings: lazy(() => import('../settings/Settings.tsx').then((part) => ({ default: part.Settings }))),
  macros: lazy(() => import('../conversation/MacroEditor.tsx').then((part) => ({ default: part.MacroEditor }))),
  customers: lazy(() => import('../customer/LookUp.tsx').then((part) => ({ default: part.LookUp }))),
  requests: lazy(() => import('../requests/RequestDesk.tsx').then((part) => ({ default: part.RequestDesk }))),
  webhooks: lazy(() => import('../webhooks/Webhooks.tsx').then((part) => ({ default: part.Webhooks }))),
  reviews: lazy(() => import('../supervision/OwnReviews.tsx').then((part) => ({ default: part.OwnReviews }))),
} satisfies Record<PageName, unknown>

/** The working place: inbox, conversation, customer. On a narrow screen one of them at a time. */
export function Workplace() {
  const me = useMe().data
  const [live] = useState(() => openLive({ url: liveAddress() }))
  useEffect(() => () => live.leave(), [live])
  useKeyboard()
  const path = useRouterState({ select: (state) => state.location.pathname })
  if (!me) return null
  const answers = me.permissions.includes('case.work')
  const page = pageAt(me, path)
  const Page = page && pages[page]
  return (
    <LiveProvider live={live}>
      {Page ? (
        <Suspense>
          <Page me={me} />
        </Suspense>
      ) : answers ? (
        <>
          <News />
          <Columns me={me} />
        </>
      ) : (
        <NoConversations me={me} />
      )}
    </LiveProvider>
  )
}

function Columns({ me }: { me: Staff }) {
  const { t } = useWords('desk')
  const place = usePlace()
  const go = useGo()
  useCommand('back', place.column === 'inbox' ? undefined : () => go(backFrom(place)))
  const { caseId, column } = place
  const seen = (own: typeof column) => column !== own && 'hidden desktop:flex'
  return (
    <div className="flex h-dvh flex-col bg-ground">
      <TopBar me={me} inside={column !== 'inbox'} />
      <main className={classes(grid, caseId ? threeColumns : twoColumns)}>
        <h1 className="sr-only">{`Dompet ${t('desk')}`}</h1>
        <nav aria-label={t('inbox.title')} className={classes(columnClass, 'desktop:border-r', seen('inbox'))}>
          <Inbox caseId={caseId} />
        </nav>
        <section
          aria-label={t('conversation.title')}
          className={classes(columnClass, caseId ? seen('conversation') : 'hidden desktop:flex')}
        >
          {caseId ? <Conversation key={caseId} caseId={caseId} me={me} /> : <NothingOpen />}
        </section>
        {caseId && (
          <aside
            aria-label={t('customer.title')}
            className={classes(columnClass, 'bg-surface desktop:border-l', seen('customer'))}
          >
            <CustomerColumn key={caseId} caseId={caseId} paymentId={place.paymentId} />
          </aside>
        )}
      </main>
    </div>
  )
}

const grid = 'relative grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)]'
const twoColumns = 'desktop:grid-cols-[18.5rem_minmax(0,1fr)] wide:grid-cols-[22rem_minmax(0,1fr)]'
const threeColumns = 'desktop:grid-cols-[18.5rem_minmax(0,1fr)_23rem] wide:grid-cols-[22rem_minmax(0,1fr)_27rem]'
const columnClass = 'flex min-h-0 min-w-0 flex-col border-line'
