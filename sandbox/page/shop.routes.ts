import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import QRCode from 'qrcode'
import { z } from 'zod'
import { goods } from '../shop/goods.ts'
import type { Order } from '../shop/orders.sql.ts'
import { AMOUNT_RUPIAH_MAX, ORDER_ID_PATTERN, QUANTITY_MAX } from '../shop/shop.ts'
import { isTrouble } from '../shop/wallet.ts'
import { webhookHolds } from '../shop/webhook.ts'
import type { World } from '../world.ts'
import { type Notice, page } from './frame.ts'
import { browserOrigin, field, sendPage, speechOf } from './reading.ts'
import { orderPage, shopPage, shopQrPage } from './shop.page.ts'

const QR_PIXELS = 720
const QR_QUIET_MODULES = 4

type ById = { Params: { id: string } }

/** Toko Sari: its pages, its forms, and the door for the wallet's webhooks. */
export function registerShopPages(app: FastifyInstance, world: World): void {
  const { shop } = world

  app.get('/sandbox/shop', (request, reply) => {
    const speech = speechOf(request)
    const title = speech.say('shopName')
    return sendPage(reply, page(speech, { room: 'shop', title, url: request.url, body: shopPage(speech, shop) }))
  })
  app.get('/sandbox/shop/qr', (request, reply) => showQr(world, request, reply))
  app.get('/sandbox/shop/qr.png', async (_request, reply) => {
    const known = await shop.readShop()
    return isTrouble(known) ? reply.code(503).send() : sendQr(reply, known.staticQr)
  })

  app.post('/sandbox/shop/orders', async (request, reply) => {
    const id = field(request.body, 'orderId', 14)
    const good = goods.find((candidate) => candidate.id === field(request.body, 'goodId', 20))
    const quantity = Number(field(request.body, 'quantity', 3))
    const sound = ORDER_ID_PATTERN.test(id) && Number.isInteger(quantity) && quantity >= 1 && quantity <= QUANTITY_MAX
    if (good === undefined || !sound) return reply.redirect(speechOf(request).link('/sandbox/shop'), 303)
    const returnUrl = returnUrlOf(world, request, id)
    const order = await shop.placeOrder({ id, goodId: good.id, quantity, amountRupiah: good.priceRupiah, returnUrl })
    const pay = isTrouble(order) || order.state !== 'open' ? null : payUrlOf(world, request, order)
    return reply.redirect(pay ?? speechOf(request).link(`/sandbox/shop/orders/${id}`), 303)
  })
  app.post('/sandbox/shop/qr', async (request, reply) => {
    const id = field(request.body, 'orderId', 14)
    const amountRupiah = Number(field(request.body, 'amount', 20).replace(/^Rp|[.,\s]/g, ''))
    const sound = Number.isInteger(amountRupiah) && amountRupiah >= 1 && amountRupiah <= AMOUNT_RUPIAH_MAX
    if (!sound || !ORDER_ID_PATTERN.test(id)) {
      const { say, rupiah } = speechOf(request)
      const max = rupiah(BigInt(AMOUNT_RUPIAH_MAX) * 100n)
      return showQr(world, request, reply, { kind: 'bad', text: say('amountWrong', { max }) })
    }
    await shop.placeOrder({ id, goodId: null, quantity: 1, amountRupiah, returnUrl: returnUrlOf(world, request, id) })
    return reply.redirect(speechOf(request).link(`/sandbox/shop/orders/${id}`), 303)
  })

  app.get<ById>('/sandbox/shop/orders/:id', async (request, reply) => {
    const known = shop.order(request.params.id)
    if (known === undefined) return reply.callNotFound()
    const order = await shop.refresh(known)
    const speech = speechOf(request)
    const body = orderPage(speech, order, payUrlOf(world, request, order))
    return sendPage(reply, page(speech, { room: 'shop', title: speech.say('order'), url: request.url, body }))
  })
  app.post<ById>('/sandbox/shop/orders/:id/ask', async (request, reply) => {
    const order = shop.order(request.params.id)
    if (order === undefined) return reply.callNotFound()
    if (order.checkoutId === null) await shop.askCheckout(order)
    return reply.redirect(speechOf(request).link(`/sandbox/shop/orders/${order.id}`), 303)
  })
  app.get<ById>('/sandbox/shop/orders/:id/qr.png', async (request, reply) => {
    const qr = shop.order(request.params.id)?.qr
    return qr ? sendQr(reply, qr) : reply.callNotFound()
  })
  app.register((scope) => registerWebhook(scope, world))
}

