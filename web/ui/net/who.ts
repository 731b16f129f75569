/** Whose session an app speaks for. A browser may hold both cookies, and sockets and uploads have to say which. */
export function speakingAs(): 'customer' | 'guest' | 'staff' {
  const { app } = document.documentElement.dataset
  return app === 'desk' ? 'staff' : app === 'widget' ? 'guest' : 'customer'
}

let bearer: string | null = null

/** A guest's token, which goes with each call; everybody else has a cookie. */
export function setBearer(token: string | null): void {
  bearer = token
}

export function bearerToken(): string | null {
  return bearer
}
