import type { Forgetting } from '../platform/retention.ts'
import { deleteChallenges, deleteExpired, type TokenTable } from './retention.sql.ts'

const dayMs = 24 * 3_600_000
/** A device that was not used for so long is new again: diagnosis compares a session with all that are known. */
export const sessionsKeptMs = 400 * dayMs
export const guestTokensKeptMs = 30 * dayMs
/** Codes are counted over a day; what is older says nothing any more. */
export const codesKeptMs = 7 * dayMs

const expired =
  (table: TokenTable): Forgetting['forget'] =>
  (db, before, limit) =>
    deleteExpired(db, table, before, limit)

export const identityForgettings: readonly Forgetting[] = [
  { what: 'sessions', keptMs: sessionsKeptMs, forget: expired('session') },
  { what: 'sessions of staff', keptMs: sessionsKeptMs, forget: expired('staff_session') },
  { what: 'tokens of guests', keptMs: guestTokensKeptMs, forget: expired('guest_token') },
  { what: 'codes sent by SMS', keptMs: codesKeptMs, forget: deleteChallenges },
]
