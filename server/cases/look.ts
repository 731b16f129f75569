import type { Refusal } from '../../contract/refusals.ts'
import { recordAudit, staffActor } from '../audit/audit.ts'
import { readCustomer, readCustomerByPhone } from '../identity/customer.ts'
import { requirePermission } from '../identity/permissions.ts'
import { readPhone } from '../identity/phone.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db, Sql } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { refuse } from '../platform/refusals.ts'
import { findCase } from './case.sql.ts'
import { findCustomerByCaseNumber, hasInHand, hasLookedSince, isOwnBusiness } from './look.sql.ts'
import { tellReadingAlong } from './reading-along.ts'

const minuteMs = 60_000
/** Looking again within this time is the same look: a desk reads a case anew whenever something changes. */
const lookMs = 15 * minuteMs
/** So long a reason that was given opens the account. */
const reasonMs = 30 * minuteMs
/** A case that was one's own, or in which one was named, may be read for so long afterwards. */
const afterwardsMs = 24 * 60 * minuteMs

/** The search answers masked people by their id. */
const foundId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

type LookDeps = { clock: Clock; ids: Ids }

/** Puts on record, for the customer to see, that this member of staff looked at the account because of this case. */
export async function recordLook(
  db: Db,
  { clock, ids }: LookDeps,
  actor: StaffActor,
  subject: { customerId: string; caseId: string },
): Promise<void> {
  const at = clock.now()
  const action = 'customer.viewed'
  const since = new Date(at.getTime() - lookMs)
  if (await hasLookedSince(db, { ...subject, staffId: actor.staffId, action, since })) return
  await recordAudit(db, { id: ids(), at, actor: staffActor(actor), action, ...subject })
}

/**
 * Opens a case to this member of staff, puts the look on record, and lets an agent see that a supervisor reads along. Whose business the case is needs no more; everybody
 * else has given a reason before, which the customer reads. Refusals: permission_missing, reason_needed.
 */
export async function openLook(
  sql: Sql,
  deps: LookDeps,
  actor: StaffActor,
  subject: { customerId: string; caseId: string },
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'case.work') ?? requirePermission(actor, 'customer.read')
  if (refusal) return refusal
  if (!(await mayLook(sql, deps, actor, subject))) return refuse('reason_needed', {})
  await recordLook(sql, deps, actor, subject)
  await tellReadingAlong({ sql, clock: deps.clock }, actor, subject.caseId)
  return undefined
}

/** Whether a case may be read without a further word: for pictures and finds, which are no look of their own. */
export async function mayLook(
  db: Db,
  { clock }: Pick<LookDeps, 'clock'>,
  actor: StaffActor,
  { customerId, caseId }: { customerId: string; caseId: string },
): Promise<boolean> {
  if (actor.permissions.has('case.supervise')) return true
  const since = new Date(clock.now().getTime() - afterwardsMs)
  if (await isOwnBusiness(db, { caseId, staffId: actor.staffId, since })) return true
  return hasGivenReason(db, clock, actor, customerId)
}

/**
 * Opens a customer to this member of staff outside a case. Refusals: permission_missing, reason_needed where no reason
 * was given (`lookUp`) and no conversation of theirs is in hand.
 */
export async function openCustomer(
  db: Db,
  { clock }: Pick<LookDeps, 'clock'>,
  actor: StaffActor,
  customerId: string,
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'customer.read')
  if (refusal) return refusal
  const may = (await hasGivenReason(db, clock, actor, customerId)) || (await hasInHand(db, customerId, actor.staffId))
  return may ? undefined : refuse('reason_needed', {})
}

function hasGivenReason(db: Db, clock: Clock, actor: StaffActor, customerId: string): Promise<boolean> {
  const since = new Date(clock.now().getTime() - reasonMs)
  return hasLookedSince(db, { customerId, caseId: null, staffId: actor.staffId, action: 'customer.looked_up', since })
}

/**
 * Finds a customer by phone number or case number, with a reason that the customer reads; it opens the account to this
 * member of staff for half an hour. Refusals: permission_missing, not_found.
 */
export async function lookUp(
  db: Db,
  deps: LookDeps,
  actor: StaffActor,
  { about, reason }: { about: string; reason: string },
): Promise<{ customerId: string } | Refusal> {
  const refusal = requirePermission(actor, 'customer.read')
  if (refusal) return refusal
  const phone = readPhone(about)
  const customerId =
    (foundId.test(about) && (await readCustomer(db, about))?.id) ||
    (phone && (await readCustomerByPhone(db, phone))?.id) ||
    (await findCustomerByCaseNumber(db, about.toUpperCase()))
  if (!customerId) return refuse('not_found', {})
  await recordReason(db, deps, actor, { customerId, caseId: null, reason })
  return { customerId }
}

/** Gives the reason for opening somebody else's case. Refusals: permission_missing, not_found. */
export async function explainLook(
  db: Db,
  deps: LookDeps,
  actor: StaffActor,
  { caseId, reason }: { caseId: string; reason: string },
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'case.work') ?? requirePermission(actor, 'customer.read')
  if (refusal) return refusal
  const found = await findCase(db, caseId)
  if (!found) return refuse('not_found', {})
  await recordReason(db, deps, actor, { customerId: found.customerId, caseId, reason })
  return undefined
}

function recordReason(
  db: Db,
  { clock, ids }: LookDeps,
  actor: StaffActor,
  look: { customerId: string; caseId: string | null; reason: string },
): Promise<void> {
  return recordAudit(db, {
    id: ids(),
    at: clock.now(),
    actor: staffActor(actor),
    action: 'customer.looked_up',
    ...look,
  })
}
