import { goods } from '../shop/goods.ts'
import type { Order, OrderState } from '../shop/orders.sql.ts'
import { QUANTITY_MAX, type Shop } from '../shop/shop.ts'
import type { TillPayment } from '../shop/till.sql.ts'
import { isTrouble, type Trouble, type WalletShop } from '../shop/wallet.ts'
import { empty, live } from './frame.ts'
import { type Html, html } from './html.ts'
import { goodPictures, icons } from './pictures.ts'
import type { Speech } from './speech.ts'

const ORDERS_SHOWN = 15
const TILL_SHOWN = 10
const MINOR_PER_RUPIAH = 100n

const rupiahOf = (speech: Speech, rupiah: number) => speech.rupiah(BigInt(rupiah) * MINOR_PER_RUPIAH)

export function shopPage(speech: Speech, shop: Shop): Html {
  const { say, link, language } = speech
  const cards = goods.map(
    (good) => html`<li class="ware">${goodPictures[good.id] ?? null}
<h2>${good.name[language]}</h2><p class="figures amount">${rupiahOf(speech, good.priceRupiah)}</p>
<form method="post" action="${link('/sandbox/shop/orders')}">
<input type="hidden" name="orderId" value="${shop.newOrderId()}"><input type="hidden" name="goodId" value="${good.id}">
<div class="field narrow"><label for="quantity-${good.id}">${say('quantity')}</label>
<input id="quantity-${good.id}" name="quantity" type="number" min="1" max="${QUANTITY_MAX}" value="1" required></div>
<button class="main">${say('buy')}</button></form></li>`,
  )
  return html`<h1>${say('shopName')}</h1>
<p class="lead">${say('shopIntro')} <a href="${link('/sandbox/shop/qr')}">${say('shopQr')}</a></p>
<ul class="goods">${cards}</ul>
<section><h2>${say('orders')}</h2>${live('orders', orderList(speech, shop.orders(ORDERS_SHOWN)))}</section>`
}

const tones: Record<OrderState, string> = {
  asking: 'warn',
  refused: 'bad',
  open: 'info',
  paid: 'good',
  expired: 'bad',
  cancelled: 'bad',
}

export function orderList(speech: Speech, orders: Order[]): Html {
  const { say, time, link } = speech
  if (orders.length === 0) return empty(say('noOrders'))
  const rows = orders.map(
    (
      order,
    ) => html`<li><div class="letter-head"><a href="${link(`/sandbox/shop/orders/${order.id}`)}">${titleOf(speech, order)}</a>
<strong class="figures amount">${rupiahOf(speech, order.amountRupiah)}</strong></div>
<p><span class="state ${tones[order.state]}">${say(`order_${order.state}`)}</span> <span class="soft small">${order.id} · ${time(order.madeAt)}</span></p></li>`,
  )
  return html`<ul class="rows">${rows}</ul>`
}

function titleOf({ say, language }: Speech, order: Order): string {
  const name = goods.find((good) => good.id === order.goodId)?.name[language]
  if (name === undefined) return say('counterPayment')
  return order.quantity === 1 ? name : `${order.quantity} × ${name}`
}

/** `payUrl` is the checkout's page as the reader's browser reaches it. */
export function orderPage(speech: Speech, order: Order, payUrl: string | null): Html {
  const { say, link } = speech
  const retry = html`<form method="post" action="${link(`/sandbox/shop/orders/${order.id}/ask`)}"><button class="main">${say('tryAgain')}</button></form>`
  return html`<h1>${titleOf(speech, order)}</h1>
<p class="soft">${say('shopName')} · ${say('order')} <span class="figures">${order.id}</span></p>
${live(
  'order',
  html`<p class="hero figures">${rupiahOf(speech, order.amountRupiah)}</p>
<div class="notice ${tones[order.state]}" data-state="${order.state}"><p><strong>${say(`order_${order.state}`)}</strong></p>
<p>${say(`orderAbout_${order.state}`, { code: order.refusal ?? '' })}</p></div>
${order.state === 'asking' || order.state === 'refused' ? retry : null}
${order.state === 'open' ? payPart(speech, order, payUrl) : null}`,
)}
<p class="after"><a href="${link('/sandbox/shop')}">${say('backToShop')}</a></p>`
}

function payPart(speech: Speech, order: Order, payUrl: string | null): Html {
  const { say } = speech
  return html`${payUrl === null ? null : html`<p><a class="main" href="${payUrl}">${say('payNow')}</a></p>`}
${order.qr === null ? null : html`<p class="after">${say('scanToPay')}</p>${qrPart(speech, `/sandbox/shop/orders/${order.id}/qr.png`, `toko-sari-${order.id}.png`, order.qr)}`}`
}

function qrPart({ say }: Speech, picture: string, fileName: string, payload: string): Html {
  return html`<figure class="qr"><img src="${picture}" width="280" height="280" alt="${say('staticQr')}">
<figcaption><a class="quiet" href="${picture}" download="${fileName}">${icons.download}<span>${say('download')}</span></a>
<button type="button" class="quiet" data-copy="${payload}">${icons.copy}<span>${say('copy')}</span></button>
<details><summary>${say('qrText')}</summary><code data-qr>${payload}</code></details></figcaption></figure>`
}

export function shopQrPage(speech: Speech, shop: Shop, known: WalletShop | Trouble): Html {
  const { say, link } = speech
  return html`<h1>${say('shopQr')}</h1>
<p class="lead">${say('shopName')}. <a href="${link('/sandbox/shop')}">${say('backToShop')}</a></p>
<div class="columns"><section><h2>${say('staticQr')}</h2><p>${say('shopQrIntro')}</p>
${isTrouble(known) ? troublePart(speech, known) : qrPart(speech, '/sandbox/shop/qr.png', 'toko-sari.png', known.staticQr)}
<h3>${say('till')}</h3>${live('till', tillList(speech, shop.till.newest(TILL_SHOWN)))}</section>
<section><h2>${say('dynamicQr')}</h2><p>${say('dynamicQrIntro')}</p>
<form method="post" action="${link('/sandbox/shop/qr')}"><input type="hidden" name="orderId" value="${shop.newOrderId()}">
<div class="field"><label for="amount">${say('amount')}</label>
<input id="amount" name="amount" class="figures" inputmode="numeric" autocomplete="off" required maxlength="20" aria-describedby="amount-hint">
<p class="hint" id="amount-hint">${say('amountHint')}</p></div>
<button class="main">${say('makeQr')}</button></form></section></div>`
}

function tillList({ say, time, rupiah }: Speech, payments: TillPayment[]): Html {
  if (payments.length === 0) return empty(say('tillEmpty'))
  const rows = payments.map(
    ({ amountMinor, paidAt }) => html`<li><div class="letter-head"><span class="soft small">${time(paidAt)}</span>
<strong class="figures amount">${rupiah(amountMinor)}</strong></div></li>`,
  )
  return html`<ul class="rows">${rows}</ul>`
}

function troublePart({ say }: Speech, trouble: Trouble): Html {
  if (trouble.trouble === 'no_key')
    return html`<div class="notice warn"><p>${say('noKey')}</p><p>${say('noKeyNext')}</p></div>`
  const text = trouble.trouble === 'refused' ? say('walletRefused', { code: trouble.code }) : say('walletUnreachable')
  return html`<div class="notice warn"><p>${text}</p></div>`
}
