import type { CustomerActor, GuestActor, StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import type { Authenticators } from '../platform/http.ts'
import { refuse } from '../platform/refusals.ts'
import { selectOpenGuestToken } from './guest.sql.ts'
import { permissionsOf } from './permissions.ts'
import { hashToken } from './secrets.ts'
import { selectOpenSession } from './session.sql.ts'
import { selectOpenStaffSession } from './staff.sql.ts'

/**
 * Who stands behind a session's token. Asked of the database each time: a session that was ended, or a member of staff
 * who was disabled, counts at once in every process.
 */
export function createAuthenticators({ sql, clock }: { sql: Sql; clock: Clock }): Omit<Authenticators, 'merchant'> {
  return {
    async customer(token) {
      const tokenHash = hashToken(token)
      const session = tokenHash && (await selectOpenSession(sql, tokenHash, clock.now()))
      if (!session) return refuse('signin_required', {})
      return { kind: 'customer', customerId: session.customerId, sessionId: session.id } satisfies CustomerActor
    },
    async guest(token) {
      const tokenHash = hashToken(token)
      const found = tokenHash && (await selectOpenGuestToken(sql, tokenHash, clock.now()))
      if (!found) return refuse('signin_required', {})
      return { kind: 'customer', guest: true, customerId: found.guestId, sessionId: found.id } satisfies GuestActor
    },
    async staff(token) {
      const tokenHash = hashToken(token)
      const found = tokenHash && (await selectOpenStaffSession(sql, tokenHash, clock.now()))
      if (!found) return refuse('signin_required', {})
      const { id, sessionId, name, roles, ownPhone } = found
      const permissions = permissionsOf(roles)
      return { kind: 'staff', staffId: id, sessionId, name, permissions, ownPhone } satisfies StaffActor
    },
  }
}
