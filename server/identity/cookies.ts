import type { FastifyReply } from 'fastify'

export type CookieOptions = { name: string; publicUrl: string }

/** Lax: a link from elsewhere opens the app signed in, a form from elsewhere does not act (platform/csrf.ts refuses it too). */
function options(publicUrl: string) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:') } as const
}

export function setSessionCookie(
  reply: FastifyReply,
  { name, publicUrl }: CookieOptions,
  token: string,
  ageMs: number,
) {
  reply.setCookie(name, token, { ...options(publicUrl), maxAge: ageMs / 1000 })
}

export function clearSessionCookie(reply: FastifyReply, { name, publicUrl }: CookieOptions) {
  reply.clearCookie(name, options(publicUrl))
}
