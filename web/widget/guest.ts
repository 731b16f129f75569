import { forgetDrafts } from '../ui/chat/draft.ts'
import { dropGuestToken, keepGuestToken } from '../ui/net/guestToken.ts'
import { forgetUnsent } from '../ui/net/outbox.ts'
import { setBearer } from '../ui/net/who.ts'

/** 32 random bytes as base64url. Keep it before the wallet is asked: asked again with it, that makes no second guest. */
export function drawToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

export function keepToken(token: string): void {
  keepGuestToken(token)
  setBearer(token)
}

/** Forgets the visitor, with what they had not sent: nobody else on this device shall read it. */
export function dropToken(): void {
  forgetDrafts()
  forgetUnsent()
  dropGuestToken()
  setBearer(null)
}
