import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { listChats, maximumMessageCharacters, openChat } from '../../../contract/chat.ts'
import { leaveDraft, useDraft } from '../../ui/chat/draft.ts'
import { fits } from '../../ui/fields/room.ts'
import { TextArea } from '../../ui/fields/TextArea.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { reading } from '../../ui/net/query.ts'
import { useLive } from '../../ui/net/useLive.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { List, ListRow, RowContent, rowPressClass } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'
import { PictureLetter } from '../../ui/pictures/Letter.tsx'
import { Screen } from '../app/Screen.tsx'
import { useMe } from '../session/me.ts'
import { Perhaps } from './Perhaps.tsx'
import { sayTopic, type Topic, topics } from './topics.ts'

/** To a person: go on with an open conversation, or say in one tap what it is about, after a few words if one likes. From a transaction it opens at once. */
export function NewChat() {
  const { t } = useWords('customer')
  const { payment } = useSearch({ from: '/gate/help/chat' })
  const navigate = useNavigate()
  const asked = useRef(false)
  const { text, setText } = useDraft(`new.${useMe().data?.id}`)
  const live = useLive()
  const opening = useMutation({
    mutationFn: (topic: Topic) => call(openChat, { body: { topic, ...(payment ? { paymentId: payment } : {}) } }),
    onSuccess: ({ id }) => {
      // Too long for one message: the conversation opens all the same, and the words wait there to be shortened.
      if (!fits(text, maximumMessageCharacters)) leaveDraft(id, text)
      else if (text.trim()) live.send(id, text.trim())
      setText('')
      navigate({ to: '/help/chat/$caseId', params: { caseId: id }, replace: true })
    },
  })
  const { mutate } = opening

  useEffect(() => {
    if (!payment || asked.current) return
    asked.current = true
    mutate('payment')
  }, [payment, mutate])

  return (
    <Screen title={t('help.person')} backTo="/help">
      {opening.error ? (
        <ErrorState error={opening.error} onRetry={() => mutate(opening.variables ?? 'other')} />
      ) : payment || opening.isPending || opening.isSuccess ? (
        <Waiting words={t('chat.opening')}>
          <div className="flex flex-col gap-3">
            <Skeleton className="h-20 w-full rounded-card" />
            <Skeleton className="h-12 w-2/3 rounded-card" />
          </div>
        </Waiting>
      ) : (
        <>
          <PictureLetter />
          <OpenChats />
          <TextArea
            label={t('chat.first_message')}
            hint={t('chat.first_message_hint')}
            value={text}
            onChange={setText}
            limit={maximumMessageCharacters}
          />
          <Perhaps text={text} />
          <Section title={t('chat.about_what')}>
            <List label={t('chat.about_what')}>
              {topics.map((topic) => (
                <ListRow key={topic} title={sayTopic(t, topic)} onPress={() => mutate(topic)} />
              ))}
            </List>
          </Section>
        </>
      )}
    </Screen>
  )
}

/** Conversations that are still open come first: nobody should tell the same story twice. */
function OpenChats() {
  const { t } = useWords('customer')
  const chats = useQuery(reading(listChats, {}))
  const open = (chats.data?.cases ?? []).filter((one) => one.state === 'open')
  if (open.length === 0) return null
  return (
    <Section title={t('chat.go_on')}>
      <List label={t('chat.go_on')}>
        {open.map((one) => (
          <li key={one.id}>
            <Link to="/help/chat/$caseId" params={{ caseId: one.id }} className={rowPressClass}>
              <RowContent title={sayTopic(t, one.topic)} about={one.number} />
              <ChevronRight aria-hidden size="1.25rem" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
            </Link>
          </li>
        ))}
      </List>
    </Section>
  )
}
