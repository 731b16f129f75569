import type { Explainable } from '../refusal/explain.ts'
import { speakingAs } from './who.ts'

/** A message that the server has not acknowledged. `refused` waits for the person: send again or take back. */
export type Outgoing = {
  clientId: string
  caseId: string
  text: string
  fileIds: string[]
  at: string
  refusal: Explainable | null
}

/** Where unacknowledged messages survive a reload of the page. */
export type OutboxStore = { read: () => Outgoing[]; write: (messages: readonly Outgoing[]) => void }

/** Session storage: it outlives a reload, but not the tab, and never reaches another person's session. */
export function tabStore(): OutboxStore {
  const key = `dompet.outbox.${speakingAs()}`
  return {
    read() {
      try {
        return JSON.parse(sessionStorage.getItem(key) ?? '[]') as Outgoing[]
      } catch {
        return []
      }
    },
    write(messages) {
      if (messages.length === 0) return sessionStorage.removeItem(key)
      try {
        sessionStorage.setItem(key, JSON.stringify(messages))
      } catch {
        // The storage is full: the messages last as long as the page.
      }
    },
  }
}

/** What was not sent for so long answers nothing any more: it is neither sent nor kept. */
export const unsentKeptMs = 14 * 24 * 3_600_000

const deviceKey = (name = '', who = speakingAs()) => `dompet.unsent.${who}.${name}`

/**
 * The device's storage: it outlives the tab, too. Each message has a key of its own, so that two tabs never overwrite what
 * the other one wrote; both may send a message, and its client id stores it once. Forget it when the person leaves.
 */
export function deviceStore(now = () => Date.now()): OutboxStore {
  let known: readonly Outgoing[] = []
  return {
    read() {
      const oldest = now() - unsentKeptMs
      const found = namesOf(deviceKey()).flatMap((name) => readMessage(name))
      for (const { clientId } of found.filter(({ at }) => Date.parse(at) < oldest))
        localStorage.removeItem(deviceKey(clientId))
      known = found.filter(({ at }) => Date.parse(at) >= oldest).sort((one, other) => one.at.localeCompare(other.at))
      return [...known]
    },
    write(messages) {
      const kept = new Set(messages.map(({ clientId }) => clientId))
      for (const { clientId } of known) if (!kept.has(clientId)) localStorage.removeItem(deviceKey(clientId))
      for (const message of messages) if (!known.includes(message)) keepMessage(message)
      known = messages
    },
  }
}

/** Forgets what was not sent on this device. */
export function forgetUnsent(): void {
  for (const name of namesOf(deviceKey())) localStorage.removeItem(name)
}

/** Whether words of this kind of person wait on this device. */
export function hasUnsent(who: 'customer' | 'guest'): boolean {
  return namesOf(deviceKey('', who)).length > 0
}

/** Names in the device's storage that begin so. */
export function namesOf(prefix: string): string[] {
  return Array.from({ length: localStorage.length }, (_, place) => localStorage.key(place)!).filter((name) =>
    name.startsWith(prefix),
  )
}

function readMessage(name: string): Outgoing[] {
  try {
    return [JSON.parse(localStorage.getItem(name) ?? '') as Outgoing]
  } catch {
    localStorage.removeItem(name)
    return []
  }
}

function keepMessage(message: Outgoing): void {
  try {
    localStorage.setItem(deviceKey(message.clientId), JSON.stringify(message))
  } catch {
    // The storage is full: the message lasts as long as the page.
  }
}
