import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useCallback, useEffect } from 'react'
import { type ChatCase, readChat } from '../../../contract/chat.ts'
import { satisfactionOfCustomer } from '../../../contract/satisfaction.ts'
import { moveDraft } from '../../ui/chat/draft.ts'
import { movePictures } from '../../ui/chat/kept-pictures.ts'
import { QueuePlace } from '../../ui/chat/QueuePlace.tsx'
import { Satisfaction } from '../../ui/chat/Satisfaction.tsx'
import { Timeline, TypingLine } from '../../ui/chat/Timeline.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { useLineCut, useLive, useLiveCase } from '../../ui/net/useLive.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { useOnline } from '../../ui/parts/OfflineBar.tsx'
import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'
import { useBack, useScreenTitle } from '../app/Screen.tsx'
import { AboutPayment } from './AboutPayment.tsx'
import { ChatEvents } from './ChatEvents.tsx'
import { awaitsCode, ConfirmCode } from './ConfirmCode.tsx'
import { LaterChosen, LaterOffer } from './LaterOffer.tsx'
import { LeaveQueue } from './LeaveQueue.tsx'
import { sayTopic } from './topics.ts'
import { WriteMessage } from './WriteMessage.tsx'

/** A conversation with a person. It survives any number of dropped connections: nothing lost, nothing twice. */
export function Chat() {
  const { caseId } = useParams({ from: '/gate/help/chat/$caseId' })
  return <CaseChat key={caseId} caseId={caseId} />
}

function CaseChat({ caseId }: { caseId: string }) {
  const { t } = useWords('customer')
  const chat = useQuery(reading(readChat, { params: { caseId } }))
  const live = useLiveCase(caseId)
  const connection = useLive()
  const { lastSeq, refusal } = live
  const changes = live.events.filter((event) => event.kind !== 'message').length
  const { refetch } = chat

  // The state of the case is read again when something other than a message happened.
  useEffect(() => {
    if (changes > 0) refetch()
  }, [changes, refetch])

  // Two conversations about one problem were joined: it goes on in the other.
  const navigate = useNavigate()
  const goesOnIn = chat.data?.mergedInto
  useEffect(() => {
    if (!goesOnIn) return
    moveDraft(caseId, goesOnIn)
    movePictures(caseId, goesOnIn)
    void navigate({ to: '/help/chat/$caseId', params: { caseId: goesOnIn }, replace: true })
  }, [caseId, goesOnIn, navigate])

  const onSeen = useCallback(() => {
    if (lastSeq > 0) connection.seen(caseId, lastSeq)
  }, [connection, caseId, lastSeq])

  const closed = chat.data?.state === 'closed'
  const agent = closed ? null : (live.agent ?? chat.data?.session?.agent ?? null)
  const session = chat.data?.session
  const later = session?.state === 'waiting' && session.channel !== 'chat' ? session.channel : null
  const queue = agent || closed || later ? null : (live.queue ?? session?.queue ?? null)

  return (
    <ChatPage chat={chat.data} agent={agent}>
      {chat.data?.paymentId && <AboutPayment paymentId={chat.data.paymentId} />}
      {queue && (
        <div className="flex flex-col px-gutter pt-2">
          <QueuePlace {...queue} />
          {queue.later && <LaterOffer caseId={caseId} />}
          <LeaveQueue caseId={caseId} />
        </div>
      )}
      {later && !agent && (
        <div className="flex flex-col px-gutter pt-2">
          <LaterChosen how={later} />
          <LeaveQueue caseId={caseId} />
        </div>
      )}
      {chat.error && !chat.data ? (
        <div className="flex-1 px-gutter">
          <ErrorState error={chat.error} onRetry={() => refetch()} />
        </div>
      ) : live.caughtUp || live.events.length > 0 || live.outgoing.length > 0 ? (
        <Timeline label={t('chat.messages')} newest={`${lastSeq}/${live.outgoing.length}`} onSeen={onSeen}>
          <ChatEvents
            live={live}
            hasWritten={live.events.some((event) => event.author.kind === 'customer' && event.kind === 'message')}
          />
        </Timeline>
      ) : (
        <div className="flex-1 px-gutter pt-4">
          {refusal ? <ErrorState error={refusal} onRetry={() => connection.followAgain(caseId)} /> : <ChatWaiting />}
        </div>
      )}
      {awaitsCode(live.events, new Date()) && <ConfirmCode caseId={caseId} />}
      <TypingLine name={live.typing} />
      {closed && <Satisfaction caseId={caseId} routes={satisfactionOfCustomer} />}
      <WriteMessage caseId={caseId} closed={closed} />
    </ChatPage>
  )
}

type ChatPageProps = { chat: ChatCase | undefined; agent: string | null; children: React.ReactNode }

/** The whole height of the window: who is there above, the words between, the writing below. */
function ChatPage({ chat, agent, children }: ChatPageProps) {
  const { t } = useWords('customer')
  const online = useOnline()
  const cut = useLineCut()
  const back = useBack('/help')
  const title = agent ? t('chat.with', { name: agent }) : t('chat.title')
  const ref = useScreenTitle(title, 'chat')
  return (
    <div ref={ref} className="mx-auto flex h-dvh w-full max-w-140 flex-col desktop:border-x desktop:border-line">
      <header className="flex min-h-16 items-center gap-2 border-b border-line bg-surface px-gutter py-1">
        <button
          type="button"
          onClick={back}
          className="moves -ml-3 inline-flex min-h-target items-center gap-1.5 rounded-full px-3 text-15 font-strong text-ink-soft hover:bg-sunk"
        >
          <ArrowLeft aria-hidden size="1.375rem" strokeWidth={1.75} />
          {t('chat.back')}
        </button>
        <div className="min-w-0 flex-1">
          <h1 className="truncate text-17 font-bold">{title}</h1>
          {chat && (
            <p className="truncate text-13 text-ink-soft">
              {sayTopic(t, chat.topic)} · {chat.number}
            </p>
          )}
        </div>
      </header>
      <div role="status" className="empty:hidden">
        {(!online || cut) && (
          <p className="bg-warn-soft px-gutter py-2 text-15">{t(online ? 'chat.reconnecting' : 'chat.offline')}</p>
        )}
      </div>
      <main className="flex min-h-0 flex-1 flex-col">{children}</main>
    </div>
  )
}

function ChatWaiting() {
  const { t } = useWords('customer')
  return (
    <Waiting words={t('chat.loading')}>
      <div className="flex flex-col gap-3">
        <Skeleton className="h-14 w-3/5 rounded-card" />
        <Skeleton className="h-10 w-2/5 self-end rounded-card" />
        <Skeleton className="h-14 w-1/2 rounded-card" />
      </div>
    </Waiting>
  )
}
