import { useSyncExternalStore } from 'react'

/** One clock for every waiting time on the screen, so that all of them turn together. */
const tickMs = 1000

let now = new Date()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

function start(): void {
  now = new Date()
  timer = setInterval(() => {
    now = new Date()
    for (const listener of listeners) listener()
  }, tickMs)
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) start()
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}

export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => now)
}
