import type { AccountDeed } from '../../contract/access-log.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { type AuditEvent, recordAudit } from '../audit/audit.ts'
import type { CustomerActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { updatePassword, updatePin } from './customer.sql.ts'
import { type CustomerRow, lockCustomer, readCustomer } from './customer.ts'
import { minimumLength, type PasswordJudge } from './password-strength.ts'
import type { Passwords } from './passwords.ts'
import { digestPin } from './pin.ts'
import { judgePinStrength } from './pin-strength.ts'
import { endOtherSessions } from './session.sql.ts'
import { checkPassword } from './signin.ts'

export type MeDeps = {
  sql: Sql
  clock: Clock
  ids: Ids
  secretKey: Buffer
  passwords: Passwords
  passwordJudge: PasswordJudge
  /** After the customer has frozen the own account, in the same transaction: for the ranks above. */
  afterFreeze(tx: Tx, customerId: string): Promise<void>
}

/** The customer behind a session. */
export async function readSelf(sql: Sql, actor: CustomerActor): Promise<CustomerRow> {
  const customer = await readCustomer(sql, actor.customerId)
  if (!customer) throw new Error('a session without its customer')
  return customer
}

/** Refuses: credentials_wrong, signin_locked, pin_weak. */
export async function changePin(
  deps: MeDeps,
  actor: CustomerActor,
  { password, newPin }: { password: string; newPin: string },
): Promise<CustomerRow | Refusal> {
  const checked = await checkPassword(deps, actor.customerId, password)
  if (isRefusal(checked)) return checked
  const customer = await readSelf(deps.sql, actor)
  const weak = judgePinStrength(newPin, customer.phone, deps.clock.now())
  if (weak) return weak
  return deps.sql.begin(async (tx) => {
    await lockCustomer(tx, customer.id)
    await recordAudit(tx, ownDeed(deps, customer, 'pin.changed'))
    return updatePin(tx, customer.id, digestPin(deps.secretKey, customer.id, newPin))
  })
}

/** All other sessions end with it. Refuses: credentials_wrong, signin_locked, password_weak. */
export async function changePassword(
  deps: MeDeps,
  actor: CustomerActor,
  { password, newPassword }: { password: string; newPassword: string },
): Promise<CustomerRow | Refusal> {
  const checked = await checkPassword(deps, actor.customerId, password)
  if (isRefusal(checked)) return checked
  if (password.normalize('NFC') === newPassword.normalize('NFC'))
    return refuse('password_weak', { reason: 'used_before', minimumLength })
  const customer = await readSelf(deps.sql, actor)
  const weak = await deps.passwordJudge.judge(newPassword, customer)
  if (weak) return weak
  const passwordHash = await deps.passwords.hash(newPassword)
  await deps.sql.begin(async (tx) => {
    await updatePassword(tx, customer.id, passwordHash)
    await endOtherSessions(tx, customer.id, actor.sessionId, deps.clock.now())
    await recordAudit(tx, ownDeed(deps, customer, 'password.changed'))
  })
  return customer
}

function ownDeed({ ids, clock }: MeDeps, customer: CustomerRow, action: AccountDeed): AuditEvent {
  const actor = { kind: 'customer', id: customer.id, name: customer.name } as const
  return { id: ids(), customerId: customer.id, at: clock.now(), actor, action }
}
