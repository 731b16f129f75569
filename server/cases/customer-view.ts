import type { CustomerView } from '../../contract/console.ts'
import { readAudit } from '../audit/audit.ts'
import { type CustomerRow, toCustomer } from '../identity/customer.ts'
import { type Permission, permissionOfField } from '../identity/permissions.ts'
import { selectSessions } from '../identity/session.sql.ts'
import { readStanding } from '../payments/standing.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { type Proof, readProof } from './customer-code.ts'

/** Devices and entries of the access log beside a conversation, newest first. */
const devicesShown = 10
const entriesShown = 20

/**
 * The customer as this member of staff may see them. What the role may not see is neither read nor sent, see
 * `permissionOfField`. `caseId`: the case in which the customer may have confirmed a code.
 */
export async function viewCustomer(
  db: Db,
  clock: Clock,
  actor: StaffActor,
  customer: CustomerRow,
  caseId: string | null,
): Promise<CustomerView> {
  const now = clock.now()
  const may = (field: keyof typeof permissionOfField) => actor.permissions.has(permissionOfField[field] as Permission)
  const [proof, standing, sessions, entries] = await Promise.all([
    readProof(db, clock, customer.id, caseId),
    may('balance') ? readStanding(db, clock, customer) : undefined,
    may('devices') ? selectSessions(db, customer.id, now, devicesShown) : undefined,
    may('accessLog') ? readAudit(db, customer.id, entriesShown) : undefined,
  ])
  const { phone, ...shared } = toCustomer(customer, now)
  return {
    ...shared,
    ...locksOf(customer, now),
    verification: toVerification(proof),
    ...(may('phone') ? { phone } : {}),
    ...standing,
    ...(sessions && {
      devices: sessions.map(({ id, device, startedAt }) => ({ id, device, startedAt: startedAt.toISOString() })),
    }),
    ...(entries && { accessLog: entries.map((entry) => ({ ...entry, at: entry.at.toISOString() })) }),
  }
}

function toVerification({ level, until }: Proof): CustomerView['verification'] {
  return { level, until: until?.toISOString() ?? null }
}

function locksOf(customer: CustomerRow, now: Date) {
  const locked = customer.signinLockedUntil && customer.signinLockedUntil > now ? customer.signinLockedUntil : null
  return {
    frozenSince: customer.state === 'frozen' ? customer.stateSince.toISOString() : null,
    signInLockedUntil: locked?.toISOString() ?? null,
    lastSignInAt: customer.lastSigninAt?.toISOString() ?? null,
  }
}
