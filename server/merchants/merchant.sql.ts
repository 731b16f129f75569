import type { Db, Tx } from '../platform/database.ts'

export type Merchant = {
  id: string
  name: string
  city: string
  category: string
  state: 'open' | 'closed'
  acceptsWallet: boolean
  nmid: string
  accountId: string
}

export type MerchantRow = Merchant & {
  keyHash: Buffer
  webhookUrl: string | null
  webhookSecret: string | null
  createdAt: Date
}

export async function drawMerchantNumber(tx: Tx): Promise<bigint> {
  const [row] = await tx<{ number: bigint }[]>`select nextval('merchant_number') as number`
  return row!.number
}

export async function insertMerchant(tx: Tx, merchant: MerchantRow): Promise<void> {
  await tx`
    insert into merchant (id, name, city, category, state, accepts_wallet, nmid, account_id, key_hash, webhook_url,
      webhook_secret, created_at)
    values (${merchant.id}, ${merchant.name}, ${merchant.city}, ${merchant.category}, ${merchant.state},
      ${merchant.acceptsWallet}, ${merchant.nmid}, ${merchant.accountId}, ${merchant.keyHash}, ${merchant.webhookUrl},
      ${merchant.webhookSecret}, ${merchant.createdAt})`
}

export async function selectMerchantIdByKey(db: Db, keyHash: Buffer): Promise<string | undefined> {
  const [row] = await db<{ id: string }[]>`select id from merchant where key_hash = ${keyHash}`
  return row?.id
}

export async function selectMerchant(db: Db, merchantId: string): Promise<Merchant | undefined> {
  const [row] = await db<Merchant[]>`
    select id, name, city, category, state, accepts_wallet as "acceptsWallet", nmid, account_id as "accountId"
    from merchant where id = ${merchantId}`
  return row
}
