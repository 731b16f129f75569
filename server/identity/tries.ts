import type { Refusal } from '../../contract/refusals.ts'
import type { Db } from '../platform/database.ts'
import { refuse } from '../platform/refusals.ts'
import type { Passwords } from './passwords.ts'
import { type Counter, clearTries, countTry, selectLock, uncountTry } from './tries.sql.ts'

export type { Counter } from './tries.sql.ts'

/** Wrong passwords in a row before sign-in locks. */
export const signinTriesAllowed = 5
/** How long sign-in stays locked; staff may unlock earlier. */
export const signinLockMs = 15 * 60_000

export type PasswordTry = { counter: Counter; passwordHash: string | undefined; password: string; now: Date }

/** `locking` is true for the one try that closed the lock. */
export type TryOutcome = { right: true } | { right: false; refusal: Refusal; locking: boolean }

/**
 * Tries a password. The try is counted before the slow hash and forgiven after a right one, so that many tries at the
 * same time get no more guesses than tries one after the other, and no connection waits for a hash.
 */
export async function tryPassword(db: Db, passwords: Passwords, attempt: PasswordTry): Promise<TryOutcome> {
  const { counter, now } = attempt
  const lockUntil = new Date(now.getTime() + signinLockMs)
  const counted = await countTry(db, counter, { now, allowed: signinTriesAllowed, lockUntil })
  if (!counted) {
    const until = (await selectLock(db, counter)) ?? lockUntil
    return { right: false, refusal: refuse('signin_locked', { until: until.toISOString() }), locking: false }
  }
  const right = await passwords.verify(attempt.passwordHash, attempt.password).catch(async (error) => {
    await uncountTry(db, counter)
    throw error
  })
  if (right) {
    await clearTries(db, counter)
    return { right }
  }
  if (counted.lockedUntil) {
    const refusal = refuse('signin_locked', { until: counted.lockedUntil.toISOString() })
    return { right, refusal, locking: true }
  }
  const refusal = refuse('credentials_wrong', { triesLeft: signinTriesAllowed - counted.tries })
  return { right, refusal, locking: false }
}
