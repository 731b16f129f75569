import { openDatabase } from '../database.ts'

const schema = `
  create table if not exists orders (
    id text primary key,
    good_id text,
    quantity integer not null check (quantity > 0),
    amount_rupiah integer not null check (amount_rupiah > 0),
    return_url text not null,
    state text not null check (state in ('asking', 'refused', 'open', 'paid', 'expired', 'cancelled')),
    refusal text,
    checkout_id text unique,
    pay_url text,
    qr text,
    made_at integer not null,
    changed_at integer not null
  ) strict;
`

export type OrderState = 'asking' | 'refused' | 'open' | 'paid' | 'expired' | 'cancelled'

export interface Order {
  id: string
  /** Null for an order that is only a QR code over an amount. */
  goodId: string | null
  quantity: number
  amountRupiah: number
  /** Kept with the order, so that asking again sends the wallet the very same body. */
  returnUrl: string
  state: OrderState
  refusal: string | null
  checkoutId: string | null
  payUrl: string | null
  qr: string | null
  madeAt: Date
  changedAt: Date
}

export type OrderStore = ReturnType<typeof openOrderStore>

export function openOrderStore(dir: string) {
  const database = openDatabase(dir, 'shop', schema)
  const read = (row: Record<string, unknown>): Order => ({
    id: row.id as string,
    goodId: row.good_id as string | null,
    quantity: row.quantity as number,
    amountRupiah: row.amount_rupiah as number,
    returnUrl: row.return_url as string,
    state: row.state as OrderState,
    refusal: row.refusal as string | null,
    checkoutId: row.checkout_id as string | null,
    payUrl: row.pay_url as string | null,
    qr: row.qr as string | null,
    madeAt: new Date(row.made_at as number),
    changedAt: new Date(row.changed_at as number),
  })
  return {
    /** Stores a new order; an order that is there already stays as it is. */
    add(order: Order): void {
      database
        .prepare('insert or ignore into orders values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(
          order.id,
          order.goodId,
          order.quantity,
          order.amountRupiah,
          order.returnUrl,
          order.state,
          order.refusal,
          order.checkoutId,
          order.payUrl,
          order.qr,
          order.madeAt.getTime(),
          order.changedAt.getTime(),
        )
    },
    change(order: Order): void {
      database
        .prepare(
          'update orders set state = ?, refusal = ?, checkout_id = ?, pay_url = ?, qr = ?, changed_at = ? where id = ?',
        )
        .run(order.state, order.refusal, order.checkoutId, order.payUrl, order.qr, order.changedAt.getTime(), order.id)
    },
    order(id: string): Order | undefined {
      const row = database.prepare('select * from orders where id = ?').get(id)
      return row === undefined ? undefined : read(row)
    },
    orderOfCheckout(checkoutId: string): Order | undefined {
      const row = database.prepare('select * from orders where checkout_id = ?').get(checkoutId)
      return row === undefined ? undefined : read(row)
    },
    orders: (limit: number) =>
      database.prepare('select * from orders order by made_at desc, rowid desc limit ?').all(limit).map(read),
    close: () => database.close(),
  }
}
