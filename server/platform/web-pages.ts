import { existsSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { sendRefusal } from './http.ts'
import { refuse } from './refusals.ts'

const folder = path.resolve(import.meta.dirname, '../../web/dist')
/** Web apps by the path they are served under; the more particular paths first. */
const apps = [
  { name: 'desk', prefix: '/desk/' },
  { name: 'widget', prefix: '/widget/' },
  { name: 'customer', prefix: '/' },
]

/** Serves the built web apps. Paths inside an app are its own: a page that is asked for there is the app's page. */
export async function registerWebPages(server: FastifyInstance) {
  const built = apps.filter((app) => existsSync(path.join(folder, app.name, 'index.html')))
  if (built.some(({ name }) => name === 'widget'))
    server.get('/widget.js', { schema: { hide: true } }, (_request, reply) =>
      reply.header('cache-control', 'no-cache').sendFile('widget.js', path.join(folder, 'widget')),
    )
  for (const [index, app] of built.entries()) {
    await server.register(fastifyStatic, {
      root: path.join(folder, app.name),
      prefix: app.prefix,
      wildcard: false,
      index: false,
      preCompressed: true,
      decorateReply: index === 0,
      setHeaders: (reply, file) => {
        // Names of assets change with their content; everything else is asked for anew.
        const forever = file.includes(`${path.sep}assets${path.sep}`)
        reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
    const page = async (request: Parameters<typeof sendRefusal>[0], reply: Parameters<typeof sendRefusal>[1]) => {
      const isFront = [app.prefix, app.prefix.slice(0, -1)].includes(request.url.split('?')[0]!)
      if (request.url.startsWith('/api/') || !(isFront || request.headers.accept?.includes('text/html')))
        return sendRefusal(request, reply, refuse('not_found', {}))
      return reply.header('cache-control', 'no-cache').sendFile('index.html', path.join(folder, app.name))
    }
    server.get(`${app.prefix}*`, { schema: { hide: true } }, page)
    if (app.prefix !== '/') server.get(app.prefix.slice(0, -1), { schema: { hide: true } }, page)
  }
}
