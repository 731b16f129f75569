import type { Customer, Language } from '../../contract/identity.ts'
import type { Db, Tx } from '../platform/database.ts'

/** A customer without the secrets: password hash and PIN digest leave this file only for who checks them. */
export type CustomerRow = {
  id: string
  phone: string
  name: string
  language: Language
  state: Customer['state']
  stateSince: Date
  stateBy: 'customer' | 'staff'
  accountId: string
  pinTries: number
  pinLockedUntil: Date | null
  signinTries: number
  signinLockedUntil: Date | null
  lastSigninAt: Date | null
  /** Limits that staff raised; see policy/limits.ts. */
  limitPerPaymentMinor: bigint | null
  limitPerDayMinor: bigint | null
  limitUntil: Date | null
  createdAt: Date
}

export type InsertedCustomer = {
  id: string
  phone: string
  name: string
  language: Language
  passwordHash: string
  pinDigest: Buffer
  accountId: string
  createdAt: Date
}

const columns = (db: Db) => db`
  id, phone, name, language, state, state_since as "stateSince", state_by as "stateBy", account_id as "accountId",
  pin_tries as "pinTries", pin_locked_until as "pinLockedUntil", signin_tries as "signinTries",
  signin_locked_until as "signinLockedUntil", last_signin_at as "lastSigninAt",
  limit_per_payment as "limitPerPaymentMinor", limit_per_day as "limitPerDayMinor", limit_until as "limitUntil",
  created_at as "createdAt"`

/** Undefined for a guest, who has no account: whatever acts on an account begins here. */
export async function selectCustomer(db: Db, id: string): Promise<CustomerRow | undefined> {
  const [row] = await db<CustomerRow[]>`select ${columns(db)} from customer where id = ${id} and kind = 'account'`
  return row
}

export async function selectCustomerForUpdate(tx: Tx, id: string): Promise<CustomerRow | undefined> {
  const [row] = await tx<CustomerRow[]>`
    select ${columns(tx)} from customer where id = ${id} and kind = 'account' for no key update`
  return row
}

export async function selectCustomerByPhone(db: Db, phone: string): Promise<CustomerRow | undefined> {
  const [row] = await db<CustomerRow[]>`select ${columns(db)} from customer where phone = ${phone}`
  return row
}

/** Undefined where the number has an account already. */
export async function insertCustomer(tx: Tx, customer: InsertedCustomer): Promise<CustomerRow | undefined> {
  const [row] = await tx<CustomerRow[]>`
    insert into customer (id, phone, name, language, password_hash, pin_digest, state_since, account_id, created_at)
    values (${customer.id}, ${customer.phone}, ${customer.name}, ${customer.language}, ${customer.passwordHash},
      ${customer.pinDigest}, ${customer.createdAt}, ${customer.accountId}, ${customer.createdAt})
    on conflict on constraint customer_phone do nothing
    returning ${columns(tx)}`
  return row
}

export async function selectPasswordHash(db: Db, customerId: string): Promise<string | undefined> {
  const [row] = await db<{ hash: string }[]>`select password_hash as hash from customer where id = ${customerId}`
  return row?.hash
}

export async function selectPinDigest(db: Db, customerId: string): Promise<Buffer | undefined> {
  const [row] = await db<{ digest: Buffer }[]>`select pin_digest as digest from customer where id = ${customerId}`
  return row?.digest
}

export async function updatePassword(tx: Tx, customerId: string, passwordHash: string): Promise<void> {
  await tx`update customer set password_hash = ${passwordHash} where id = ${customerId}`
}

/** A running lock stays: it keeps money in for its time, whoever knows the password. */
export async function updatePin(tx: Tx, customerId: string, pinDigest: Buffer): Promise<CustomerRow> {
  const [row] = await tx<CustomerRow[]>`
    update customer set pin_digest = ${pinDigest}, pin_tries = case when pin_locked_until is null then 0 else pin_tries end
    where id = ${customerId} returning ${columns(tx)}`
  return row!
}

export async function updateLanguage(db: Db, customerId: string, language: Language): Promise<CustomerRow> {
  const [row] = await db<CustomerRow[]>`
    update customer set language = ${language} where id = ${customerId} returning ${columns(db)}`
  return row!
}

/** Whether the password is still the one that was checked; holds the row until the transaction ends. */
export async function updateLastSignin(tx: Tx, customerId: string, passwordHash: string, at: Date): Promise<boolean> {
  const updated = await tx`
    update customer set last_signin_at = ${at} where id = ${customerId} and password_hash = ${passwordHash}`
  return updated.count === 1
}

export async function updateState(
  tx: Tx,
  customerId: string,
  change: { state: Customer['state']; by: 'customer' | 'staff'; at: Date },
): Promise<CustomerRow> {
  const [row] = await tx<CustomerRow[]>`
    update customer set state = ${change.state}, state_by = ${change.by}, state_since = ${change.at}
    where id = ${customerId} returning ${columns(tx)}`
  return row!
}

export async function clearPinLock(tx: Tx, customerId: string): Promise<CustomerRow> {
  const [row] = await tx<CustomerRow[]>`
    update customer set pin_tries = 0, pin_locked_until = null where id = ${customerId} returning ${columns(tx)}`
  return row!
}

export async function clearSigninLock(tx: Tx, customerId: string): Promise<CustomerRow> {
  const [row] = await tx<CustomerRow[]>`
    update customer set signin_tries = 0, signin_locked_until = null where id = ${customerId} returning ${columns(tx)}`
  return row!
}

export async function updateLimits(
  tx: Tx,
  customerId: string,
  raise: { perPaymentMinor: bigint; perDayMinor: bigint; until: Date },
): Promise<void> {
  await tx`
    update customer set limit_per_payment = ${raise.perPaymentMinor}, limit_per_day = ${raise.perDayMinor}, limit_until = ${raise.until}
    where id = ${customerId}`
}
