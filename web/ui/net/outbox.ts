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
      if (messages.length === 0) sessionStorage.removeItem(key)
      else sessionStorage.setItem(key, JSON.stringify(messages))
    },
  }
}
