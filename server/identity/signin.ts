import type { Refusal } from '../../contract/refusals.ts'
import { recordAudit, systemActor } from '../audit/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { selectPasswordHash, updateLastSignin } from './customer.sql.ts'
import { type CustomerRow, readCustomerByPhone } from './customer.ts'
import type { Passwords } from './passwords.ts'
import { readPhone } from './phone.ts'
import { digestUnknown, type Secrets } from './secrets.ts'
import { startSession } from './session.ts'
import { type Counter, signinTriesAllowed, tryPassword } from './tries.ts'

export type SigninDeps = {
  sql: Sql
  clock: Clock
  ids: Ids
  secrets: Secrets
  secretKey: Buffer
  passwords: Passwords
}

export type SignedIn = { customer: CustomerRow; token: string }

/**
 * Signs a customer in. A number without an account costs the same time and tries and gets the same answers.
 * Refuses: phone_invalid, credentials_wrong, signin_locked.
 */
export async function signIn(
  deps: SigninDeps,
  { phone: typed, password, device }: { phone: string; password: string; device: string },
): Promise<SignedIn | Refusal> {
  const phone = readPhone(typed)
  if (!phone) return refuse('phone_invalid', {})
  const customer = await readCustomerByPhone(deps.sql, phone)
  if (!customer) {
    const value = digestUnknown(deps.secretKey, 'customer', phone)
    return tryInVain(deps, { table: 'signin_unknown', key: 'digest', value }, password)
  }
  const checked = await checkPassword(deps, customer.id, password)
  if (isRefusal(checked)) return checked
  return letIn(deps, { customer, passwordHash: checked.passwordHash, device })
}

/** Opens a session for whose password was right just now. Refuses: credentials_wrong. */
export function letIn(
  deps: SigninDeps,
  { customer, passwordHash, device }: { customer: CustomerRow; passwordHash: string; device: string },
): Promise<SignedIn | Refusal> {
  return deps.sql.begin(async (tx) => {
    const now = deps.clock.now()
    // A password that was changed meanwhile has ended all sessions; this one must not slip in behind it.
    const current = await updateLastSignin(tx, customer.id, passwordHash, now)
    if (!current) return refuse('credentials_wrong', { triesLeft: signinTriesAllowed })
    return { customer, token: await startSession(tx, deps, { customerId: customer.id, device, now }) }
  })
}

/** The hash that the password was right for. A lock that a wrong one closes is put on record for the customer. */
export async function checkPassword(
  { sql, clock, ids, passwords }: Omit<SigninDeps, 'secrets' | 'secretKey'>,
  customerId: string,
  password: string,
): Promise<{ passwordHash: string } | Refusal> {
  const now = clock.now()
  const passwordHash = await selectPasswordHash(sql, customerId)
  if (passwordHash === undefined) throw new Error('no such customer')
  const outcome = await tryPassword(sql, passwords, {
    counter: { table: 'customer', key: 'id', value: customerId },
    passwordHash,
    password,
    now,
  })
  if (outcome.right) return { passwordHash }
  if (outcome.locking)
    await recordAudit(sql, { id: ids(), customerId, at: now, actor: systemActor, action: 'signin.locked' })
  return outcome.refusal
}

/** A try for a name that nobody has: counted and timed like any other. */
export async function tryInVain(
  { sql, clock, passwords }: Pick<SigninDeps, 'sql' | 'clock' | 'passwords'>,
  counter: Counter,
  password: string,
): Promise<Refusal> {
  const outcome = await tryPassword(sql, passwords, { counter, passwordHash: undefined, password, now: clock.now() })
  if (outcome.right) throw new Error('a password was right without an account')
  return outcome.refusal
}
