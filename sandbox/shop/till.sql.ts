import { openDatabase } from '../database.ts'

const schema = `
  create table if not exists till (
    payment_id text primary key,
    amount_minor integer not null check (amount_minor > 0),
    paid_at integer not null
  ) strict;
`

/** A payment at the shop's own code, as the wallet told of it. */
export interface TillPayment {
  paymentId: string
  amountMinor: bigint
  paidAt: Date
}

/** What was paid at the counter; told twice, it stands there once. */
export function openTill(dir: string) {
  const database = openDatabase(dir, 'shop', schema)
  return {
    add({ paymentId, amountMinor, paidAt }: TillPayment): void {
      database.prepare('insert or ignore into till values (?, ?, ?)').run(paymentId, amountMinor, paidAt.getTime())
    },
    newest(limit: number): TillPayment[] {
      return database
        .prepare('select * from till order by paid_at desc, rowid desc limit ?')
        .all(limit)
        .map((row) => ({
          paymentId: row.payment_id as string,
          amountMinor: BigInt(row.amount_minor as number),
          paidAt: new Date(row.paid_at as number),
        }))
    },
    close: () => database.close(),
  }
}
