import type { FastifyReply, FastifyRequest } from 'fastify'
import { chooseSpeech, type Speech } from './speech.ts'

/** How this reader is spoken to. */
export function speechOf(request: FastifyRequest): Speech {
  return chooseSpeech((request.query as { lang?: unknown }).lang, request.headers['accept-language'])
}

/** One text field of a query or form, trimmed and cut at `charactersMax`; '' where it is missing. */
export function field(source: unknown, name: string, charactersMax: number): string {
  const value = (source as Record<string, unknown> | null | undefined)?.[name]
  return typeof value === 'string' ? value.trim().slice(0, charactersMax) : ''
}

export function sendPage(reply: FastifyReply, markup: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(markup)
}

/** The address that the browser itself uses, from the Origin of a form it sends; null where it does not say. */
export function browserOrigin(request: FastifyRequest): string | null {
  const { origin } = request.headers
  if (origin === undefined || !URL.canParse(origin)) return null
  const url = new URL(origin)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.origin : null
}
