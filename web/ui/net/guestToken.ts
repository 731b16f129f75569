const tokenKey = 'dompet.guest'

/**
 * A visitor's token on this device, kept where only pages of ours can read it: the widget, and on the same site the app,
 * which asks whoever signs in whether the visitor was them.
 */
export function readGuestToken(): string | null {
  return localStorage.getItem(tokenKey)
}

export function keepGuestToken(token: string): void {
  localStorage.setItem(tokenKey, token)
}

export function dropGuestToken(): void {
  localStorage.removeItem(tokenKey)
}
