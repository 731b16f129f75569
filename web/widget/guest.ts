import { forgetDrafts } from '../ui/chat/draft.ts'
import { forgetUnsent } from '../ui/net/outbox.ts'
import { setBearer } from '../ui/net/who.ts'

const tokenKey = 'dompet.guest'

/** The visitor's token, kept where only pages of ours in this frame can read it. */
export function readToken(): string | null {
  return localStorage.getItem(tokenKey)
}

export function keepToken(token: string): void {
  localStorage.setItem(tokenKey, token)
  setBearer(token)
}

/** Forgets the visitor, with what they had not sent: nobody else on this device shall read it. */
export function dropToken(): void {
  forgetDrafts()
  forgetUnsent()
  localStorage.removeItem(tokenKey)
  setBearer(null)
}
