import type { Db } from '../platform/database.ts'

export type TokenTable = 'session' | 'staff_session' | 'guest_token'

/**
 * Tokens that ran out before; one that was ended earlier goes with them. A guest stays with the conversation that they
 * had.
 */
export async function deleteExpired(db: Db, table: TokenTable, before: Date, limit: number): Promise<number> {
  const { count } = await db`
    delete from ${db(table)} where token_hash in (
      select token_hash from ${db(table)} where expires_at < ${before} order by expires_at limit ${limit})`
  return count
}

export async function deleteChallenges(db: Db, before: Date, limit: number): Promise<number> {
  const { count } = await db`
    delete from challenge where id in (
      select id from challenge where created_at < ${before} order by created_at limit ${limit})`
  return count
}
