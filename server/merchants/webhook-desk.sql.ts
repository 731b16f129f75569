import type { Db } from '../platform/database.ts'
import type { AttemptResult } from './webhook.ts'
import { type Address, addressColumns } from './webhook-address.sql.ts'

export type TroubledRow = Address &
  AttemptResult & { url: string; tried: boolean; pending: number; oldestPendingAt: Date | null }

const troubled = (db: Db) => db`
  m.webhook_url is not null and (m.webhook_off_at is not null or m.webhook_failing_since is not null)`

/** Those that are switched off first, each the longest first. Ids grow with time, so the newest event has the highest. */
export async function selectTroubled(db: Db, limit: number): Promise<TroubledRow[]> {
  return db<TroubledRow[]>`
    select m.*, p.pending, p."oldestPendingAt", t.tried is not null as tried, t."httpStatus", t.failure
    from (
      select ${addressColumns(db)} from merchant m where ${troubled(db)}
      order by m.webhook_off_at, m.webhook_failing_since, m.id limit ${limit}
    ) m
    cross join lateral (
      select count(*)::int as pending, min(d.created_at) as "oldestPendingAt" from webhook_delivery d
      where d.merchant_id = m."merchantId" and d.state in ('waiting', 'paused')
        and d.state = case when m."offAt" is null then 'waiting' else 'paused' end
    ) p
    left join lateral (
      select true as tried, a.http_status as "httpStatus", a.failure from webhook_attempt a
      where a.merchant_id = m."merchantId" and a.ended_at is not null
      order by a.delivery_id desc, a.number desc limit 1
    ) t on true
    order by m."offAt", m."failingSince", m."merchantId"`
}

export async function countTroubled(db: Db): Promise<{ off: number; failing: number }> {
  const [row] = await db<{ off: number; failing: number }[]>`
    select count(m.webhook_off_at)::int as off, count(*) filter (where m.webhook_off_at is null)::int as failing
    from merchant m where ${troubled(db)}`
  return row!
}
