import { useEffect, useState } from 'react'
import { guestProtocols } from '../../contract/guest.ts'
import { deviceStore } from '../ui/net/outbox.ts'
import { type Live, liveAddress, openLive } from '../ui/net/socket.ts'

/**
 * The live connection of this visitor, whatever is on the screen: what was written leaves also while they read answers.
 * Over it is when the token has ended: they signed in elsewhere and said so, or it was too old.
 */
export function useConnection(token: string | null, onOver: () => void): Live | null {
  const [live, setLive] = useState<Live | null>(null)
  useEffect(() => {
    if (token === null) return
    const open = (url: string) => new WebSocket(url, guestProtocols(token))
    const opened = openLive({ url: liveAddress(), open, store: deviceStore() })
    opened.onChange(() => opened.status() === 'signed_out' && onOver())
    setLive(opened)
    return () => {
      opened.stop()
      setLive(null)
    }
  }, [token, onOver])
  return live
}
