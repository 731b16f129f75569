import type { Clock } from '../platform/clock.ts'
import type { Db, Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { addJob, type Jobs } from '../platform/jobs.ts'
import type { Log } from '../platform/log.ts'
import type { Deliver } from '../platform/outbox.ts'
import { callWebhook } from './webhook.call.ts'
import {
  type DeliveryInHand,
  endAttempt,
  insertDelivery,
  lockDelivery,
  selectDelivery,
  selectOverdue,
  selectPaidCheckouts,
  startAttempt,
  updateDelivery,
} from './webhook.sql.ts'
import { type AttemptResult, decideNextTry, moveDelivery, paidBody, webhookHeaders } from './webhook.ts'
import { lockAddress, pauseWhereOff, storeStanding } from './webhook-address.ts'

const deliverJob = 'merchants.deliverWebhook'
const paidTopic = 'checkout.paid'
/** A try that is later than this lost its worker; the time is well above the longest call. */
const overdueMs = 60_000
/** Most lost tries taken up at one start. */
const overdueLimit = 1_000

/** Reader of the outbox: turns each paid checkout into a delivery to its merchant. */
export function webhookReader({ clock }: { clock: Clock }): Deliver {
  return async (tx, events) => {
    const paid = events.filter((event) => event.topic === paidTopic)
    if (paid.length === 0) return
    const checkouts = await selectPaidCheckouts(
      tx,
      paid.map((event) => String(event.payload.checkoutId)),
    )
    const byId = new Map(checkouts.map((checkout) => [checkout.checkoutId, checkout]))
    for (const event of paid) {
      const checkout = byId.get(String(event.payload.checkoutId))
      if (!checkout) continue
      const { merchantId } = checkout
      const createdAt = clock.now()
      const state = checkout.off ? 'paused' : 'waiting'
      const delivery = {
        merchantId,
        id: event.id,
        topic: paidTopic,
        body: paidBody(checkout),
        createdAt,
        state,
      } as const
      await insertDelivery(tx, delivery)
      if (state === 'waiting') await planTry(tx, { merchantId, id: event.id, tries: 0 }, createdAt)
    }
  }
}

export type Try = { merchantId: string; id: string; tries: number }

/** One job for each delivery: planning it anew replaces the plan before. */
export function planTry(db: Db, { merchantId, id, tries }: Try, runAt: Date): Promise<void> {
  return addJob(db, { name: deliverJob, payload: { merchantId, id, tries }, runAt, key: `webhook:${id}` })
}

export type WebhookDeps = { sql: Sql; clock: Clock; ids: Ids; log: Log; allowPrivate: boolean }

const takeUpJob = 'take_up_webhooks'
/** Every minute, by whichever process comes first. */
export const webhookCrontab = `* * * * * ${takeUpJob}`

export function webhookJobs(deps: WebhookDeps): Jobs {
  return {
    [deliverJob]: (payload) => deliverWebhook(deps, payload as Try),
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
