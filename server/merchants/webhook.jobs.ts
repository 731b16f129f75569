import type { Clock } from '../platform/clock.ts'
import type { Db, Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { addJob, type Jobs, runJobs, type Worker } from '../platform/jobs.ts'
import type { Log } from '../platform/log.ts'
import type { Deliver, OutboxEvent } from '../platform/outbox.ts'
import { callWebhook } from './webhook.call.ts'
import {
  type DeliveryInHand,
  endAttempt,
  insertDelivery,
  lockDelivery,
  selectDelivery,
  selectListeners,
  selectOverdue,
  selectPaidCheckouts,
  startAttempt,
  updateDelivery,
} from './webhook.sql.ts'
import {
  type AttemptResult,
  checkoutPaidBody,
  decideNextTry,
  moveDelivery,
  paymentPaidBody,
  webhookHeaders,
} from './webhook.ts'
import { lockAddress, pauseWhereOff, storeStanding } from './webhook-address.ts'
import { createRoom } from './webhook-room.ts'

const deliverJob = 'merchants.deliverWebhook'
/** Of what merchants are told: a checkout that was paid, and a payment at the shop's own code. */
export const merchantTopics = ['checkout.paid', 'payment.paid']
/** A try that is later than this lost its worker; the time is well above the longest call. */
const overdueMs = 60_000
/** Most lost tries taken up at one start. */
const overdueLimit = 1_000

/** Reader of the outbox: turns what a merchant is told of into a delivery to it. Other payments are none of theirs. */
export function webhookReader({ clock }: { clock: Clock }): Deliver {
  return async (tx, events) => {
    const news = await newsOf(tx, events)
    for (const { id, topic } of events) {
      const told = news.get(id)
      if (!told) continue
      const { merchantId, off, body } = told
      const createdAt = clock.now()
      const state = off ? 'paused' : 'waiting'
      await insertDelivery(tx, { merchantId, id, topic, body, createdAt, state })
      if (state === 'waiting') await planTry(tx, { merchantId, id, tries: 0 }, createdAt)
    }
  }
}

type News = { merchantId: string; off: boolean; body: string }

/** By event: whom it is for and what it says, where that merchant wants to hear of it. */
async function newsOf(tx: Tx, events: readonly OutboxEvent[]): Promise<Map<string, News>> {
  const of = (topic: string, key: string) =>
    events.filter((event) => event.topic === topic).flatMap(({ payload }) => (payload[key] as string | null) ?? [])
  const checkouts = await selectPaidCheckouts(tx, of('checkout.paid', 'checkoutId'))
  const shops = await selectListeners(tx, of('payment.paid', 'merchantId'))
  const byCheckout = new Map(checkouts.map((checkout) => [checkout.checkoutId, checkout]))
  const byShop = new Map(shops.map((shop) => [shop.merchantId, shop]))
  const news = new Map<string, News>()
  for (const { id, topic, payload, at } of events) {
    const checkout = topic === 'checkout.paid' && byCheckout.get(String(payload.checkoutId))
    const shop = topic === 'payment.paid' && byShop.get(String(payload.merchantId))
    if (checkout) news.set(id, { ...checkout, body: checkoutPaidBody(checkout) })
    if (shop) news.set(id, { ...shop, body: paymentPaidBody(payload, at) })
  }
  return news
}

export type Try = { merchantId: string; id: string; tries: number }

/** One job for each delivery: planning it anew replaces the plan before. */
export function planTry(db: Db, { merchantId, id, tries }: Try, runAt: Date): Promise<void> {
  return addJob(db, { name: deliverJob, payload: { merchantId, id, tries }, runAt, key: `webhook:${id}` })
}

export type WebhookDeps = { sql: Sql; clock: Clock; ids: Ids; log: Log; allowPrivate: boolean }

const takeUpJob = 'take_up_webhooks'
/** Every minute, by whichever process comes first. */
const crontab = [`* * * * * ${takeUpJob}`]
/** Calls that a process has under way at once. They wait for other people's servers, and cost nearly nothing. */
const concurrency = 16

/** A worker of their own: however long merchants' servers take, no other work waits for them. */
export function runWebhookJobs(url: string, deps: WebhookDeps): Promise<Worker> {
  return runJobs(url, webhookJobs(deps), deps.log, { crontab, concurrency })
}

export function webhookJobs(deps: WebhookDeps): Jobs {
  const room = createRoom(() => performance.now())
  return {
    [deliverJob]: async (payload) => {
      const job = payload as Try
      const place = room.enter(job.merchantId)
      if ('pauseMs' in place) return planTry(deps.sql, job, new Date(deps.clock.now().getTime() + place.pauseMs))
      await deliverWebhook(deps, job).finally(place.leave)
    },
    [takeUpJob]: () => resumeWebhooks(deps.sql, deps.clock),
  }
}

/** One try: recorded, sent, and its outcome stored with what follows from it. A repeated job finds that it is done. */
async function deliverWebhook(deps: WebhookDeps, job: Try): Promise<void> {
  const { sql, clock, allowPrivate } = deps
  const delivery = await selectDelivery(sql, job.merchantId, job.id)
  if (delivery?.state !== 'waiting' || delivery.tries !== job.tries) return
  const { merchantId, id, body, url, secret } = delivery
  // It was planned when the address was switched off.
  if (await pauseWhereOff(sql, merchantId)) return
  const number = delivery.tries + 1
  const startedAt = clock.now()
  await startAttempt(sql, merchantId, id, number, startedAt)
  const result: AttemptResult =
    url && secret
      ? await callWebhook({ url, headers: webhookHeaders(secret, id, body, startedAt), body }, { allowPrivate })
      : { httpStatus: null, failure: 'no_address' }
  await sql.begin((tx) => storeTry(tx, deps, delivery, result))
}

/** The address is locked first, by everybody who changes it or its deliveries. */
async function storeTry(tx: Tx, deps: WebhookDeps, delivery: DeliveryInHand, result: AttemptResult): Promise<void> {
  const { merchantId, id, tries } = delivery
  const address = await lockAddress(tx, merchantId)
  const locked = await lockDelivery(tx, merchantId, id)
  if (locked?.state !== 'waiting' || locked.tries !== tries) return
  const now = deps.clock.now()
  const number = tries + 1
  await endAttempt(tx, merchantId, id, number, result, now)
  const next = decideNextTry(result, number - delivery.triesBefore, delivery.triedSince, now)
  const state = moveDelivery(locked.state, next.state)
  const endedAt = state === 'waiting' ? null : now
  await updateDelivery(tx, merchantId, id, { state, tries: number, nextTryAt: next.nextTryAt, endedAt })
  if (next.nextTryAt) await planTry(tx, { merchantId, id, tries: number }, next.nextTryAt)
  await storeStanding(tx, deps, address, result)
}

/** Takes up tries whose worker was killed, which the job table would leave locked for hours, and what waits for no job. */
export async function resumeWebhooks(sql: Sql, clock: Clock): Promise<void> {
  const now = clock.now()
  for (const lost of await selectOverdue(sql, new Date(now.getTime() - overdueMs), overdueLimit))
    await planTry(sql, lost, now)
}
