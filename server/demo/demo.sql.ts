import { textArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'

const demoLock = 7_301_004n

/** Two processes that start at once take turns; the second finds the world. */
export async function lockWorld(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(${demoLock})`
}

/** Whether nobody is here yet: a world is made only where it can disturb nothing. */
export async function isEmptyWorld(db: Db): Promise<boolean> {
  const [row] = await db<{ empty: boolean }[]>`
    select not (exists (select from customer) or exists (select from staff) or exists (select from merchant)) as empty`
  return row!.empty
}

/** Whether each of these phones and addresses has its account. */
export async function haveAccounts(db: Db, phones: string[], emails: string[]): Promise<boolean> {
  const [row] = await db<{ all: boolean }[]>`
    select (select count(*) from customer where phone = any(${textArray(phones)}::text[])) = ${phones.length}
      and (select count(*) from staff where email = any(${textArray(emails)}::text[])) = ${emails.length} as all`
  return row!.all
}
