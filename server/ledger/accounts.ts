import type { Currency } from '../../contract/money.ts'
import type { Db, Tx } from '../platform/database.ts'
import { insertAccount, selectAccount, updateAccountState } from './accounts.sql.ts'

export type Purpose = 'customer' | 'merchant' | 'fees' | 'bank' | 'suspense' | 'opening'

export type NewAccount = {
  id: string
  purpose: Purpose
  /** Customer or merchant; null for accounts of the operator, of which there is one for each purpose and currency. */
  ownerId: string | null
  currency: Currency
  /** Lowest allowed balance less holds, in minor units; null for our side of the outside world. */
  floor: bigint | null
  openedAt: Date
}

/** Opens an account, or finds the one that this owner has for the purpose and currency. Answers its id. */
export function openAccount(db: Db, account: NewAccount): Promise<string> {
  return insertAccount(db, account)
}

/** Frozen accounts take money and give none; closed ones do neither. */
export function setAccountState(tx: Tx, accountId: string, state: 'open' | 'frozen' | 'closed'): Promise<void> {
  return updateAccountState(tx, accountId, state)
}

export type Balance = { currency: Currency; balanceMinor: bigint; heldMinor: bigint; availableMinor: bigint }

/** What stands on an account now. Throws where there is none: ids come from our own tables. */
export async function readBalance(db: Db, accountId: string): Promise<Balance> {
  const row = await selectAccount(db, accountId)
  if (!row) throw new Error('no such ledger account')
  return {
    currency: row.currency,
    balanceMinor: row.balance,
    heldMinor: row.held,
    availableMinor: row.balance - row.held,
  }
}

/** The operator's own accounts: fees taken, our money at the bank, what nobody could be found for, and opening balances. */
export async function openOperatorAccounts(db: Db, ids: () => string, openedAt: Date): Promise<void> {
  const accounts = { fees: 0n, bank: null, suspense: 0n, opening: null }
  for (const [purpose, floor] of Object.entries(accounts))
    await openAccount(db, { id: ids(), purpose: purpose as Purpose, ownerId: null, currency: 'IDR', floor, openedAt })
}
