import type { Currency } from '../../contract/money.ts'
import { uuidArray } from '../platform/arrays.ts'
import type { Db, Sql, Tx } from '../platform/database.ts'
import type { AttemptResult, DeliveryState } from './webhook.ts'

export type PaidCheckout = {
  checkoutId: string
  paymentId: string
  merchantId: string
  reference: string
  amount: bigint
  currency: Currency
  paidAt: Date
  /** The merchant's address is switched off. */
  off: boolean
}

/** The paid ones of these checkouts whose merchants want to hear of it. */
export async function selectPaidCheckouts(tx: Tx, checkoutIds: string[]): Promise<PaidCheckout[]> {
  if (checkoutIds.length === 0) return []
  return tx<PaidCheckout[]>`
    select c.id as "checkoutId", c.payment_id as "paymentId", c.merchant_id as "merchantId", c.reference, c.amount,
      c.currency, c.closed_at as "paidAt", m.webhook_off_at is not null as off
    from checkout c join merchant m on m.id = c.merchant_id
    where c.id = any (${uuidArray(checkoutIds)}::uuid[]) and c.state = 'paid' and m.webhook_url is not null`
}

/** Those of these merchants who want to hear of what happens, and whether their address is switched off. */
export async function selectListeners(tx: Tx, merchantIds: string[]): Promise<{ merchantId: string; off: boolean }[]> {
  if (merchantIds.length === 0) return []
  return tx<{ merchantId: string; off: boolean }[]>`
    select id as "merchantId", webhook_off_at is not null as off from merchant
    where id = any (${uuidArray([...new Set(merchantIds)])}::uuid[]) and webhook_url is not null`
}

export type Delivery = { merchantId: string; id: string; topic: string; body: string; createdAt: Date }

export async function insertDelivery(tx: Tx, delivery: Delivery & { state: DeliveryState }): Promise<void> {
  const { createdAt, state } = delivery
  await tx`
    insert into webhook_delivery (merchant_id, id, topic, body, state, created_at, tried_since, next_try_at)
    values (${delivery.merchantId}, ${delivery.id}, ${delivery.topic}, ${delivery.body}, ${state}, ${createdAt},
      ${createdAt}, ${state === 'waiting' ? createdAt : null})`
}

export type DeliveryInHand = Delivery & {
  state: DeliveryState
  tries: number
  triedSince: Date
  triesBefore: number
  url: string | null
  secret: string | null
}

export async function selectDelivery(db: Db, merchantId: string, id: string): Promise<DeliveryInHand | undefined> {
  const [row] = await db<DeliveryInHand[]>`
    select d.merchant_id as "merchantId", d.id, d.topic, d.body, d.created_at as "createdAt", d.state, d.tries,
      d.tried_since as "triedSince", d.tries_before as "triesBefore", m.webhook_url as url, m.webhook_secret as secret
    from webhook_delivery d join merchant m on m.id = d.merchant_id
    where d.merchant_id = ${merchantId} and d.id = ${id}`
  return row
}

export async function lockDelivery(tx: Tx, merchantId: string, id: string) {
  const [row] = await tx<{ state: DeliveryState; tries: number; resends: number }[]>`
    select state, tries, resends from webhook_delivery where merchant_id = ${merchantId} and id = ${id} for update`
  return row
}

/** Recorded before the call goes out; a try that a crash cut off is taken up again under its number. */
export async function startAttempt(sql: Sql, merchantId: string, id: string, number: number, at: Date): Promise<void> {
  await sql`
    insert into webhook_attempt (merchant_id, delivery_id, number, started_at)
    values (${merchantId}, ${id}, ${number}, ${at})
    on conflict (merchant_id, delivery_id, number) do update set started_at = excluded.started_at`
}

export async function endAttempt(
  tx: Tx,
  merchantId: string,
  id: string,
  number: number,
  result: AttemptResult,
  at: Date,
): Promise<void> {
  await tx`
    update webhook_attempt set ended_at = ${at}, http_status = ${result.httpStatus}, failure = ${result.failure}
    where merchant_id = ${merchantId} and delivery_id = ${id} and number = ${number}`
}

export async function updateDelivery(
  tx: Tx,
  merchantId: string,
  id: string,
  next: { state: DeliveryState; tries: number; nextTryAt: Date | null; endedAt: Date | null },
): Promise<void> {
  await tx`
    update webhook_delivery set state = ${next.state}, tries = ${next.tries}, next_try_at = ${next.nextTryAt},
      ended_at = ${next.endedAt}
    where merchant_id = ${merchantId} and id = ${id}`
}

export async function selectOverdue(db: Db, before: Date, limit: number) {
  return db<{ merchantId: string; id: string; tries: number }[]>`
    select merchant_id as "merchantId", id, tries from webhook_delivery
    where state = 'waiting' and next_try_at < ${before} order by next_try_at limit ${limit}`
}
