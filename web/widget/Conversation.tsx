import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import type { TimelineEvent } from '../../contract/chat.ts'
import {
  endGuest,
  type Guest,
  leaveGuestQueue,
  maximumGuestMessageCharacters,
  readGuest,
} from '../../contract/guest.ts'
import { satisfactionOfGuest } from '../../contract/satisfaction.ts'
import { Bubble } from '../ui/chat/Bubble.tsx'
import { Composer } from '../ui/chat/Composer.tsx'
import { useDraft } from '../ui/chat/draft.ts'
import { QueuePlace } from '../ui/chat/QueuePlace.tsx'
import { quietDays } from '../ui/chat/quiet.ts'
import { Satisfaction } from '../ui/chat/Satisfaction.tsx'
import { Timeline, TimelineMark, TypingLine } from '../ui/chat/Timeline.tsx'
import { useWords } from '../ui/i18n/setup.ts'
import { call } from '../ui/net/api.ts'
import { keyOf } from '../ui/net/query.ts'
import type { Live, LiveCase } from '../ui/net/socket.ts'
import { useLineCut, useLiveCase } from '../ui/net/useLive.tsx'
import { Button } from '../ui/parts/Button.tsx'
import { explainRefusal } from '../ui/refusal/explain.ts'
import { explainable } from '../ui/refusal/explainable.ts'
import { formatTime } from '../ui/time.ts'

type ConversationProps = { live: Live; guest: Guest; caseId: string; onLeft: () => void }

/** The words between a visitor and an agent; nothing is lost when the connection drops. */
export function Conversation({ live, guest, caseId, onLeft }: ConversationProps) {
  const { t } = useWords('widget')
  const queries = useQueryClient()
  const now = useLiveCase(caseId)
  const cut = useLineCut()
  const { text, setText } = useDraft(caseId)
  const { lastSeq } = now
  const changes = now.events.filter((event) => event.kind !== 'message').length
  useEffect(() => {
    if (changes > 0) void queries.invalidateQueries({ queryKey: keyOf(readGuest) })
  }, [changes, queries])
  const onSeen = useCallback(() => void (lastSeq > 0 && live.seen(caseId, lastSeq)), [live, caseId, lastSeq])
  const leaving = useMutation({
    mutationFn: () => call(leaveGuestQueue, { params: { caseId }, body: {} }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: keyOf(readGuest) }),
  })
  const forgetting = useMutation({
    mutationFn: () => call(endGuest, {}),
    onSuccess: () => {
      queries.removeQueries({ queryKey: keyOf(readGuest) })
      onLeft()
    },
  })
  const closed = guest.chat?.state === 'closed'
  const session = guest.chat?.session
  const queue = closed || now.agent || session?.state !== 'waiting' ? null : (now.queue ?? session.queue)

  return (
    <>
      <p role="status" className="bg-warn-soft px-gutter py-2 text-15 empty:hidden">
        {cut && t('chat.reconnecting')}
      </p>
      {queue && (
        <div className="flex flex-col px-gutter pt-2">
          <QueuePlace {...queue} />
          <Button
            tone="plain"
            className="self-start text-15"
            busy={leaving.isPending ? t('chat.leaving') : undefined}
            onClick={() => leaving.mutate()}
          >
            {t('chat.leave')}
          </Button>
          <NotDone error={leaving.error} />
        </div>
      )}
      <Timeline label={t('chat.messages')} newest={`${lastSeq}/${now.outgoing.length}`} onSeen={onSeen}>
        <Entries live={live} now={now} />
      </Timeline>
      <TypingLine name={now.typing} />
      {closed && <Satisfaction caseId={caseId} routes={satisfactionOfGuest} />}
      <Composer
        text={text}
        limit={maximumGuestMessageCharacters}
        onText={(next) => {
          setText(next)
          if (next) live.typing(caseId)
        }}
        onSend={() => {
          live.send(caseId, text.trim())
          setText('')
        }}
        foot={
          closed && (
            <div className="flex flex-wrap items-center gap-x-2 text-15 text-ink-soft">
              <span>{t('chat.closed')}</span>
              <Button
                tone="plain"
                busy={forgetting.isPending ? t('chat.forgetting') : undefined}
                onClick={() => forgetting.mutate()}
              >
                {t('chat.forget')}
              </Button>
              <NotDone error={forgetting.error} />
            </div>
          )
        }
      />
    </>
  )
}

/** Why something was not done, in one line. */
function NotDone({ error }: { error: unknown }) {
  const refusals = useWords('refusals')
  return (
    <p role="status" className="pb-2 text-15 text-bad empty:hidden">
      {error != null && explainRefusal(refusals, explainable(error)).why}
    </p>
  )
}

function Entries({ live, now }: { live: Live; now: LiveCase }) {
  const { t, language } = useWords('widget')
  const refusals = useWords('refusals')
  const written = now.outgoing.length > 0 || now.events.some((event) => event.kind === 'message')
  return (
    <>
      {now.events.map((event) => (
        <Entry key={event.seq} event={event} seen={event.seq <= now.seen.agent} />
      ))}
      {!written && <li className="text-15 text-ink-soft">{t('chat.write_first')}</li>}
      {now.outgoing.map((message) => (
        <Bubble
          key={message.clientId}
          side="own"
          time={formatTime(message.at, language)}
          delivery={message.refusal ? 'not_sent' : 'sending'}
          actions={
            message.refusal && (
              <span className="flex flex-col items-end gap-1">
                <span className="text-13 text-ink-soft">{explainRefusal(refusals, message.refusal).why}</span>
                <Button tone="plain" onClick={() => live.sendAgain(message.clientId)}>
                  {t('chat.send_again')}
                </Button>
              </span>
            )
          }
        >
          {message.text}
        </Bubble>
      ))}
    </>
  )
}

function Entry({ event, seen }: { event: TimelineEvent; seen: boolean }) {
  const { t, language } = useWords('widget')
  const own = event.author.kind === 'customer'
  const { name } = event.author
  if (event.kind === 'message')
    return (
      <Bubble
        side={own ? 'own' : 'other'}
        author={own ? undefined : name}
        time={formatTime(event.at, language)}
        delivery={own ? (seen ? 'seen' : 'sent') : undefined}
      >
        {event.text}
      </Bubble>
    )
  const days = quietDays(event)
  if (days !== null) {
    const how = event.action === 'solved' ? 'closed_solved' : 'closed_quiet'
    return <TimelineMark>{t(`event.${how}`, { count: days })}</TimelineMark>
  }
  if (event.action === 'closing_soon') return <TimelineMark>{t('event.closing_soon')}</TimelineMark>
  if (event.kind === 'queued' || event.kind === 'claimed' || event.kind === 'closed')
    return <TimelineMark>{t(`event.${event.kind}`, { name })}</TimelineMark>
  return null
}
