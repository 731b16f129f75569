import type { Clock } from './clock.ts'
import type { Db, Sql } from './database.ts'
import type { Jobs } from './jobs.ts'
import type { Log } from './log.ts'

/** One kind of row that nobody needs after a time. Nothing of the ledger, of decisions or of records of deeds is ever one. */
export type Forgetting = {
  /** As the log calls it. */
  what: string
  keptMs: number
  /** Deletes up to `limit` rows that are older than that, the oldest first, and answers how many. */
  forget(db: Db, before: Date, limit: number): Promise<number>
}

const forgetJob = 'forget_old'
/** When the worker runs it, in UTC: 03:15 in Jakarta. */
export const retentionCrontab = `15 20 * * * ${forgetJob}`
/** Most rows of one statement: nobody waits long for what it locks. */
const forgottenAtOnce = 5_000
/** Most statements of one night for each kind; the rest has its turn the next night. */
const roundsPerNight = 1_000

export type RetentionDeps = { sql: Sql; clock: Clock; log: Log; forgettings: readonly Forgetting[] }

export function retentionJobs(deps: RetentionDeps): Jobs {
  return { [forgetJob]: () => forgetOld(deps) }
}

/** Lets go of everything whose time is over. Ended halfway it goes on the next night: each statement stands alone. */
export async function forgetOld({ sql, clock, log, forgettings }: RetentionDeps): Promise<void> {
  for (const { what, keptMs, forget } of forgettings) {
    const before = new Date(clock.now().getTime() - keptMs)
    let rows = 0
    for (let round = 0; round < roundsPerNight; round += 1) {
      const count = await forget(sql, before, forgottenAtOnce)
      rows += count
      if (count < forgottenAtOnce) break
    }
    if (rows > 0) log.info({ what, rows, before }, 'forgotten')
  }
}
