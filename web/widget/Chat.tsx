import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type Guest, type GuestTopic, readGuest } from '../../contract/guest.ts'
import { useWords } from '../ui/i18n/setup.ts'
import { RefusedError } from '../ui/net/api.ts'
import { keyOf, reading } from '../ui/net/query.ts'
import type { Live } from '../ui/net/socket.ts'
import { LiveProvider } from '../ui/net/useLive.tsx'
import { ErrorState } from '../ui/parts/ErrorState.tsx'
import { SkeletonRows, Waiting } from '../ui/parts/Skeleton.tsx'
import { Conversation } from './Conversation.tsx'
import { StartChat } from './StartChat.tsx'

type ChatProps = {
  about: GuestTopic
  token: string | null
  live: Live | null
  onToken: (token: string | null) => void
  onLeft: () => void
}

/** A visitor's conversation: begun with a few words, or gone on with where this browser knows one. */
export function Chat({ about, token, live, onToken, onLeft }: ChatProps) {
  const { t } = useWords('widget')
  const queries = useQueryClient()
  const guest = useQuery({ ...reading(readGuest, {}), enabled: token !== null })
  const over = guest.error instanceof RefusedError && guest.error.code === 'signin_required'
  useEffect(() => {
    if (over) onToken(null)
  }, [over, onToken])

  function begin(known: Guest, newToken: string) {
    queries.setQueryData(keyOf(readGuest, {}), known)
    onToken(newToken)
  }

  const forget = () => onToken(null)

  if (token === null || over) return <StartChat about={about} onBegun={begin} onOver={forget} />
  if (guest.data?.chat)
    return (
      live && (
        <LiveProvider live={live}>
          <Conversation live={live} guest={guest.data} caseId={guest.data.chat.id} onLeft={onLeft} />
        </LiveProvider>
      )
    )
  if (guest.data) return <StartChat about={about} token={token} onBegun={begin} onOver={forget} />
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
