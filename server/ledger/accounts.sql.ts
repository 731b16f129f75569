import type { Currency } from '../../contract/money.ts'
import type { Db } from '../platform/database.ts'
import type { NewAccount } from './accounts.ts'

export async function insertAccount(db: Db, account: NewAccount): Promise<string> {
  const [row] = await db<{ id: string }[]>`
    select ledger.open_account(${account.id}, ${account.purpose}, ${account.ownerId}, ${account.currency},
      ${account.floor}, ${account.openedAt}) as id`
  return row!.id
}

export async function updateAccountState(db: Db, accountId: string, state: string): Promise<void> {
  await db`select ledger.set_account_state(${accountId}, ${state})`
}

export async function selectAccount(db: Db, accountId: string) {
  const [row] = await db<{ currency: Currency; balance: bigint; held: bigint }[]>`
    select currency, balance, held from ledger.account where id = ${accountId}`
  return row
}
