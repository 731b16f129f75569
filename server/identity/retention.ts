import type { Forgetting } from '../platform/retention.ts'
import { deleteChallenges, deleteGuestTokens, deleteSessions, deleteStaffSessions } from './retention.sql.ts'

const dayMs = 24 * 3_600_000
/** A device that was not used for so long is new again: diagnosis compares a session with all that are known. */
export const sessionsKeptMs = 400 * dayMs
export const guestTokensKeptMs = 30 * dayMs
/** Codes are counted over a day; what is older says nothing any more. */
export const codesKeptMs = 7 * dayMs

export const identityForgettings: readonly Forgetting[] = [
  { what: 'sessions', keptMs: sessionsKeptMs, forget: deleteSessions },
  { what: 'sessions of staff', keptMs: sessionsKeptMs, forget: deleteStaffSessions },
  { what: 'tokens of guests', keptMs: guestTokensKeptMs, forget: deleteGuestTokens },
  { what: 'codes sent by SMS', keptMs: codesKeptMs, forget: deleteChallenges },
]
