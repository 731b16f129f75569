import type { Db } from '../platform/database.ts'

export async function readElder(db: Db, customerId: string): Promise<boolean> {
  const [row] = await db<{ elder: boolean }[]>`select elder from customer where id = ${customerId}`
  return row?.elder ?? false
}

/** Counts from the next time that the customer asks a person. */
export async function storeElder(db: Db, customerId: string, elder: boolean): Promise<void> {
  await db`update customer set elder = ${elder} where id = ${customerId}`
}
