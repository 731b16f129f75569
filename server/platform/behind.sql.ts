import type { Db } from './database.ts'

/** The processes of the database that serve a pool of ours. */
export async function selectBackends(db: Db, poolName: string): Promise<number[]> {
  const rows = await db<{ pid: number }[]>`select pid from pg_stat_activity where application_name = ${poolName}`
  return rows.map(({ pid }) => pid)
}
