import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { WallAgent, Wallboard, WallConversation } from '../../../contract/supervision.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Dotted } from '../../ui/parts/Dotted.tsx'
import { List, RowContent, rowClass, rowPressClass } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { formatElapsed } from '../../ui/time.ts'
import { useNow } from '../frame/clock.ts'
import { listenPath } from './supervision.ts'

const stateOrder: readonly WallAgent['state'][] = ['available', 'wrap_up', 'away', 'offline']

/** Everybody at the desk with what they have in hand; a conversation opens to be read along. */
export function Agents({ board: { agents, conversations } }: { board: Wallboard }) {
  const { t } = useWords('supervision')
  const ordered = agents.toSorted((a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state))
  return (
    <Section title={t('agents.title')}>
      {agents.length === 0 && <p>{t('agents.nobody')}</p>}
      {ordered.map((agent) => (
        <AgentPart
          key={agent.staffId}
          agent={agent}
          conversations={conversations.filter(({ staffId }) => staffId === agent.staffId)}
        />
      ))}
    </Section>
  )
}

function AgentPart({ agent, conversations }: { agent: WallAgent; conversations: WallConversation[] }) {
  const { t } = useWords('supervision')
  const now = useNow()
  const { state, reason, since } = agent
  const word = state === 'away' && reason ? t(`reason.${reason}`) : t(`state.${state}`)
  return (
    <List label={agent.name}>
      <li className={rowClass}>
        <RowContent
          title={<span className="text-17 wide:text-20">{agent.name}</span>}
          about={
            <span className="inline-flex items-center gap-2">
              {state === 'available' ? <Badge meaning="good">{word}</Badge> : <Badge>{word}</Badge>}
              {since && state !== 'offline' && <span className="figures">{formatElapsed(since, now)}</span>}
            </span>
          }
          after={
            <span className="figures text-20 font-bold wide:text-26">{`${agent.active} / ${agent.capacity}`}</span>
          }
          afterAbout={t('agents.in_hand')}
        />
      </li>
      {conversations.map((one) => (
        <ConversationLine key={one.caseId} conversation={one} now={now} />
      ))}
    </List>
  )
}

function ConversationLine({ conversation, now }: { conversation: WallConversation; now: Date }) {
  const { t } = useWords('supervision')
  const desk = useWords('desk')
  const { caseId, number, topic, priority, waitingSince } = conversation
  const subject = desk.t(`topic.${topic}`)
  return (
    <li>
      <Link to={listenPath(caseId) as never} className={rowPressClass}>
        <RowContent
          title={<span className="figures whitespace-nowrap">{number}</span>}
          about={
            <Dotted
              parts={priority === 'ordinary' || priority === topic ? [subject] : [subject, t(`priority.${priority}`)]}
            />
          }
          after={waitingSince && <span className="figures">{formatElapsed(waitingSince, now)}</span>}
          afterAbout={waitingSince ? t('agents.customer_waits') : t('agents.answered')}
        />
        <ChevronRight aria-hidden size="1.25rem" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
      </Link>
    </li>
  )
}
