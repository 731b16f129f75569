/** Where to go on after signing in: a place of this app and of nobody else, or home. */
export function safeBack(back: string | undefined): string {
  if (!back || !/^\/(?![/\\])/.test(back)) return '/'
  const address = new URL(back, location.origin)
  return address.origin === location.origin ? address.pathname + address.search : '/'
}
