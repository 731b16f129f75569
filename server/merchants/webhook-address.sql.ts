import type { Db, Tx } from '../platform/database.ts'
import type { OffReason } from './webhook.ts'

export type Address = {
  merchantId: string
  name: string
  url: string | null
  failingSince: Date | null
  offAt: Date | null
  offReason: OffReason | null
}

/** Of `merchant m`. */
export const addressColumns = (db: Db) => db`
  m.id as "merchantId", m.name, m.webhook_url as url, m.webhook_failing_since as "failingSince",
  m.webhook_off_at as "offAt", m.webhook_off_reason as "offReason"`

export async function selectAddress(db: Db, merchantId: string): Promise<Address & { paused: number }> {
  const [row] = await db<(Address & { paused: number })[]>`
    select ${addressColumns(db)}, (select count(*)::int from webhook_delivery d where d.merchant_id = m.id and d.state = 'paused') as paused
    from merchant m where m.id = ${merchantId}`
  return row!
}

export async function lockAddressRow(tx: Tx, merchantId: string): Promise<Address> {
  const [row] = await tx<Address[]>`
    select ${addressColumns(tx)} from merchant m where m.id = ${merchantId} for no key update`
  return row!
}

export async function updateAddress(
  tx: Tx,
  merchantId: string,
  next: Pick<Address, 'failingSince' | 'offAt' | 'offReason'>,
): Promise<void> {
  await tx`
    update merchant set webhook_failing_since = ${next.failingSince}, webhook_off_at = ${next.offAt},
      webhook_off_reason = ${next.offReason}
    where id = ${merchantId}`
}

/** Answers how many pause from now on. */
export async function pauseDeliveries(tx: Tx, merchantId: string): Promise<number> {
  const { count } = await tx`
    update webhook_delivery set state = 'paused', next_try_at = null where merchant_id = ${merchantId} and state = 'waiting'`
  return count
}

type Resumed = { merchantId: string; id: string; tries: number }

/** They are tried as if they were new; what was tried before stays on record. Answers how many, and the oldest of them. */
export async function resumeDeliveries(
  tx: Tx,
  { merchantId, at, limit }: { merchantId: string; at: Date; limit: number },
): Promise<{ count: number; oldest: Resumed[] }> {
  const oldest = await tx<(Resumed & { count: number })[]>`
    with resumed as (
      update webhook_delivery set state = 'waiting', next_try_at = ${at}, tried_since = ${at}, tries_before = tries
      where merchant_id = ${merchantId} and state = 'paused' returning merchant_id, id, tries)
    select merchant_id as "merchantId", id, tries, (select count(*)::int from resumed) as count
    from resumed order by id limit ${limit}`
  return { count: oldest[0]?.count ?? 0, oldest }
}
