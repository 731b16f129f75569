import {
  DoorOpen,
  Ear,
  Hourglass,
  type LucideIcon,
  MessageCircle,
  MessageSquareReply,
  Phone,
  RotateCcw,
  ShieldCheck,
  Unplug,
  UserRoundCheck,
  UserRoundMinus,
} from 'lucide-react'
import type { TimelineEvent } from '../../../contract/chat.ts'
import { Bubble, type Delivery } from '../../ui/chat/Bubble.tsx'
import { quietDays } from '../../ui/chat/quiet.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatTime } from '../../ui/time.ts'
import { CaseDeed, isCaseDeed } from '../case/CaseDeed.tsx'
import { actionIcons } from '../customer/actions.ts'
import { Pictures } from './Pictures.tsx'

type EntryProps = {
  event: TimelineEvent
  /** The entry before it came from the same person a moment ago: the name need not be said again. */
  follows: boolean
  delivery?: Delivery | undefined
  /** For a whisper: who had the conversation then, and the reader's name. */
  agent?: string | null
  me: string
}

/** One entry of the timeline: somebody said something, or something happened. */
export function Entry({ event, follows, delivery, agent, me }: EntryProps) {
  const { t, language } = useWords('desk')
  const time = formatTime(event.at, language)
  switch (event.kind) {
    case 'hidden':
      return null
    case 'message':
    case 'note':
      if (event.action === 'listen') return <Happening event={event} kind="listen" time={time} />
      if (event.action === 'whisper') return <Whisper event={event} agent={agent ?? null} me={me} time={time} />
      return (
        <Bubble
          side={event.kind === 'note' ? 'note' : event.author.kind === 'customer' ? 'other' : 'own'}
          author={
            event.action === 'hand_over'
              ? t('hand_over.by', { name: event.author.name })
              : follows
                ? undefined
                : event.author.name
          }
          time={time}
          delivery={delivery}
          pictures={event.files.length > 0 && <Pictures files={event.files} />}
        >
          {event.text}
        </Bubble>
      )
    case 'action':
      if (isWaitingDeed(event.action)) return <Happening event={event} kind={event.action} time={time} />
      if (isCaseDeed(event)) return <CaseDeed event={event} time={time} />
      return <ActionEntry event={event} time={time} />
    case 'released':
      return <Happening event={event} kind={event.author.kind === 'system' ? 'agent_lost' : 'released'} time={time} />
    default:
      return <Happening event={event} kind={event.kind} time={time} />
  }
}

type WhisperProps = { event: TimelineEvent; agent: string | null; me: string; time: string }

/** A supervisor's word to the agent, set apart from what is said and from ordinary notes. */
function Whisper({ event, agent, me, time }: WhisperProps) {
  const { t } = useWords('desk')
  const { name } = event.author
  return (
    <li className="flex items-start gap-3 self-end rounded-input border border-dashed border-info bg-info-soft px-3.5 py-2.5">
      <Ear aria-hidden size="1.25rem" strokeWidth={1.75} className="mt-0.5 shrink-0 text-info" />
      <span className="min-w-0 flex-1">
        <span className="block font-strong">
          {agent === null
            ? t('whisper.by', { name })
            : agent === me
              ? t('whisper.to_you', { name })
              : t('whisper.to', { name, agent })}
        </span>
        <span className="block wrap-anywhere whitespace-pre-wrap">{event.text}</span>
        <span className="block text-13 text-ink-soft">{t('whisper.about')}</span>
      </span>
      <span className="figures mt-1 shrink-0 text-13 text-ink-soft">{time}</span>
    </li>
  )
}

/** What the customer did about waiting. */
const waitingDeeds = ['left_queue', 'answer_later', 'call_back_asked'] as const
type WaitingDeed = (typeof waitingDeeds)[number]
const isWaitingDeed = (action: string | null): action is WaitingDeed =>
  (waitingDeeds as readonly (string | null)[]).includes(action)

type HappeningKind =
  | Exclude<TimelineEvent['kind'], 'message' | 'note' | 'action' | 'hidden'>
  | WaitingDeed
  | 'agent_lost'
  | 'listen'

const icons: Record<HappeningKind, LucideIcon> = {
  opened: MessageCircle,
  queued: Hourglass,
  claimed: UserRoundCheck,
  released: UserRoundMinus,
  closed: DoorOpen,
  reopened: RotateCcw,
  left_queue: UserRoundMinus,
  answer_later: MessageSquareReply,
  call_back_asked: Phone,
  agent_lost: Unplug,
  listen: Ear,
}

/** What happened, in one quiet line. */
function Happening({ event, kind, time }: { event: TimelineEvent; kind: HappeningKind; time: string }) {
  const { t } = useWords('desk')
  const Icon = icons[kind]
  const quiet = quietDays(event)
  return (
    <li className="flex items-center gap-2 py-0.5 text-13 text-ink-soft">
      <Icon aria-hidden size="1.25em" strokeWidth={1.75} className="shrink-0" />
      <span className="min-w-0">
        {quiet === null
          ? t(`happened.${kind}`, { name: event.author.name })
          : t('happened.closed_quiet', { count: quiet })}
        {kind === 'closed' && event.action && <span>: {outcomeWords(event.action, t)}</span>}
      </span>
      <span className="figures shrink-0">{time}</span>
    </li>
  )
}

const outcomes = ['solved', 'not_solved', 'no_answer'] as const

function outcomeWords(action: string, t: ReturnType<typeof useWords<'desk'>>['t']): string {
  const outcome = outcomes.find((one) => one === action)
  return outcome ? t(`close.${outcome}`) : action
}

/** Something that was done to the account: never to be overlooked, with its reason. */
function ActionEntry({ event, time }: { event: TimelineEvent; time: string }) {
  const { t } = useWords('desk')
  const action = event.action ?? ''
  const Icon = actionIcons[action] ?? ShieldCheck
  return (
    <li className="flex items-start gap-3 rounded-input border border-line bg-surface px-3.5 py-2.5">
      <Icon aria-hidden size="1.25rem" strokeWidth={1.75} className="mt-0.5 shrink-0 text-accent" />
      <span className="min-w-0 flex-1">
        <span className="font-strong">
          {t(`did.${action}` as 'did.freeze', { name: event.author.name, defaultValue: action })}
        </span>
        {event.text && <span className="block text-13 text-ink-soft">{t('did.reason', { reason: event.text })}</span>}
      </span>
      <span className="figures mt-1 shrink-0 text-13 text-ink-soft">{time}</span>
    </li>
  )
}
