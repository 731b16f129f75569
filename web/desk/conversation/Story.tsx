import { useEffect, useRef } from 'react'
import type { TimelineEvent } from '../../../contract/chat.ts'
import type { Staff } from '../../../contract/identity.ts'
import { Bubble } from '../../ui/chat/Bubble.tsx'
import { Timeline, TimelineMark, TypingLine } from '../../ui/chat/Timeline.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import type { Outgoing } from '../../ui/net/outbox.ts'
import type { LiveCase } from '../../ui/net/socket.ts'
import { useLive } from '../../ui/net/useLive.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'
import { explainRefusal } from '../../ui/refusal/explain.ts'
import { formatDay, formatTime } from '../../ui/time.ts'
import { markSeen } from '../inbox/seen.ts'
import { useCommand } from '../keys/keyboard.ts'
import { Problem } from '../parts/Problem.tsx'
import { Entry } from './Entry.tsx'
import { agentAt } from './whispers.ts'

/** So close after another entry of the same person an entry needs no name. */
const sameBreathMs = 5 * 60_000

function followsOn(event: TimelineEvent, before: TimelineEvent | undefined): boolean {
  return (
    before?.kind === event.kind &&
    before.author.name === event.author.name &&
    Date.parse(event.at) - Date.parse(before.at) < sameBreathMs
  )
}

type StoryProps = {
  caseId: string
  me: Staff
  live: LiveCase
  label: string
  head: React.ReactNode
  /** Whether the customer is told that it was read: not by who only reads along. */
  tellsSeen?: boolean
}

/** The timeline of a case: everything that was said and done, in the order of its numbers. */
export function Story({ caseId, me, live, label, head, tellsSeen = true }: StoryProps) {
  const { t, language } = useWords('desk')
  const connection = useLive()
  const now = new Date()
  const box = useRef<HTMLDivElement>(null)
  const { events, outgoing, lastSeq, caughtUp, refusal, seen, typing } = live
  const shown = events.filter((event) => event.kind !== 'hidden')
  const lastOwn = shown.findLast((event) => event.kind === 'message' && event.author.kind === 'agent')?.seq

  function read() {
    if (!caughtUp) return
    markSeen(me.id, caseId, lastSeq)
    if (tellsSeen && seen.agent < lastSeq) connection.seen(caseId, lastSeq)
  }
  useReadOnReturn(read)
  useCommand('go_latest', () => {
    const log = box.current?.querySelector<HTMLElement>('[role="log"]')
    log?.scrollTo({ top: log.scrollHeight })
    log?.focus()
  })

  if (refusal) {
    return (
      <div className="flex-1 p-4">
        <Problem error={refusal} onRetry={() => connection.followAgain(caseId)} />
      </div>
    )
  }
  if (!caughtUp && events.length === 0) return <StorySkeleton />
  return (
    <div ref={box} className="flex min-h-0 flex-1 flex-col">
      <Timeline label={label} newest={`${lastSeq}.${outgoing.length}.${caughtUp}`} onSeen={read}>
        {head}
        {shown.map((event, index) => {
          const before = shown[index - 1]
          const day = formatDay(event.at, language, now)
          return [
            (!before || formatDay(before.at, language, now) !== day) && (
              <TimelineMark key={`day ${event.seq}`}>{day}</TimelineMark>
            ),
            <Entry
              key={event.seq}
              event={event}
              follows={followsOn(event, before)}
              me={me.name}
              agent={event.action === 'whisper' ? agentAt(events, event.seq) : null}
              delivery={event.seq === lastOwn ? (seen.customer >= event.seq ? 'seen' : 'sent') : undefined}
            />,
          ]
        })}
        {outgoing.map((message) => (
          <Unsent key={message.clientId} message={message} />
        ))}
        {shown.length === 0 && <li className="text-ink-soft">{t('conversation.empty')}</li>}
      </Timeline>
      <TypingLine name={typing} />
    </div>
  )
}

/** What came while the window was away counts as read when the agent is back. */
function useReadOnReturn(read: () => void): void {
  const latest = useRef(read)
  useEffect(() => {
    latest.current = read
  })
  useEffect(() => {
    const look = () => document.visibilityState === 'visible' && latest.current()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
}

function Unsent({ message }: { message: Outgoing }) {
  const { t, language } = useWords('desk')
  const words = useWords('refusals')
  const live = useLive()
  const { clientId, text, fileIds, at, refusal } = message
  const why = refusal && explainRefusal(words, refusal)
  return (
    <Bubble
      side="own"
      time={formatTime(at, language)}
      delivery={refusal ? 'not_sent' : 'sending'}
      actions={
        why && (
          <div className="flex flex-col items-end gap-1">
            <p className="max-w-prose text-13 text-ink-soft">
              {why.what} {why.why}
            </p>
            <span className="flex gap-1">
              <Button tone="plain" onClick={() => live.sendAgain(clientId)}>
                {t('conversation.send_again')}
              </Button>
              <Button tone="plain" onClick={() => live.takeBack(clientId)}>
                {t('conversation.take_back')}
              </Button>
            </span>
          </div>
        )
      }
    >
      {text || t('conversation.pictures', { count: fileIds.length })}
    </Bubble>
  )
}

function StorySkeleton() {
  return (
    <div className="flex-1 p-4">
      <Waiting>
        <div className="flex flex-col gap-4">
          <Skeleton className="h-16 w-3/5 rounded-card" />
          <Skeleton className="h-10 w-2/5 self-end rounded-card" />
          <Skeleton className="h-24 w-1/2 rounded-card" />
        </div>
      </Waiting>
    </div>
  )
}
