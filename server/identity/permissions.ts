import type { CustomerView } from '../../contract/console.ts'
import type { Staff } from '../../contract/identity.ts'
import type { Actor, StaffActor } from '../platform/actor.ts'
import { refuse } from '../platform/refusals.ts'

type Role = Staff['roles'][number]

export type Permission =
  | 'case.work'
  | 'case.supervise'
  | 'customer.read'
  | 'customer.contact'
  | 'customer.money'
  | 'customer.devices'
  | 'customer.record'
  | 'customer.freeze'
  | 'customer.unfreeze'
  | 'pin.unlock'
  | 'signin.unlock'
  | 'code.send'
  | 'limit.raise'
  | 'limit.decide'
  | 'macro.edit'
  | 'desk.configure'
  | 'ledger.read'
  | 'reconciliation.work'
  | 'correction.decide'
  | 'help.edit'
  | 'directory.edit'
  | 'webhook.resume'
  | 'merchant.manage'
  | 'staff.manage'

const wholeCustomer = [
  'customer.read',
  'customer.contact',
  'customer.money',
  'customer.devices',
  'customer.record',
] as const
const agent = [
  'case.work',
  ...wholeCustomer,
  'customer.freeze',
  'pin.unlock',
  'signin.unlock',
  'code.send',
  'limit.raise',
] as const

/** What each role may do. Nobody has everything: who manages staff does not also move customers' accounts. */
const permissionsOfRole: Record<Role, readonly Permission[]> = {
  agent,
  supervisor: [
    ...agent,
    'case.supervise',
    'customer.unfreeze',
    'limit.decide',
    'macro.edit',
    'desk.configure',
    'webhook.resume',
  ],
  risk: [...wholeCustomer, 'customer.freeze', 'customer.unfreeze', 'limit.decide', 'ledger.read'],
  // Whose money it is, and nothing about how to reach them or what they use.
  finance: [
    'customer.read',
    'customer.money',
    'ledger.read',
    'reconciliation.work',
    'correction.decide',
    'webhook.resume',
  ],
  editor: ['help.edit', 'directory.edit'],
  admin: ['staff.manage', 'desk.configure', 'webhook.resume', 'merchant.manage', 'help.edit', 'directory.edit'],
}

export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => permissionsOfRole[role]))
}

/** Fields of a customer that need more than `customer.read`; without it they are absent from every answer. */
export const permissionOfField = {
  phone: 'customer.contact',
  balance: 'customer.money',
  available: 'customer.money',
  limits: 'customer.money',
  devices: 'customer.devices',
  accessLog: 'customer.record',
} as const satisfies Partial<Record<keyof CustomerView, Permission>>

/** The first line of every verb of staff: undefined when the actor may, else the refusal to hand back. */
export function requirePermission(actor: Actor, permission: Permission) {
  const may = actor.kind === 'staff' && actor.permissions.has(permission)
  return may ? undefined : refuse('permission_missing', { permission })
}

/** Nobody lifts a lock or a limit of their own wallet, nor lets a colleague do so. `phone` in E.164; guests have none. */
export function isOwnAccount({ ownPhone }: StaffActor, phone: string | null): boolean {
  return ownPhone != null && ownPhone === phone
}
