import { RefusedError } from '../../ui/net/api.ts'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { PhonePage } from '../../ui/parts/Page.tsx'
import { useMe } from '../session/me.ts'
import { sessionStarted, usePresence } from '../session/presence.ts'
import { SignedOutNotice } from '../session/SignedOutNotice.tsx'
import { Welcome } from '../session/Welcome.tsx'
import { Home, HomeLoading } from './Home.tsx'

/** The first screen: home for who is signed in, welcome for everybody else. Drawn at once from what the device remembers. */
export function First() {
  const me = useMe()
  const presence = usePresence()
  const signedOut = me.error instanceof RefusedError && me.error.code === 'signin_required'
  if (me.data && !signedOut) {
    if (presence !== 'in') sessionStarted()
    return <Home me={me.data} />
  }
  if (presence === 'ended') return <SignedOutNotice />
  if (presence === 'out') return <Welcome />
  if (me.isPending || signedOut) return <HomeLoading />
  return (
    <PhonePage title="Dompet">
      <ErrorState error={me.error} onRetry={() => me.refetch()} />
    </PhonePage>
  )
}