async function showQr(world: World, request: FastifyRequest, reply: FastifyReply, notice: Notice | null = null) {
  const speech = speechOf(request)
  const body = shopQrPage(speech, world.shop, await world.shop.readShop())
  const url = speech.link('/sandbox/shop/qr')
  return sendPage(reply, page(speech, { room: 'shop', title: speech.say('shopQr'), url, notice, body }))
}

async function sendQr(reply: FastifyReply, payload: string): Promise<FastifyReply> {
  const picture = await QRCode.toBuffer(payload, {
    errorCorrectionLevel: 'M',
    width: QR_PIXELS,
    margin: QR_QUIET_MODULES,
  })
  return reply.type('image/png').header('cache-control', 'no-store').send(picture)
}

/** Where the wallet sends the customer back to: the order's page, at the address that the browser uses. */
function returnUrlOf(world: World, request: FastifyRequest, orderId: string): string {
  const origin = browserOrigin(request) ?? world.config.publicUrl
  return origin + speechOf(request).link(`/sandbox/shop/orders/${orderId}`)
}

/**
 * The checkout's page at the host name that the reader came by: a wallet that calls itself 127.0.0.1 knows no session
 * of a browser that is signed in at localhost.
 */
function payUrlOf({ config }: World, request: FastifyRequest, order: Order): string | null {
  if (order.payUrl === null) return null
  const pay = new URL(order.payUrl, config.publicUrl)
  if (pay.protocol !== 'http:' && pay.protocol !== 'https:') return null
  const cameFrom = new URL(order.returnUrl).origin
  const throughWallet = new URL(cameFrom).port !== String(request.socket.localPort)
  const ofWallet = [config.publicUrl, config.walletUrl].some((address) => new URL(address).origin === pay.origin)
  return throughWallet && ofWallet ? cameFrom + pay.pathname + pay.search : pay.href
}

const paidEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('checkout.paid'), data: z.object({ checkoutId: z.uuid() }) }),
  z.object({
    type: z.literal('payment.paid'),
    timestamp: z.iso.datetime(),
    data: z.object({ paymentId: z.uuid(), amount: z.object({ amount: z.string().regex(/^\d{1,12}\.\d\d$/) }) }),
  }),
])

/**
 * Takes the wallet's webhooks (Standard Webhooks). Of a checkout the content is not believed: the order that it names is
 * asked for at the wallet. With a secret configured, a delivery without a sound signature is refused with 401; without
 * one nothing is believed that cannot be asked for.
 */
async function registerWebhook(app: FastifyInstance, { config, clock, shop }: World): Promise<void> {
  // The signature covers the body's bytes, so here the body stays as it came.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  async function hear(event: z.infer<typeof paidEvent>): Promise<void> {
    if (event.type === 'checkout.paid') {
      const order = shop.orderOfCheckout(event.data.checkoutId)
      if (order !== undefined) await shop.refresh(order)
    } else if (config.shop.webhookSecret !== null) {
      const { paymentId, amount } = event.data
      const amountMinor = BigInt(amount.amount.replace('.', ''))
      shop.till.add({ paymentId, amountMinor, paidAt: new Date(event.timestamp) })
    }
  }
  app.post('/sandbox/shop/webhook', async (request, reply) => {
    const rawBody = String(request.body ?? '')
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = request.headers
    if (config.shop.webhookSecret !== null) {
      const delivery = { id: String(id), timestamp: String(timestamp), signatures: String(signatures), rawBody }
      if (!webhookHolds(config.shop.webhookSecret, delivery, clock())) return reply.code(401).send()
    }
    const event = paidEvent.safeParse(parseJson(rawBody))
    // Other events are none of the shop's business, but they did arrive.
    if (event.success) await hear(event.data)
    return reply.code(204).send()
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
