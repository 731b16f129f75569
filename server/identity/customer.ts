import type { Customer, Language } from '../../contract/identity.ts'
import { openAccount } from '../ledger/accounts.ts'
import { lockAccounts } from '../ledger/ledger.sql.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import {
  type CustomerRow,
  insertCustomer,
  selectCustomer,
  selectCustomerByPhone,
  selectCustomerForUpdate,
} from './customer.sql.ts'
import { digestPin } from './pin.ts'

export type { CustomerRow } from './customer.sql.ts'

const walletCurrency = 'IDR'

export type NewCustomer = {
  name: string
  /** E.164, from `readPhone`. */
  phone: string
  /** From `passwords.hash`. */
  passwordHash: string
  pin: string
  language: Language
  createdAt: Date
}

/**
 * Opens a customer with a ledger account of nothing that cannot go below it. Undefined where the number has an account
 * already. Strength of password and PIN is judged before: see `signup.ts`.
 */
export async function createCustomer(
  tx: Tx,
  { ids, secretKey }: { ids: Ids; secretKey: Buffer },
  { pin, ...customer }: NewCustomer,
): Promise<CustomerRow | undefined> {
  const id = ids()
  const accountId = ids()
  const row = await insertCustomer(tx, { ...customer, id, accountId, pinDigest: digestPin(secretKey, id, pin) })
  if (!row) return undefined
  await openAccount(tx, {
    id: accountId,
    purpose: 'customer',
    ownerId: id,
    currency: walletCurrency,
    floor: 0n,
    openedAt: customer.createdAt,
  })
  return row
}

export function readCustomer(db: Db, customerId: string): Promise<CustomerRow | undefined> {
  return selectCustomer(db, customerId)
}

/** `phone` in E.164, from `readPhone`. */
export function readCustomerByPhone(db: Db, phone: string): Promise<CustomerRow | undefined> {
  return selectCustomerByPhone(db, phone)
}

/**
 * Holds a customer until the transaction ends: first the ledger account, then the row, the order in which payments take
 * them. Who changes state, PIN or PIN lock takes this, so that a payment is judged either before or after the change.
 */
export async function lockCustomer(tx: Tx, customerId: string): Promise<CustomerRow | undefined> {
  const customer = await selectCustomer(tx, customerId)
  if (!customer) return undefined
  await lockAccounts(tx, [customer.accountId])
  return selectCustomerForUpdate(tx, customerId)
}

/** The customer as the wire shows them; a lock that has run out is none. */
export function toCustomer(row: CustomerRow, now: Date): Customer {
  return {
    id: row.id,
    name: row.name,
    phone: row.phone,
    language: row.language,
    state: row.state,
    hasPin: true,
    pinLockedUntil: row.pinLockedUntil && row.pinLockedUntil > now ? row.pinLockedUntil.toISOString() : null,
    memberSince: row.createdAt.toISOString(),
  }
}
