import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { type ChatCase, listChats } from '../../../contract/chat.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Dotted } from '../../ui/parts/Dotted.tsx'
import { List, RowContent, rowPressClass } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { formatWhen } from '../../ui/time.ts'
import { sayTopic } from './topics.ts'

const shownClosed = 5

/** Conversations of this customer: open ones and the latest that were closed. */
export function EarlierChats() {
  const { t } = useWords('customer')
  const chats = useQuery(reading(listChats, {}))
  const cases = chats.data?.cases ?? []
  const shown = [
    ...cases.filter((one) => one.state === 'open'),
    ...cases.filter((one) => one.state === 'closed').slice(0, shownClosed),
  ]
  if (shown.length === 0) return null
  return (
    <Section title={t('chats.title')}>
      <List label={t('chats.title')}>
        {shown.map((one) => (
          <ChatRow key={one.id} chat={one} />
        ))}
      </List>
    </Section>
  )
}

function ChatRow({ chat }: { chat: ChatCase }) {
  const { t, language } = useWords('customer')
  const waiting = chat.session?.state === 'waiting'
  return (
    <li>
      <Link to="/help/chat/$caseId" params={{ caseId: chat.id }} className={rowPressClass}>
        <RowContent
          title={sayTopic(t, chat.topic)}
          about={<Dotted parts={[chat.number, formatWhen(chat.openedAt, language, new Date())]} />}
          after={
            chat.state === 'closed' ? (
              <Badge>{t('chats.closed')}</Badge>
            ) : (
              <Badge meaning="info">{waiting ? t('chats.waiting') : t('chats.open')}</Badge>
            )
          }
        />
        <ChevronRight aria-hidden size="1.25rem" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
      </Link>
    </li>
  )
}
