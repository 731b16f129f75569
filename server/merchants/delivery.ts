import type { z } from 'zod'
import type { Refusal } from '../../contract/refusals.ts'
import * as contract from '../../contract/webhooks.ts'
import { type OperationEvent, recordOperation } from '../audit/operations.ts'
import type { MerchantActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { type DeliveryRow, selectAttempts, selectDeliveries, selectDeliveryOf, updateResent } from './delivery.sql.ts'
import { planTry } from './webhook.jobs.ts'
import { lockDelivery } from './webhook.sql.ts'
import { moveDelivery } from './webhook.ts'
import { type Address, resumeDeliveries, selectAddress, updateAddress } from './webhook-address.sql.ts'
import { lockAddress, webhooksSignal } from './webhook-address.ts'

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
  deps: DeliveryDeps,
  { merchantId }: MerchantActor,
): Promise<{ resumed: number } | Refusal> {
  return deps.sql.begin(async (tx) => {
    const address = await lockAddress(tx, merchantId)
    return switchOn(tx, deps, address, { actor: merchantOf(address) })
  })
}

/** Ends the pause of an address that the caller has locked, on record under whoever did it. Refuses where it is on. */
export async function switchOn(
  tx: Tx,
  { clock, ids }: DeliveryDeps,
  { merchantId, url, offAt }: Address,
  by: Pick<OperationEvent, 'actor' | 'reason'>,
): Promise<{ resumed: number } | Refusal> {
  if (!offAt) return refuse('action_not_possible', { reason: url ? 'on' : 'no_address' })
  const at = clock.now()
  await updateAddress(tx, merchantId, { failingSince: null, offAt: null, offReason: null })
  // What is more than this is taken up by the minute's look at what is overdue.
  const resumed = await resumeDeliveries(tx, { merchantId, at, limit: plannedAtOnce })
  for (const delivery of resumed.oldest) await planTry(tx, delivery, at)
  const details = { resumed: resumed.count }
  await recordOperation(tx, { id: ids(), at, ...by, action: 'webhook.resumed', subjectId: merchantId, details })
  await tell(tx, [webhooksSignal])
  return details
}

/** Most deliveries that are planned in one transaction. */
const plannedAtOnce = 500

const merchantOf = ({ merchantId, name }: Address) => ({ kind: 'merchant', id: merchantId, name }) as const

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
    const record = { id: ids(), at, actor: merchantOf(address), subjectId: id, details }
    await recordOperation(tx, { ...record, action: 'webhook.resent' })
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
