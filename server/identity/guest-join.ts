import type { Refusal } from '../../contract/refusals.ts'
import type { CustomerActor } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/database.ts'
import { refuse } from '../platform/refusals.ts'
import { endTokensOfGuest, type HeldToken, insertGuestJoin, selectHeldToken } from './guest-join.sql.ts'
import { hashToken } from './secrets.ts'

/** What a caller shows: the guest's token, from this device. */
export type HeldProof = { token: string; device: string }
/** `again`: this customer said so before, and nothing is left to do. */
export type Joining = { guestId: string; again: boolean }

/**
 * Judges whether the holder of this token may be the customer. Refusal guest_not_joined: `over` (no such token, or it has
 * ended), `other_device`, `joined_elsewhere`.
 */
export function judgeJoin(
  customerId: string,
  held: HeldToken | undefined,
  device: string,
  now: Date,
): Joining | Refusal {
  if (!held) return refuse('guest_not_joined', { reason: 'over' })
  // A token that is held elsewhere was copied: not even that it was joined is said there.
  if (held.device !== null && held.device !== device) return refuse('guest_not_joined', { reason: 'other_device' })
  if (held.joinedTo === customerId) return { guestId: held.guestId, again: true }
  if (held.joinedTo) return refuse('guest_not_joined', { reason: 'joined_elsewhere' })
  if (held.endedAt || held.expiresAt <= now) return refuse('guest_not_joined', { reason: 'over' })
  return { guestId: held.guestId, again: false }
}

export async function readHeldToken(db: Db, token: string): Promise<HeldToken | undefined> {
  const hash = hashToken(token)
  return hash && selectHeldToken(db, hash)
}

/** The guest is this customer from now on, and the guest's tokens end. False where somebody said so just before. */
export async function becomeCustomer(
  tx: Tx,
  { customerId, sessionId }: CustomerActor,
  guestId: string,
  now: Date,
): Promise<boolean> {
  if (!(await insertGuestJoin(tx, { guestId, customerId, sessionId, now }))) return false
  await endTokensOfGuest(tx, guestId, now)
  return true
}
