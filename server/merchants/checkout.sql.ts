import type { Currency } from '../../contract/money.ts'
import type { Db, Tx } from '../platform/database.ts'

export type CheckoutRow = {
  id: string
  merchantId: string
  reference: string
  qrReference: string
  description: string | null
  amount: bigint
  currency: Currency
  state: 'open' | 'paid' | 'cancelled'
  returnUrl: string | null
  createdAt: Date
  expiresAt: Date
  closedAt: Date | null
  paymentId: string | null
}

export type NewCheckout = Omit<CheckoutRow, 'state' | 'closedAt' | 'paymentId'> & {
  idempotencyKey: string
  digest: Buffer
}

/** False where the merchant's key has been used before. */
export async function insertCheckout(db: Db, checkout: NewCheckout): Promise<boolean> {
  const { count } = await db`
    insert into checkout (id, merchant_id, reference, qr_reference, description, amount, currency, return_url,
      created_at, expires_at, idempotency_key, digest)
    values (${checkout.id}, ${checkout.merchantId}, ${checkout.reference}, ${checkout.qrReference},
      ${checkout.description}, ${checkout.amount}, ${checkout.currency}, ${checkout.returnUrl}, ${checkout.createdAt},
      ${checkout.expiresAt}, ${checkout.idempotencyKey}, ${checkout.digest})
    on conflict on constraint checkout_idempotency do nothing`
  return count === 1
}

const columns = (db: Db) => db`
  id, merchant_id as "merchantId", reference, qr_reference as "qrReference", description, amount, currency, state,
  return_url as "returnUrl", created_at as "createdAt", expires_at as "expiresAt", closed_at as "closedAt",
  payment_id as "paymentId"`

export async function selectCheckout(db: Db, merchantId: string, id: string): Promise<CheckoutRow | undefined> {
  const [row] = await db<CheckoutRow[]>`
    select ${columns(db)} from checkout where id = ${id} and merchant_id = ${merchantId}`
  return row
}

/** The same once nobody is paying or cancelling it: waits for those who hold it. */
export async function selectSettledCheckout(db: Db, id: string): Promise<CheckoutRow> {
  const [row] = await db<CheckoutRow[]>`select ${columns(db)} from checkout where id = ${id} for share`
  return row!
}

export async function selectCheckoutByKey(db: Db, merchantId: string, key: string) {
  const [row] = await db<(CheckoutRow & { digest: Buffer })[]>`
    select ${columns(db)}, digest from checkout where merchant_id = ${merchantId} and idempotency_key = ${key}`
  return row
}

/** Payments lock the same row: whoever comes second sees what the first one did. */
export async function lockCheckout(tx: Tx, merchantId: string, id: string): Promise<CheckoutRow | undefined> {
  const [row] = await tx<CheckoutRow[]>`
    select ${columns(tx)} from checkout where id = ${id} and merchant_id = ${merchantId} for no key update`
  return row
}

export async function updateCheckoutState(tx: Tx, id: string, state: string, closedAt: Date): Promise<void> {
  await tx`update checkout set state = ${state}, closed_at = ${closedAt} where id = ${id}`
}
