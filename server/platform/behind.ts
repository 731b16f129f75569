import { readFileSync } from 'node:fs'
import os from 'node:os'
import { selectBackends } from './behind.sql.ts'
import type { Sql } from './database.ts'
import type { Log } from './log.ts'

/** Small enough that who holds a lock in the database is not kept for long from letting go of it. */
const niceness = 5
/** A connection that was lost comes back as another process. */
const lookMs = 5_000

/**
 * Keeps the processes that serve a pool of the database behind those that people wait for, as far as this is PostgreSQL on
 * this machine and ours to tell so; elsewhere nothing happens, and nothing depends on it.
 */
export function keepBehind({ sql, poolName, log }: { sql: Sql; poolName: string; log: Log }): { stop(): void } {
  const seen = new Set<number>()
  async function look() {
    for (const pid of await selectBackends(sql, poolName)) {
      if (seen.has(pid) || !isPostgres(pid)) continue
      seen.add(pid)
      os.setPriority(pid, niceness)
    }
  }
  const lookSafely = () => void look().catch((error) => log.debug({ err: error }, 'the database keeps its own order'))
  lookSafely()
  const timer = setInterval(lookSafely, lookMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

/** Numbers of processes of another machine may be somebody else's here. */
function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('postgres:')
  } catch {
    return false
  }
}
