import type { Db } from '../platform/database.ts'

/** What the customer has paid out on that day, in minor units. */
export async function selectSpent(db: Db, customerId: string, day: string): Promise<bigint> {
  const [row] = await db<{ amount: bigint }[]>`
    select amount from spending where customer_id = ${customerId} and day = ${day}::date`
  return row?.amount ?? 0n
}
