import type { GuestTopic } from '../../../contract/guest.ts'
import type { Language } from '../../../contract/identity.ts'

/** Answers for who cannot sign in, in this order. */
export const signInArticles: readonly string[] = ['account-locked', 'phone-lost']

/** A person for who is not signed in: the page of the widget, as a page of its own. */
export function guestHelpPath(language: Language, about?: GuestTopic): string {
  return `/widget/?${new URLSearchParams({ language, ...(about ? { about } : {}) })}`
}
