import type { Db, Tx } from '../platform/database.ts'
import type { DeliveryState } from './webhook.ts'

export type DeliveryRow = {
  id: string
  topic: string
  state: DeliveryState
  tries: number
  createdAt: Date
  nextTryAt: Date | null
  endedAt: Date | null
}

const columns = (db: Db) => db`
  id, topic, state, tries, created_at as "createdAt", next_try_at as "nextTryAt", ended_at as "endedAt"`

export type DeliveriesQuery = { state: DeliveryState | null; before: string | null; limit: number }

/** Ids tell the time: the newest first is the highest first. */
export async function selectDeliveries(db: Db, merchantId: string, query: DeliveriesQuery): Promise<DeliveryRow[]> {
  return db<DeliveryRow[]>`
    select ${columns(db)} from webhook_delivery
    where merchant_id = ${merchantId} and (${query.state}::text is null or state = ${query.state})
      and (${query.before}::uuid is null or id < ${query.before}::uuid)
    order by id desc limit ${query.limit}`
}

export async function selectDeliveryOf(db: Db, merchantId: string, id: string) {
  const [row] = await db<(DeliveryRow & { body: string })[]>`
    select ${columns(db)}, body from webhook_delivery where merchant_id = ${merchantId} and id = ${id}`
  return row
}

export type AttemptRow = {
  number: number
  startedAt: Date
  endedAt: Date | null
  httpStatus: number | null
  failure: string | null
}

export async function selectAttempts(db: Db, merchantId: string, id: string, limit: number): Promise<AttemptRow[]> {
  return db<AttemptRow[]>`
    select number, started_at as "startedAt", ended_at as "endedAt", http_status as "httpStatus", failure
    from webhook_attempt where merchant_id = ${merchantId} and delivery_id = ${id} order by number desc limit ${limit}`
}

/** It is tried as if it were new; what was tried before stays on record. */
export async function updateResent(tx: Tx, merchantId: string, id: string, at: Date): Promise<void> {
  await tx`
    update webhook_delivery set state = 'waiting', next_try_at = ${at}, ended_at = null, tried_since = ${at},
      tries_before = tries, resends = resends + 1
    where merchant_id = ${merchantId} and id = ${id}`
}

/** With the record of their tries. What waits or pauses is not among them, however old. */
export async function deleteEndedDeliveries(db: Db, before: Date, limit: number): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    with old as (
      select merchant_id, id from webhook_delivery where ended_at < ${before} order by ended_at limit ${limit} for update skip locked
    ), tries as (
      delete from webhook_attempt a using old where a.merchant_id = old.merchant_id and a.delivery_id = old.id
    ), gone as (
      delete from webhook_delivery d using old where d.merchant_id = old.merchant_id and d.id = old.id returning 1
    )
    select count(*)::int as count from gone`
  return row!.count
}
