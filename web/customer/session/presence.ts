import { useSyncExternalStore } from 'react'

/**
 * Whether somebody is signed in on this device, as far as the app knows without asking. The session itself is a cookie
 * that the app cannot see; this hint only chooses what is drawn while the server is asked.
 */
export type Presence = 'in' | 'out' | 'ended'

const storageKey = 'dompet.presence'
const listeners = new Set<() => void>()
let current: Presence = localStorage.getItem(storageKey) === 'in' ? 'in' : 'out'

function become(next: Presence): void {
  if (next === current) return
  current = next
  if (next === 'in') localStorage.setItem(storageKey, 'in')
  else localStorage.removeItem(storageKey)
  for (const listener of listeners) listener()
}

export const sessionStarted = () => become('in')
export const sessionLeft = () => become('out')
/** The server said that there is no session: only somebody who was signed in is told so. */
export const sessionEnded = () => become(current === 'in' ? 'ended' : current)

export const presence = () => current

export function usePresence(): Presence {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
}
