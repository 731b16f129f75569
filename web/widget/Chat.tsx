import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type Guest, type GuestTopic, guestProtocols, readGuest } from '../../contract/guest.ts'
import { useWords } from '../ui/i18n/setup.ts'
import { RefusedError } from '../ui/net/api.ts'
import { keyOf, reading } from '../ui/net/query.ts'
import { type Live, liveAddress, openLive } from '../ui/net/socket.ts'
import { LiveProvider } from '../ui/net/useLive.tsx'
import { ErrorState } from '../ui/parts/ErrorState.tsx'
import { SkeletonRows, Waiting } from '../ui/parts/Skeleton.tsx'
import { Conversation } from './Conversation.tsx'
import { dropToken, keepToken, readToken } from './guest.ts'
import { StartChat } from './StartChat.tsx'

/** A visitor's conversation: begun with a few words, or gone on with where this browser knows one. */
export function Chat({ about, onLeft }: { about: GuestTopic; onLeft: () => void }) {
  const { t } = useWords('widget')
  const queries = useQueryClient()
  const [token, setToken] = useState(readToken)
  const guest = useQuery({ ...reading(readGuest, {}), enabled: token !== null })
  const over = guest.error instanceof RefusedError && guest.error.code === 'signin_required'
  useEffect(() => {
    if (!over) return
    dropToken()
    setToken(null)
  }, [over])

  function begin(known: Guest, newToken: string) {
    keepToken(newToken)
    queries.setQueryData(keyOf(readGuest, {}), known)
    setToken(newToken)
  }

  if (token === null || over) return <StartChat about={about} onBegun={begin} />
  if (guest.data?.chat)
    return (
      <Connected token={token}>
        {(live) => <Conversation live={live} guest={guest.data!} caseId={guest.data!.chat!.id} onLeft={onLeft} />}
      </Connected>
    )
  if (guest.data) return <StartChat about={about} token={token} onBegun={begin} />
  return (
    <div className="px-gutter py-4">
      {guest.error ? (
        <ErrorState error={guest.error} onRetry={() => void guest.refetch()} />
      ) : (
        <Waiting words={t('chat.loading')}>
          <SkeletonRows rows={3} />
        </Waiting>
      )}
    </div>
  )
}

/** The live connection of this visitor, as long as the conversation is on the screen. */
function Connected({ token, children }: { token: string; children: (live: Live) => React.ReactNode }) {
  const [live, setLive] = useState<Live | null>(null)
  useEffect(() => {
    const opened = openLive({ url: liveAddress(), open: (url) => new WebSocket(url, guestProtocols(token)) })
    setLive(opened)
    return () => opened.stop()
  }, [token])
  return live && <LiveProvider live={live}>{children(live)}</LiveProvider>
}
