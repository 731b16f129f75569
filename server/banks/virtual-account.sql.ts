import type { Db, Tx } from '../platform/database.ts'

export type VirtualAccountState = 'asked' | 'open' | 'refused'

export type VirtualAccountRow = {
  customerId: string
  number: string
  serviceId: string
  customerNo: string
  name: string
  trxId: string
  state: VirtualAccountState
}

const columns = (db: Db) => db`
  customer_id as "customerId", number, service_id as "serviceId", customer_no as "customerNo", name, trx_id as "trxId",
  state`

/** Records that the bank will be asked. Undefined where it has been recorded before. */
export async function insertVirtualAccount(
  db: Db,
  account: { customerId: string; serviceId: string; trxId: string; at: Date },
): Promise<VirtualAccountRow | undefined> {
  const [row] = await db<VirtualAccountRow[]>`
    insert into virtual_account (customer_id, number, service_id, customer_no, name, trx_id, asked_at)
    select c.id, ${account.serviceId}::text || n, ${account.serviceId}, n, c.name, ${account.trxId}, ${account.at}
    from customer c, (select nextval('virtual_account_number')::text as n) drawn
    where c.id = ${account.customerId}
    on conflict (customer_id) do nothing
    returning ${columns(db)}`
  return row
}

export async function selectVirtualAccount(db: Db, customerId: string): Promise<VirtualAccountRow | undefined> {
  const [row] = await db<VirtualAccountRow[]>`
    select ${columns(db)} from virtual_account where customer_id = ${customerId}`
  return row
}

export async function lockVirtualAccountState(tx: Tx, customerId: string): Promise<VirtualAccountState> {
  const [row] = await tx<{ state: VirtualAccountState }[]>`
    select state from virtual_account where customer_id = ${customerId} for update`
  return row!.state
}

export async function updateVirtualAccountState(
  tx: Tx,
  customerId: string,
  next: { state: VirtualAccountState; bankCode: string | null; at: Date },
): Promise<void> {
  await tx`
    update virtual_account set state = ${next.state}, bank_code = ${next.bankCode},
      asked_at = case when ${next.state} = 'asked' then ${next.at} else asked_at end,
      settled_at = case when ${next.state} = 'asked' then null else ${next.at}::timestamptz end
    where customer_id = ${customerId}`
}

/** Whose number this is, also while the bank's answer to its opening is still lost: money may come all the same. */
export async function selectOwner(db: Db, number: string): Promise<string | undefined> {
  const [row] = await db<{ customerId: string }[]>`
    select customer_id as "customerId" from virtual_account where number = ${number}`
  return row?.customerId
}
