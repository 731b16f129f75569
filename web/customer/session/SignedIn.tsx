import { type ReactNode, useEffect, useState } from 'react'
import { listChats } from '../../../contract/chat.ts'
import { deviceStore } from '../../ui/net/outbox.ts'
import { keyOf } from '../../ui/net/query.ts'
import { type Changed, liveAddress, openLive } from '../../ui/net/socket.ts'
import { LiveProvider } from '../../ui/net/useLive.tsx'
import { queries } from '../app/queries.ts'
import { useAttempt } from '../pay/attempts.ts'
import { findOut } from '../pay/sending.ts'
import { refreshMoney, useMe } from './me.ts'

/**
 * What goes on while somebody is signed in, on whatever screen: the live connection is open, what it hints at is read
 * again, and a payment whose outcome is unknown is found out.
 */
export function SignedIn({ children }: { children: ReactNode }) {
  const [live] = useState(() => openLive({ url: liveAddress(), store: deviceStore() }))
  const me = useMe()
  const attempt = useAttempt(me.data?.id)

  useEffect(() => live.watch(readAgain), [live])
  useEffect(() => () => live.stop(), [live])
  useEffect(() => {
    if (attempt?.state === 'sending' || attempt?.state === 'unknown') findOut(attempt.key)
  }, [attempt?.key, attempt?.state])

  return <LiveProvider live={live}>{children}</LiveProvider>
}

function readAgain(what: Changed): void {
  if (what === 'inbox') queries.invalidateQueries({ queryKey: keyOf(listChats) })
  else refreshMoney()
}
