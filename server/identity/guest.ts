import type { Language } from '../../contract/identity.ts'
import type { GuestActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db, Sql } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { type GuestRow, insertGuest, insertGuestToken, selectGuestOfToken, storeGuestTokenEnded } from './guest.sql.ts'
import { hashToken, type Secrets } from './secrets.ts'

/** A guest's token ends at this age, used or not: long enough for an answer over a weekend and a question about it. */
export const guestAgeMs = 14 * 24 * 3_600_000

/** What the desk calls somebody who gave no name. */
const unnamed: Record<Language, string> = { en: 'Visitor', id: 'Pengunjung', zh: '访客' }

type GuestDeps = { sql: Sql; clock: Clock; ids: Ids; secrets: Secrets }
export type NewGuest = { token: string; name: string; language: Language; expiresAt: Date }

/** Lets somebody without an account in; the token exists nowhere else from then on. */
export async function startGuest(
  { sql, clock, ids, secrets }: GuestDeps,
  { name, language }: { name: string; language: Language },
): Promise<NewGuest & { id: string }> {
  const startedAt = clock.now()
  const expiresAt = new Date(startedAt.getTime() + guestAgeMs)
  const guest = { id: ids(), name: name || unnamed[language], language }
  const token = secrets.token()
  await sql.begin(async (tx) => {
    await insertGuest(tx, { ...guest, now: startedAt })
    await insertGuestToken(tx, { hash: hashToken(token)!, id: ids(), guestId: guest.id, startedAt, expiresAt })
  })
  return { ...guest, token, expiresAt }
}

/** Ends the guest's token everywhere; open sockets close. */
export async function endGuest({ sql, clock }: Pick<GuestDeps, 'sql' | 'clock'>, actor: GuestActor): Promise<void> {
  await storeGuestTokenEnded(sql, actor.sessionId, clock.now())
}

export function readGuest(db: Db, actor: GuestActor): Promise<GuestRow | undefined> {
  return selectGuestOfToken(db, actor.sessionId)
}
