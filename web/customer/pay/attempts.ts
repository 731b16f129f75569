import { useSyncExternalStore } from 'react'
import { type Attempt, type AttemptState, moveAttempt, readAttempt } from './attempt.ts'

/** The one attempt of this device, in localStorage so that it outlives a reload and is seen by every tab. */
const storageKey = 'dompet.attempt'
const listeners = new Set<() => void>()
let current = readAttempt(localStorage.getItem(storageKey))

function tell(): void {
  for (const listener of listeners) listener()
}

addEventListener('storage', (event) => {
  if (event.key !== storageKey) return
  current = readAttempt(event.newValue)
  tell()
})

export const keptAttempt = (): Attempt | null => current

/** Must be done before the payment is sent: what is not kept cannot be found out. */
export function keepAttempt(attempt: Attempt): void {
  localStorage.setItem(storageKey, JSON.stringify(attempt))
  current = attempt
  tell()
}

/** Moves the kept attempt on, if it is still the one with this key. */
export function moveKept(key: string, state: AttemptState, paymentId: string | null = null): void {
  if (current?.key === key) keepAttempt(moveAttempt(current, state, paymentId))
}

/** The customer has seen the outcome. */
export function forgetAttempt(key: string): void {
  if (current?.key !== key) return
  localStorage.removeItem(storageKey)
  current = null
  tell()
}

export function useAttempt(customerId: string | undefined): Attempt | null {
  const attempt = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
  return attempt && attempt.customerId === customerId ? attempt : null
}
