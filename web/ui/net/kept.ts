import { namesOf } from './outbox.ts'
import { speakingAs } from './who.ts'

/** Where a draft of this app's person is kept; without a name, where all of them begin. */
export const draftName = (name = '') => `dompet.draft.${speakingAs()}.${name}`

/** What the device has no room for; it lasts as long as the page. */
const homeless = new Map<string, string>()

/** What is kept on this device under a name; empty where nothing is. */
export function readKept(name: string): string {
  return homeless.get(name) ?? localStorage.getItem(name) ?? ''
}

/** Keeps words under a name until they are empty, however long they are. */
export function keep(name: string, text: string): void {
  homeless.delete(name)
  try {
    if (text === '') localStorage.removeItem(name)
    else localStorage.setItem(name, text)
  } catch {
    homeless.set(name, text)
  }
}

/** Forgets everything under names that begin so. */
export function forgetKept(prefix: string): void {
  for (const name of namesOf(prefix)) localStorage.removeItem(name)
  for (const name of homeless.keys()) if (name.startsWith(prefix)) homeless.delete(name)
}
