import type { TimelineEvent } from '../../../contract/chat.ts'
import { Bubble } from '../../ui/chat/Bubble.tsx'
import { quietDays } from '../../ui/chat/quiet.ts'
import { TimelineMark } from '../../ui/chat/Timeline.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import type { Outgoing } from '../../ui/net/outbox.ts'
import type { LiveCase } from '../../ui/net/socket.ts'
import { useLive } from '../../ui/net/useLive.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { explainRefusal } from '../../ui/refusal/explain.ts'
import { formatDay, formatTime } from '../../ui/time.ts'
import { ChatPictures } from './ChatPictures.tsx'

/** What was said and what happened, then what is still on its way. */
export function ChatEvents({ live, hasWritten }: { live: LiveCase; hasWritten: boolean }) {
  const { t, language } = useWords('customer')
  const shown = live.events.filter((event) => event.kind !== 'hidden' && event.kind !== 'note')
  const now = new Date()
  return (
    <>
      {shown.map((event, place) => {
        const day = formatDay(event.at, language, now)
        const before = shown[place - 1]
        const newDay = !before || formatDay(before.at, language, now) !== day
        return (
          <EventPart
            key={event.seq}
            event={event}
            day={newDay ? day : null}
            followsSame={!newDay && before?.kind === 'message' && before.author.name === event.author.name}
            seen={event.seq <= live.seen.agent}
          />
        )
      })}
      {!hasWritten && live.outgoing.length === 0 && <li className="text-15 text-ink-soft">{t('chat.write_first')}</li>}
      {live.outgoing.map((message) => (
        <UnsentMessage key={message.clientId} message={message} />
      ))}
    </>
  )
}

type EventPartProps = { event: TimelineEvent; day: string | null; followsSame: boolean; seen: boolean }

function EventPart({ event, day, followsSame, seen }: EventPartProps) {
  const { language } = useWords()
  const own = event.author.kind === 'customer'
  return (
    <>
      {day && <TimelineMark>{day}</TimelineMark>}
      {event.kind === 'message' ? (
        <Bubble
          side={own ? 'own' : 'other'}
          author={own || followsSame ? undefined : event.author.name}
          time={formatTime(event.at, language)}
          delivery={own ? (seen ? 'seen' : 'sent') : undefined}
          pictures={event.files.length > 0 && <ChatPictures files={event.files} />}
        >
          {event.text}
        </Bubble>
      ) : (
        <Happening event={event} />
      )}
    </>
  )
}

const knownActions = [
  'freeze',
  'unfreeze',
  'unlock_pin',
  'unlock_signin',
  'left_queue',
  'closing_soon',
  'answer_later',
  'call_back_asked',
  'send_code',
  'code_confirmed',
  'raise_limit',
  'raise_limit_asked',
  'raise_limit_rejected',
  'merged_from',
  'joined_guest',
  'merged_into',
  'split_from',
  'split_to',
  'money_paid',
  'money_received',
  'money_settled',
  'money_refused',
  'money_reversed',
] as const
type KnownAction = (typeof knownActions)[number]
const isKnown = (action: string | null): action is KnownAction =>
  (knownActions as readonly (string | null)[]).includes(action)

/** What happened, in one line: who came, what was done, that it was closed. */
function Happening({ event }: { event: TimelineEvent }) {
  const { t } = useWords('customer')
  const name = event.author.name
  switch (event.kind) {
    case 'opened':
    case 'queued':
    case 'reopened':
      return <TimelineMark>{t(`event.${event.kind}`)}</TimelineMark>
    case 'released':
      // Nobody passed it on: the agent vanished, and the desk did it.
      return (
        <TimelineMark>
          {t(event.author.kind === 'system' ? 'event.agent_lost' : 'event.released', { name })}
        </TimelineMark>
      )
    case 'claimed':
      return <TimelineMark>{t('event.claimed', { name })}</TimelineMark>
    case 'closed': {
      const days = quietDays(event)
      if (days === null) return <TimelineMark>{t('event.closed', { name })}</TimelineMark>
      const how = event.action === 'solved' ? 'closed_solved' : 'closed_quiet'
      return <TimelineMark>{t(`event.${how}`, { count: days })}</TimelineMark>
    }
    case 'action':
      return isKnown(event.action) ? (
        <TimelineMark>{t(`event.${event.action}`, { name, number: event.text ?? '' })}</TimelineMark>
      ) : null
    default:
      return null
  }
}

/** Written here and not yet acknowledged; sent again by itself, or, where it was refused, as the customer decides. */
function UnsentMessage({ message }: { message: Outgoing }) {
  const { t, language } = useWords('customer')
  const refusals = useWords('refusals')
  const live = useLive()
  const why = message.refusal && explainRefusal(refusals, message.refusal)
  return (
    <Bubble
      side="own"
      time={formatTime(message.at, language)}
      delivery={message.refusal ? 'not_sent' : 'sending'}
      pictures={message.fileIds.length > 0 && <ChatPictures files={message.fileIds.map((id) => ({ id, name: '' }))} />}
      actions={
        why && (
          <span className="flex flex-col items-end gap-1">
            <span className="text-13 text-ink-soft">{why.why}</span>
            <span className="flex gap-1">
              <Button tone="plain" onClick={() => live.takeBack(message.clientId)}>
                {t('chat.take_back')}
              </Button>
              <Button tone="plain" onClick={() => live.sendAgain(message.clientId)}>
                {t('chat.send_again')}
              </Button>
            </span>
          </span>
        )
      }
    >
      {message.text}
    </Bubble>
  )
}
