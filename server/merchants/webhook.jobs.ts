import type { Clock } from '../platform/clock.ts'
import type { Db, Sql } from '../platform/database.ts'
import { addJob, type Jobs } from '../platform/jobs.ts'
import type { Deliver } from '../platform/outbox.ts'
import { callWebhook } from './webhook.call.ts'
import {
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
      await insertDelivery(tx, { merchantId, id: event.id, topic: paidTopic, body: paidBody(checkout), createdAt })
      await planTry(tx, { merchantId, id: event.id, tries: 0 }, createdAt)
    }
  }
}

type Try = { merchantId: string; id: string; tries: number }

/** One job for each delivery: planning it anew replaces the plan before. */
function planTry(db: Db, { merchantId, id, tries }: Try, runAt: Date): Promise<void> {
  return addJob(db, { name: deliverJob, payload: { merchantId, id, tries }, runAt, key: `webhook:${id}` })
}

export type WebhookDeps = { sql: Sql; clock: Clock; allowPrivate: boolean }

export function webhookJobs(deps: WebhookDeps): Jobs {
  return { [deliverJob]: (payload) => deliverWebhook(deps, payload as Try) }
}

/** One try: recorded, sent, and its outcome stored with what follows from it. A repeated job finds that it is done. */
async function deliverWebhook({ sql, clock, allowPrivate }: WebhookDeps, job: Try): Promise<void> {
  const delivery = await selectDelivery(sql, job.merchantId, job.id)
  if (delivery?.state !== 'waiting' || delivery.tries !== job.tries) return
  const { merchantId, id, body, url, secret } = delivery
  const number = delivery.tries + 1
  const startedAt = clock.now()
  await startAttempt(sql, merchantId, id, number, startedAt)
  const result: AttemptResult =
    url && secret
      ? await callWebhook({ url, headers: webhookHeaders(secret, id, body, startedAt), body }, { allowPrivate })
      : { httpStatus: null, failure: 'no_address' }
  await sql.begin(async (tx) => {
    const locked = await lockDelivery(tx, merchantId, id)
    if (locked.state !== 'waiting' || locked.tries !== job.tries) return
    const now = clock.now()
    await endAttempt(tx, merchantId, id, number, result, now)
    const next = decideNextTry(result, number, delivery.createdAt, now)
    const state = moveDelivery(locked.state, next.state)
    await updateDelivery(tx, merchantId, id, {
      state,
      tries: number,
      nextTryAt: next.nextTryAt,
      endedAt: state === 'waiting' ? null : now,
    })
    if (next.nextTryAt) await planTry(tx, { merchantId, id, tries: number }, next.nextTryAt)
  })
}

/** At start: takes up tries whose worker was killed, which the job table would leave locked for hours. */
export async function resumeWebhooks(sql: Sql, clock: Clock): Promise<void> {
  const now = clock.now()
  for (const lost of await selectOverdue(sql, new Date(now.getTime() - overdueMs), overdueLimit))
    await planTry(sql, lost, now)
}
