import type { Db, Tx } from '../platform/database.ts'

export type BankCredit = {
  reference: string
  virtualAccount: string
  customerId: string
  paymentId: string
  amount: bigint
  currency: string
  bankReference: string | null
  transferredAt: Date | null
  receivedAt: Date
}

/** False where this reference was credited before. Waits for another transaction that credits it right now. */
export async function insertBankCredit(tx: Tx, credit: BankCredit): Promise<boolean> {
  const { count } = await tx`
    insert into bank_credit (reference, virtual_account, customer_id, payment_id, amount, currency, bank_reference,
      transferred_at, received_at)
    values (${credit.reference}, ${credit.virtualAccount}, ${credit.customerId}, ${credit.paymentId}, ${credit.amount},
      ${credit.currency}, ${credit.bankReference}, ${credit.transferredAt}, ${credit.receivedAt})
    on conflict (reference) do nothing`
  return count === 1
}

export async function selectBankCredit(db: Db, reference: string) {
  const [row] = await db<Pick<BankCredit, 'virtualAccount' | 'paymentId' | 'amount' | 'currency'>[]>`
    select virtual_account as "virtualAccount", payment_id as "paymentId", amount, currency
    from bank_credit where reference = ${reference}`
  return row
}

export async function selectCustomerAccount(db: Db, customerId: string): Promise<string> {
  const [row] = await db<{ accountId: string }[]>`
    select account_id as "accountId" from customer where id = ${customerId}`
  return row!.accountId
}
