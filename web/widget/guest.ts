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

export function dropToken(): void {
  localStorage.removeItem(tokenKey)
  setBearer(null)
}
