import type { Staff } from '../../contract/identity.ts'
import type { Actor } from '../platform/actor.ts'
import { refuse } from '../platform/refusals.ts'

type Role = Staff['roles'][number]

export type Permission =
  | 'case.work'
  | 'case.supervise'
  | 'customer.read'
  | 'customer.freeze'
  | 'customer.unfreeze'
  | 'pin.unlock'
  | 'signin.unlock'
  | 'ledger.read'
  | 'reconciliation.work'
  | 'correction.decide'
  | 'help.edit'
  | 'merchant.manage'
  | 'staff.manage'

const agent = ['case.work', 'customer.read', 'customer.freeze', 'pin.unlock', 'signin.unlock'] as const

/** What each role may do. Nobody has everything: who manages staff does not also move customers' accounts. */
const permissionsOfRole: Record<Role, readonly Permission[]> = {
  agent,
  supervisor: [...agent, 'case.supervise', 'customer.unfreeze'],
  risk: ['customer.read', 'customer.freeze', 'customer.unfreeze', 'ledger.read'],
  finance: ['ledger.read', 'reconciliation.work', 'correction.decide'],
  editor: ['help.edit'],
  admin: ['staff.manage', 'merchant.manage', 'help.edit'],
}

export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => permissionsOfRole[role]))
}

/** The first line of every verb of staff: undefined when the actor may, else the refusal to hand back. */
export function requirePermission(actor: Actor, permission: Permission) {
  const may = actor.kind === 'staff' && actor.permissions.has(permission)
  return may ? undefined : refuse('permission_missing', { permission })
}
