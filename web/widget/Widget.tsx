import { ArrowLeft, X } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { useWords } from '../ui/i18n/setup.ts'
import { readGuestToken } from '../ui/net/guestToken.ts'
import { classes } from '../ui/parts/classes.ts'
import { Answers } from './Answers.tsx'
import { Article } from './Article.tsx'
import { Chat } from './Chat.tsx'
import { useConnection } from './connection.ts'
import { dropToken, keepToken } from './guest.ts'
import { topics } from './StartChat.tsx'

type Place = { part: 'answers' } | { part: 'article'; slug: string } | { part: 'chat' }

const asked = new URLSearchParams(location.search).get('about')
/** What it is about, where a link to this page says so. */
const wanted = topics.find((topic) => topic === asked)

/** As a page of its own, for who cannot sign in to the app; else in a frame. */
const alone = parent === window

/** Help and a person in a frame on the operator's own site, for people who are not signed in. */
export function Widget() {
  const { t } = useWords('widget')
  // Who talked before comes back to the conversation; who comes to ask a person does.
  const [token, setToken] = useState(readGuestToken)

  const onToken = useCallback((next: string | null) => {
    if (next === null) dropToken()
    else keepToken(next)
    setToken(next)
  }, [])
  const live = useConnection(
    token,
    useCallback(() => onToken(null), [onToken]),
  )
  const [place, setPlace] = useState<Place>(token || wanted ? { part: 'chat' } : { part: 'answers' })
  const [search, setSearch] = useState('')
  const toAnswers = () => setPlace({ part: 'answers' })
  const toChat = () => setPlace({ part: 'chat' })

  useEffect(() => {
    // Escape also ends the choosing of a character.
    const closeByKey = (event: KeyboardEvent) => event.key === 'Escape' && !event.isComposing && close()
    addEventListener('keydown', closeByKey)
    return () => removeEventListener('keydown', closeByKey)
  }, [])

  if (place.part === 'chat')
    return (
      <Frame title={t('chat.title')} onBack={toAnswers}>
        <Chat
          about={wanted ?? 'other'}
          token={token}
          live={live}
          onToken={onToken}
          onLeft={() => {
            onToken(null)
            toAnswers()
          }}
        />
      </Frame>
    )
  if (place.part === 'article')
    return (
      <Frame title={t('answers')} onBack={toAnswers}>
        <Article slug={place.slug} onPerson={toChat} />
      </Frame>
    )
  return (
    <Frame title={t('title')}>
      <Answers
        search={search}
        onSearch={setSearch}
        onOpen={(slug) => setPlace({ part: 'article', slug })}
        onPerson={toChat}
      />
    </Frame>
  )
}

/** Back to the app, or tells the site's page to close the frame: nothing but that, so whoever framed us may read it. */
function close() {
  if (!alone) parent.postMessage({ dompet: 'close' }, '*')
  else if (history.length > 1) history.back()
  else location.assign('/signin')
}

function Frame({ title, onBack, children }: { title: string; onBack?: () => void; children: ReactNode }) {
  const { t } = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(title)
  // Whoever goes from one part to another reads on there; who has just come stays where they are.
  useEffect(() => {
    if (shown.current === title) return
    shown.current = title
    heading.current?.focus()
  }, [title])
  const button =
    'moves inline-flex min-h-target items-center gap-1.5 rounded-full px-3 text-15 font-strong text-ink-soft hover:bg-sunk'
  return (
    <div className={classes('flex h-dvh flex-col bg-ground', alone && 'mx-auto max-w-140')}>
      <header className="flex min-h-14 items-center gap-1 border-b border-line bg-surface px-2">
        {onBack && (
          <button type="button" onClick={onBack} className={button}>
            <ArrowLeft aria-hidden size="1.25rem" strokeWidth={1.75} />
            {t('action.back')}
          </button>
        )}
        <h1
          ref={heading}
          tabIndex={-1}
          className="min-w-0 flex-1 px-2 text-17 leading-tight font-bold wrap-anywhere outline-none"
        >
          {title}
        </h1>
        <button type="button" onClick={close} className={button}>
          <X aria-hidden size="1.25rem" strokeWidth={1.75} />
          {t('action.close')}
        </button>
      </header>
      <main className="flex min-h-0 flex-1 flex-col">{children}</main>
    </div>
  )
}
