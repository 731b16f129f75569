import { useSyncExternalStore } from 'react'
import { keep, readKept } from '../../ui/net/kept.ts'
import { type Attempt, type AttemptState, moveAttempt, readAttempt } from './attempt.ts'

/** One attempt of each customer of this device, in localStorage so that it outlives a reload and is seen by every tab. */
const prefix = 'dompet.attempt.'
const listeners = new Set<() => void>()
/** What is known here, by customer. */
const known = new Map<string, Attempt | null>()

function attemptOf(customerId: string): Attempt | null {
  if (!known.has(customerId)) known.set(customerId, readAttempt(readKept(prefix + customerId)))
  return known.get(customerId) ?? null
}

function learn(customerId: string, attempt: Attempt | null): void {
  known.set(customerId, attempt)
  for (const listener of listeners) listener()
}

addEventListener('storage', ({ key, newValue }) => {
  if (key?.startsWith(prefix)) learn(key.slice(prefix.length), readAttempt(newValue))
})

/** The attempt with this key, where it is still kept. */
export function keptAttempt(key: string): Attempt | null {
  for (const attempt of known.values()) if (attempt?.key === key) return attempt
  return null
}

/** Must be done before the payment is sent: what is not kept cannot be found out. */
export function keepAttempt(attempt: Attempt): void {
  keep(prefix + attempt.customerId, JSON.stringify(attempt))
  learn(attempt.customerId, attempt)
}

/** Moves the attempt with this key on, if it is still kept. */
export function moveKept(key: string, state: AttemptState, paymentId: string | null = null): void {
  const attempt = keptAttempt(key)
  if (attempt) keepAttempt(moveAttempt(attempt, state, paymentId))
}

/** The customer has seen the outcome. */
export function forgetAttempt(key: string): void {
  const attempt = keptAttempt(key)
  if (!attempt) return
  keep(prefix + attempt.customerId, '')
  learn(attempt.customerId, null)
}

export function useAttempt(customerId: string | undefined): Attempt | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => (customerId === undefined ? null : attemptOf(customerId)),
  )
}
