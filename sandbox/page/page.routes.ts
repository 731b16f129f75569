import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { World } from '../world.ts'
import { registerSandboxApi } from './api.routes.ts'
import { transferRow } from './bank.page.ts'
import { registerBankPages } from './bank.routes.ts'
import { empty, live, page } from './frame.ts'
import { type Html, html } from './html.ts'
import { mailList, mailPage, messageList, messagesPage } from './messages.page.ts'
import { field, sendPage, speechOf } from './reading.ts'
import { orderList } from './shop.page.ts'
import { registerShopPages } from './shop.routes.ts'
import type { Speech } from './speech.ts'

const LISTED = 50
const LATEST = 3
const FORM_BYTES_MAX = 16 * 1024

/** Registers the sandbox page, its JSON calls and its files, all under `/sandbox`. */
export function registerPages(app: FastifyInstance, world: World): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_BYTES_MAX },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(pageHeaders(world))
    if (isForeignForm(request)) return reply.code(403).send({ code: 'origin_refused' })
  })
  registerFiles(app)
  registerSandboxApi(app, world)
  registerBankPages(app, world)
  registerShopPages(app, world)
  registerMessagePages(app, world)

  const overview = (request: FastifyRequest) => {
    const speech = speechOf(request)
    const body = overviewBody(speech, world)
    return page(speech, { room: 'overview', title: speech.say('overview'), url: request.url, body })
  }
  app.get('/sandbox', (request, reply) => sendPage(reply, overview(request)))
  app.get('/sandbox/', (request, reply) => sendPage(reply, overview(request)))
}

function registerMessagePages(app: FastifyInstance, { centre, inbox }: World): void {
  app.get('/sandbox/sms', (request, reply) => {
    const speech = speechOf(request)
    const number = field(request.query, 'to', 40)
    const messages = centre.list(number || null, LISTED)
    const body = messagesPage(speech, { number, messages, throttled: centre.throttled() })
    return sendPage(reply, page(speech, { room: 'messages', title: speech.say('messages'), url: request.url, body }))
  })
  app.post('/sandbox/sms/faults', (request, reply) => {
    centre.setThrottled(field(request.body, 'throttled', 2) === 'on')
    return reply.redirect(speechOf(request).link('/sandbox/sms'), 303)
  })
  app.get('/sandbox/mail', (request, reply) => {
    const speech = speechOf(request)
    const address = field(request.query, 'to', 200)
    const body = mailPage(speech, { address, mails: inbox.list(address || null, LISTED) })
    return sendPage(reply, page(speech, { room: 'mail', title: speech.say('mail'), url: request.url, body }))
  })
}

function overviewBody(speech: Speech, { centre, inbox, bank, shop }: World): Html {
  const { say, link } = speech
  const transfers = bank.store.transfers(LATEST)
  const transferRows = html`<ol class="rows">${transfers.map((transfer) => transferRow(speech, bank, transfer))}</ol>`
  const part = (id: string, title: string, path: string, body: Html) => html`<section>
<div class="letter-head"><h2>${title}</h2><a href="${link(path)}">${say('seeAll')}</a></div>${live(id, body)}</section>`
  return html`<h1>${say('overview')}</h1>
<div class="columns"><div>
${part('messages', say('latestMessages'), '/sandbox/sms', messageList(speech, centre.list(null, LATEST)))}
${part('mails', say('latestMail'), '/sandbox/mail', mailList(speech, inbox.list(null, LATEST)))}
</div><div>
${part('transfers', say('transfers'), '/sandbox/bank', transfers.length === 0 ? empty(say('noTransfers')) : transferRows)}
${part('orders', say('orders'), '/sandbox/shop', orderList(speech, shop.orders(LATEST)))}
</div></div>`
}

/** Only the page's own files may run or style; forms may lead on to the wallet, where checkouts are paid. */
function pageHeaders({ config }: World): Record<string, string> {
  const wallet = [...new Set([config.walletUrl, config.publicUrl].map((address) => new URL(address).origin))].join(' ')
  return {
    'content-security-policy':
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; ` +
      `form-action 'self' ${wallet}; base-uri 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    // Not no-referrer: browsers would then send forms with Origin: null.
    'referrer-policy': 'same-origin',
  }
}

/** A page of another site must not press the sandbox's buttons. */
function isForeignForm(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  const changes = request.method !== 'GET' && request.method !== 'HEAD'
  return changes && site !== undefined && site !== 'same-origin' && site !== 'none'
}

function registerFiles(app: FastifyInstance): void {
  const serve = (name: string, type: string, file: string | URL) =>
    app.get(`/sandbox/static/${name}`, async (_request, reply) =>
      reply
        .type(type)
        .header('cache-control', 'no-cache')
        .send(await readFile(file)),
    )
  const own = (name: string) => new URL(`static/${name}`, import.meta.url)
  serve('sandbox.css', 'text/css; charset=utf-8', own('sandbox.css'))
  serve('sandbox.js', 'text/javascript; charset=utf-8', own('sandbox.js'))
  serve('icon.svg', 'image/svg+xml', own('icon.svg'))
  const face = findFace()
  if (face !== null) serve('plus-jakarta-sans.woff2', 'font/woff2', face)
}

/** The type face comes with the web apps' packages; an installation without them reads in the system's own. */
function findFace(): string | null {
  const name = '@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2'
  try {
    const file = createRequire(import.meta.url).resolve(name)
    return existsSync(file) ? file : null
  } catch {
    return null
  }
}
