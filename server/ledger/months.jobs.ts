import type { Clock } from '../platform/clock.ts'
import type { Db, Sql } from '../platform/database.ts'
import { addJob, type Jobs } from '../platform/jobs.ts'
import { createMonths } from './history.sql.ts'

const monthsJob = 'ledger.createMonths'
/** Months that are ready beside the present one: a worker may stand still that long before rows go to the default partition. */
export const monthsAhead = 3
const pauseMs = 24 * 3_600_000

/** The first days of the present month and of those ahead. */
export function monthsFrom(now: Date): string[] {
  return Array.from({ length: monthsAhead + 1 }, (_, ahead) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1)).toISOString().slice(0, 10),
  )
}

/** Creates the ledger's months ahead, now and then every day. Call at the start, before anything is posted. */
export async function keepMonthsAhead(sql: Sql, clock: Clock): Promise<void> {
  await createMonths(sql, monthsFrom(clock.now()))
  await planNext(sql, clock)
}

export function monthJobs({ sql, clock }: { sql: Sql; clock: Clock }): Jobs {
  return { [monthsJob]: () => keepMonthsAhead(sql, clock) }
}

function planNext(db: Db, clock: Clock): Promise<void> {
  const runAt = new Date(clock.now().getTime() + pauseMs)
  return addJob(db, { name: monthsJob, payload: {}, runAt, key: monthsJob })
}
