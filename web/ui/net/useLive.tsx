import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import type { Changed, Live, LiveCase, LiveStatus } from './socket.ts'

const LiveContext = createContext<Live | null>(null)

/** Gives the app's one live connection to everything below. Open it after sign-in, stop it at sign-out. */
export function LiveProvider({ live, children }: { live: Live; children: ReactNode }) {
  return <LiveContext value={live}>{children}</LiveContext>
}

export function useLive(): Live {
  const live = useContext(LiveContext)
  if (!live) throw new Error('no LiveProvider above')
  return live
}

export function useLiveStatus(): LiveStatus {
  const live = useLive()
  return useSyncExternalStore(live.onChange, live.status)
}

/** A connection that is away for less is not worth a word. */
const briefMs = 1_500

/** Whether the connection is away, for longer than a moment: it stays so while each new try goes on. */
export function useLineCut(): boolean {
  const status = useLiveStatus()
  const away = status === 'down' || status === 'connecting'
  const [cut, setCut] = useState(false)
  useEffect(() => {
    if (!away) return setCut(false)
    const timer = setTimeout(() => setCut(true), briefMs)
    return () => clearTimeout(timer)
  }, [away])
  return cut
}

/** Follows a case while the component is there: its events, unsent messages, place in the queue, who is writing. */
export function useLiveCase(caseId: string): LiveCase {
  const live = useLive()
  useEffect(() => live.follow(caseId), [live, caseId])
  return useSyncExternalStore(live.onChange, () => live.read(caseId))
}

/** Runs `onChanged` when the server hints that something should be read again. Give a stable function. */
export function useLiveChanges(onChanged: (what: Changed) => void): void {
  const live = useLive()
  useEffect(() => live.watch(onChanged), [live, onChanged])
}
