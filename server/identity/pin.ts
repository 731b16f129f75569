import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { Refusal } from '../../contract/refusals.ts'
import { refuse } from '../platform/refusals.ts'

/** Wrong PINs in a row before payments lock. */
export const pinTriesAllowed = 5
/** How long payments stay locked; staff may unlock earlier. */
export const pinLockMs = 30 * 60_000

/**
 * Digest of a PIN under the server's key. A slow hash protects no six digits and would cap payments: the key, kept
 * outside the database, and the counter beside the digest are what protects them. A `KeyObject` made once spares
 * four fifths of the time.
 */
export function digestPin(key: Buffer | KeyObject, customerId: string, pin: string): Buffer {
  return createHmac('sha256', key).update(`pin:${customerId}:${pin}`).digest()
}

export type PinState = { digest: Buffer; tries: number; lockedUntil: Date | null }

/** Judges one PIN. `next` is what has to be stored, where anything changed. */
export function judgePin(
  state: PinState,
  offered: Buffer,
  now: Date,
): { refusal?: Refusal; next?: Omit<PinState, 'digest'> } {
  if (state.lockedUntil && state.lockedUntil > now)
    return { refusal: refuse('pin_locked', { until: state.lockedUntil.toISOString() }) }
  if (timingSafeEqual(state.digest, offered))
    return state.tries === 0 && !state.lockedUntil ? {} : { next: { tries: 0, lockedUntil: null } }
  // A lock that has run out gives the full number of tries again.
  const tries = (state.lockedUntil ? 0 : state.tries) + 1
  if (tries < pinTriesAllowed)
    return { refusal: refuse('pin_wrong', { triesLeft: pinTriesAllowed - tries }), next: { tries, lockedUntil: null } }
  const lockedUntil = new Date(now.getTime() + pinLockMs)
  return { refusal: refuse('pin_locked', { until: lockedUntil.toISOString() }), next: { tries, lockedUntil } }
}
