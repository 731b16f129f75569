import type { Db } from '../platform/database.ts'

/** Sessions that ran out before; one that was ended earlier goes with them. */
export async function deleteSessions(db: Db, before: Date, limit: number): Promise<number> {
  const { count } = await db`
    delete from session where token_hash in (
      select token_hash from session where expires_at < ${before} order by expires_at limit ${limit})`
  return count
}

export async function deleteStaffSessions(db: Db, before: Date, limit: number): Promise<number> {
  const { count } = await db`
    delete from staff_session where token_hash in (
      select token_hash from staff_session where expires_at < ${before} order by expires_at limit ${limit})`
  return count
}

/** The guest stays with the conversation that they had. */
export async function deleteGuestTokens(db: Db, before: Date, limit: number): Promise<number> {
  const { count } = await db`
    delete from guest_token where token_hash in (
      select token_hash from guest_token where expires_at < ${before} order by expires_at limit ${limit})`
  return count
}

export async function deleteChallenges(db: Db, before: Date, limit: number): Promise<number> {
  const { count } = await db`
    delete from challenge where id in (
      select id from challenge where created_at < ${before} order by created_at limit ${limit})`
  return count
}
