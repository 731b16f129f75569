import type { AccountDeed } from '../../contract/access-log.ts'
import type { Customer } from '../../contract/identity.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { type AuditActor, recordAudit, staffActor } from '../audit/audit.ts'
import { setAccountState } from '../ledger/accounts.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { refuse } from '../platform/refusals.ts'
import { clearPinLock, clearSigninLock, updateState } from './customer.sql.ts'
import { type CustomerRow, lockCustomer } from './customer.ts'
import { type Permission, requirePermission } from './permissions.ts'

/** From where a customer's state may go where. */
const moves: Record<Customer['state'], readonly Customer['state'][]> = {
  active: ['frozen', 'under_review'],
  under_review: ['active', 'frozen'],
  frozen: ['active'],
}

export type SafetyDeps = { clock: Clock; ids: Ids }
export type SafetyRequest = { customerId: string; reason: string; caseId: string | null }
export type SafetyAction = 'freeze' | 'unfreeze' | 'unlock_pin' | 'unlock_signin'

type Deed = {
  permission: Permission
  auditAction: AccountDeed
  isNeeded(customer: CustomerRow, now: Date): boolean
  carryOut(tx: Tx, customer: CustomerRow, now: Date): Promise<CustomerRow>
}

/** What staff may do to keep an account safe, or to open it again. */
export const safetyDeeds: Record<SafetyAction, Deed> = {
  freeze: {
    permission: 'customer.freeze',
    auditAction: 'customer.frozen',
    isNeeded: (customer) => customer.state !== 'frozen',
    carryOut: (tx, customer, now) => freeze(tx, customer, 'staff', now),
  },
  unfreeze: {
    permission: 'customer.unfreeze',
    auditAction: 'customer.unfrozen',
    isNeeded: (customer) => customer.state === 'frozen',
    carryOut: unfreeze,
  },
  unlock_pin: {
    permission: 'pin.unlock',
    auditAction: 'pin.unlocked',
    isNeeded: (customer, now) => isLocked(customer.pinLockedUntil, now),
    carryOut: (tx, customer) => clearPinLock(tx, customer.id),
  },
  unlock_signin: {
    permission: 'signin.unlock',
    auditAction: 'signin.unlocked',
    isNeeded: (customer, now) => isLocked(customer.signinLockedUntil, now),
    carryOut: (tx, customer) => clearSigninLock(tx, customer.id),
  },
}

/**
 * One safety action of a member of staff, with its record, in the caller's transaction; answers the customer after it.
 * Refuses: permission_missing, not_found, action_not_possible (`not_needed`, `reason_missing`).
 */
export async function act(
  tx: Tx,
  actor: StaffActor,
  action: SafetyAction,
  request: SafetyRequest,
  { clock, ids }: SafetyDeps,
): Promise<CustomerRow | Refusal> {
  const deed = safetyDeeds[action]
  const denied = requirePermission(actor, deed.permission)
  if (denied) return denied
  const reason = request.reason.trim()
  if (reason === '') return refuse('action_not_possible', { reason: 'reason_missing' })
  const customer = await lockCustomer(tx, request.customerId)
  if (!customer) return refuse('not_found', {})
  const at = clock.now()
  if (!deed.isNeeded(customer, at)) return refuse('action_not_possible', { reason: 'not_needed' })
  const changed = await deed.carryOut(tx, customer, at)
  await recordAudit(tx, {
    id: ids(),
    customerId: customer.id,
    at,
    actor: staffActor(actor),
    action: deed.auditAction,
    reason,
    caseId: request.caseId,
    details: { before: customer.state },
  })
  return changed
}

/** Nothing leaves the account any more. See `act`. */
export function freezeCustomer(tx: Tx, actor: StaffActor, request: SafetyRequest, deps: SafetyDeps) {
  return act(tx, actor, 'freeze', request, deps)
}

/** The account moves again. See `act`. */
export function unfreezeCustomer(tx: Tx, actor: StaffActor, request: SafetyRequest, deps: SafetyDeps) {
  return act(tx, actor, 'unfreeze', request, deps)
}

/** Ends a lock after wrong PINs. See `act`. */
export function unlockPin(tx: Tx, actor: StaffActor, request: SafetyRequest, deps: SafetyDeps) {
  return act(tx, actor, 'unlock_pin', request, deps)
}

/** Ends a lock after wrong passwords. See `act`. */
export function unlockSignIn(tx: Tx, actor: StaffActor, request: SafetyRequest, deps: SafetyDeps) {
  return act(tx, actor, 'unlock_signin', request, deps)
}

/** The customer freezes the own account, at once and without a reason. Frozen already is good too. */
export async function freezeOwn(tx: Tx, customerId: string, { clock, ids }: SafetyDeps): Promise<CustomerRow> {
  const customer = await lockCustomer(tx, customerId)
  if (!customer) throw new Error('a session without its customer')
  if (customer.state === 'frozen') return customer
  const at = clock.now()
  const actor: AuditActor = { kind: 'customer', id: customerId, name: customer.name }
  const details = { before: customer.state }
  await recordAudit(tx, { id: ids(), customerId, at, actor, action: 'customer.frozen', details })
  return freeze(tx, customer, 'customer', at)
}

async function freeze(tx: Tx, customer: CustomerRow, by: 'customer' | 'staff', at: Date): Promise<CustomerRow> {
  checkMove(customer.state, 'frozen')
  await setAccountState(tx, customer.accountId, 'frozen')
  return updateState(tx, customer.id, { state: 'frozen', by, at })
}

async function unfreeze(tx: Tx, customer: CustomerRow, at: Date): Promise<CustomerRow> {
  checkMove(customer.state, 'active')
  await setAccountState(tx, customer.accountId, 'open')
  return updateState(tx, customer.id, { state: 'active', by: 'staff', at })
}

function checkMove(from: Customer['state'], to: Customer['state']) {
  if (!moves[from].includes(to)) throw new Error(`a customer cannot go from ${from} to ${to}`)
}

function isLocked(until: Date | null, now: Date): boolean {
  return until !== null && until > now
}
