/** Whose session an app speaks for. A browser may hold both cookies, and sockets and uploads have to say which. */
export function speakingAs(): 'customer' | 'staff' {
  return document.documentElement.dataset.app === 'desk' ? 'staff' : 'customer'
}
