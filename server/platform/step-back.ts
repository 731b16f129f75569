import { readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import type { Sql } from './database.ts'
import { readServing } from './step-back.sql.ts'

/** Behind everybody who is waited for, and not so far back that whoever meets a lock of ours waits long. */
const niceness = 10

/**
 * From now on this thread takes its turns on the processors behind others. Linux lowers single threads; elsewhere, and where
 * the system does not allow it, nothing changes.
 */
export function stepBack(): void {
  attempt(() => os.setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), niceness))
}

/**
 * The same for the process of PostgreSQL that serves the pool's one connection, where it runs on this machine: its title
 * says whom it serves, so that a number which means another process here is left alone.
 */
export async function stepBackInDatabase(sql: Sql): Promise<void> {
  const { pid, clientPort } = await readServing(sql)
  attempt(() => {
    const title = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    if (!title.startsWith('postgres: ') || !title.includes(`(${clientPort})`)) return
    os.setPriority(pid, niceness)
    // It has a session of its own, and where Linux shares processors out by session, only the session's niceness counts.
    writeFileSync(`/proc/${pid}/autogroup`, String(niceness))
  })
}

/** Turns are a courtesy: where the system says no, work goes on as before. */
function attempt(lower: () => void): void {
  try {
    lower()
  } catch {}
}
