import { useEffect, useState } from 'react'
import { guestProtocols } from '../../contract/guest.ts'
import { deviceStore } from '../ui/net/outbox.ts'
import { type Live, liveAddress, openLive } from '../ui/net/socket.ts'

/** The live connection of this visitor, whatever is on the screen: what was written leaves also while they read answers. */
export function useConnection(token: string | null): Live | null {
  const [live, setLive] = useState<Live | null>(null)
  useEffect(() => {
    if (token === null) return
    const open = (url: string) => new WebSocket(url, guestProtocols(token))
    const opened = openLive({ url: liveAddress(), open, store: deviceStore() })
    setLive(opened)
    return () => {
      opened.stop()
      setLive(null)
    }
  }, [token])
  return live
}
