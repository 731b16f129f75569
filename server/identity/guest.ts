import type { Language } from '../../contract/identity.ts'
import type { Refusal } from '../../contract/refusals.ts'
import type { GuestActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import { type Db, type Sql, violatedConstraint } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { refuse } from '../platform/refusals.ts'
import {
  type GuestRow,
  insertGuest,
  insertGuestToken,
  selectGuestOfToken,
  selectOpenGuestToken,
  storeGuestTokenEnded,
} from './guest.sql.ts'
import { hashToken } from './secrets.ts'

/** A guest's token ends at this age, used or not: long enough for an answer over a weekend and a question about it. */
export const guestAgeMs = 14 * 24 * 3_600_000

/** What the desk calls somebody who gave no name. */
const unnamed: Record<Language, string> = { en: 'Visitor', id: 'Pengunjung', zh: '访客' }

type GuestDeps = { sql: Sql; clock: Clock; ids: Ids }
export type KnownGuest = GuestRow & { id: string }

/**
 * Lets somebody without an account in, under a token that their browser drew before it asked; only its digest is kept.
 * Asked again with the same token, as after a lost answer, it is the same guest, with the name said first. Refusal:
 * signin_required where the token has ended: draw another.
 */
export async function startGuest(
  { sql, clock, ids }: GuestDeps,
  { token, name, language, device }: { token: string; name: string; language: Language; device: string },
): Promise<KnownGuest | Refusal> {
  const hash = hashToken(token)
  if (!hash) return refuse('signin_required', {})
  const startedAt = clock.now()
  const expiresAt = new Date(startedAt.getTime() + guestAgeMs)
  const guest = { id: ids(), name: name || unnamed[language], language }
  try {
    await sql.begin(async (tx) => {
      await insertGuest(tx, { ...guest, now: startedAt })
      await insertGuestToken(tx, { hash, id: ids(), guestId: guest.id, device, startedAt, expiresAt })
    })
    return { ...guest, expiresAt }
  } catch (error) {
    if (violatedConstraint(error) !== 'guest_token_pkey') throw error
    const known = await selectOpenGuestToken(sql, hash, startedAt)
    const found = known && (await selectGuestOfToken(sql, known.id))
    return found ? { ...found, id: known.guestId } : refuse('signin_required', {})
  }
}

/** Ends the guest's token everywhere; open sockets close. */
export async function endGuest({ sql, clock }: Pick<GuestDeps, 'sql' | 'clock'>, actor: GuestActor): Promise<void> {
  await storeGuestTokenEnded(sql, actor.sessionId, clock.now())
}

export function readGuest(db: Db, actor: GuestActor): Promise<GuestRow | undefined> {
  return selectGuestOfToken(db, actor.sessionId)
}
