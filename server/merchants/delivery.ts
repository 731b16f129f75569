import type { z } from 'zod'
import type { Refusal } from '../../contract/refusals.ts'
import * as contract from '../../contract/webhooks.ts'
import { recordOperation } from '../audit/operations.ts'
import type { MerchantActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { type DeliveryRow, selectAttempts, selectDeliveries, selectDeliveryOf, updateResent } from './delivery.sql.ts'
import { planTry } from './webhook.jobs.ts'
import { lockDelivery } from './webhook.sql.ts'
import { moveDelivery } from './webhook.ts'
import { type Address, resumeDeliveries, selectAddress, updateAddress } from './webhook-address.sql.ts'
import { lockAddress } from './webhook-address.ts'

export type DeliveryDeps = { sql: Sql; clock: Clock; ids: Ids }

/** Where this merchant's webhooks go and how that stands. */
export async function readAddress({ sql }: DeliveryDeps, { merchantId }: MerchantActor) {
  const { url, failingSince, offAt, offReason, paused } = await selectAddress(sql, merchantId)
  const state = url === null ? ('none' as const) : offAt ? ('off' as const) : ('on' as const)
  return { url, state, failingSince: iso(failingSince), offSince: iso(offAt), offReason, paused }
}

/**
 * Switches the address on again; all that paused goes out. On record. Refuses `action_not_possible` where it is on.
 */
export async function resumeAddress(
  { sql, clock, ids }: DeliveryDeps,
  { merchantId }: MerchantActor,
): Promise<{ resumed: number } | Refusal> {
  return sql.begin(async (tx) => {
    const address = await lockAddress(tx, merchantId)
    if (!address.offAt) return refuse('action_not_possible', { reason: address.url ? 'on' : 'no_address' })
    const at = clock.now()
    await updateAddress(tx, merchantId, { failingSince: null, offAt: null, offReason: null })
    const resumed = await resumeDeliveries(tx, merchantId, at)
    // What is more than this is taken up by the minute's look at what is overdue.
    for (const delivery of resumed.slice(0, plannedAtOnce)) await planTry(tx, delivery, at)
    const details = { resumed: resumed.length }
    await record(tx, ids(), at, address, { action: 'webhook.resumed', subjectId: merchantId, details })
    return details
  })
}

/** Most deliveries that are planned in one transaction. */
const plannedAtOnce = 500

type Deed = { action: string; subjectId: string; details: Record<string, number> }

function record(tx: Tx, id: string, at: Date, { merchantId, name }: Address, deed: Deed): Promise<void> {
  return recordOperation(tx, { id, at, actor: { kind: 'merchant', id: merchantId, name }, ...deed })
}

/** This merchant's deliveries, newest first. */
export async function listDeliveries(
  { sql }: DeliveryDeps,
  { merchantId }: MerchantActor,
  query: z.output<typeof contract.listDeliveries.query>,
) {
  const { state = null, before = null, limit } = query
  return { deliveries: (await selectDeliveries(sql, merchantId, { state, before, limit })).map(toDelivery) }
}

/** One delivery with its newest tries, the first of them first. Refuses `not_found` where it is another merchant's. */
export async function readDelivery({ sql }: DeliveryDeps, { merchantId }: MerchantActor, id: string) {
  const row = await selectDeliveryOf(sql, merchantId, id)
  if (!row) return refuse('not_found', {})
  const attempts = await selectAttempts(sql, merchantId, id, contract.triesShown)
  return {
    ...toDelivery(row),
    body: row.body,
    attempts: attempts.reverse().map((attempt) => ({
      ...attempt,
      startedAt: attempt.startedAt.toISOString(),
      endedAt: iso(attempt.endedAt),
    })),
  }
}

/**
 * Sends an ended delivery once more: same id, new signature, and the time of a new one. On record. Refuses `not_found`,
 * and `action_not_possible` while it waits, while the address is off (resuming sends what paused), without an address,
 * and past `resendsMaximum`.
 */
export async function resendDelivery({ sql, clock, ids }: DeliveryDeps, { merchantId }: MerchantActor, id: string) {
  const refused = await sql.begin(async (tx) => {
    const address = await lockAddress(tx, merchantId)
    const delivery = await lockDelivery(tx, merchantId, id)
    if (!delivery) return refuse('not_found', {})
    const reason = whyNot(address, delivery)
    if (reason) return refuse('action_not_possible', { reason })
    const at = clock.now()
    moveDelivery(delivery.state, 'waiting')
    await updateResent(tx, merchantId, id, at)
    await planTry(tx, { merchantId, id, tries: delivery.tries }, at)
    const details = { resends: delivery.resends + 1 }
    await record(tx, ids(), at, address, { action: 'webhook.resent', subjectId: id, details })
    return undefined
  })
  if (isRefusal(refused)) return refused
  return toDelivery((await selectDeliveryOf(sql, merchantId, id))!)
}

function whyNot(address: Address, { state, resends }: { state: DeliveryRow['state']; resends: number }): string | null {
  if (!address.url) return 'no_address'
  if (address.offAt) return 'webhook_off'
  if (state === 'waiting' || state === 'paused') return 'waiting'
  return resends >= contract.resendsMaximum ? 'too_often' : null
}

function toDelivery({ id, topic, state, tries, createdAt, nextTryAt, endedAt }: DeliveryRow) {
  return {
    id,
    topic,
    state,
    tries,
    createdAt: createdAt.toISOString(),
    nextTryAt: iso(nextTryAt),
    endedAt: iso(endedAt),
  }
}

const iso = (at: Date | null) => at?.toISOString() ?? null
