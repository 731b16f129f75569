import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { listChats } from '../../../contract/chat.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { Notice } from '../../ui/parts/Notice.tsx'

/** While somebody waits for a person, or one is there, this is looked at again: nobody has to sit in the chat. */
const lookAgainMs = 10_000

/** A conversation that is going on, so that it can be left and found again. */
export function OpenChat() {
  const { t } = useWords('customer')
  const chats = useQuery({
    ...reading(listChats, {}),
    refetchInterval: (query) => (query.state.data?.cases.some(goesOn) ? lookAgainMs : false),
  })
  const chat = chats.data?.cases.find(goesOn)
  if (!chat?.session) return null
  const { agent, queue } = chat.session
  return (
    <Notice
      meaning="info"
      title={agent ? t('chat.with', { name: agent }) : t('home.in_line')}
      action={
        <Link
          to="/help/chat/$caseId"
          params={{ caseId: chat.id }}
          className="inline-flex min-h-target items-center font-strong text-accent underline underline-offset-4"
        >
          {t('home.open_chat')}
        </Link>
      }
    >
      {!agent && queue && t('home.in_line_place', { place: queue.place })}
    </Notice>
  )
}

function goesOn(chat: { session: { state: string } | null }): boolean {
  return chat.session?.state === 'waiting' || chat.session?.state === 'active'
}
