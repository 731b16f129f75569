import type { Db, Tx } from '../platform/database.ts'

export type Topic = 'payment' | 'top_up' | 'account' | 'safety' | 'refund' | 'complaint' | 'other'

/** A customer has one code, and one whose time is over makes room. */
export async function deleteUnused(tx: Tx, customerId: string, now: Date): Promise<void> {
  await tx`delete from case_code where used_at is null and (customer_id = ${customerId} or expires_at <= ${now})`
}

export type NewCode = {
  id: string
  customerId: string
  digest: Buffer
  topic: Topic
  paymentId: string | null
  createdAt: Date
  expiresAt: Date
}

/** False where somebody else has the same code now. */
export async function insertCode(tx: Tx, row: NewCode): Promise<boolean> {
  const { count } = await tx`
    insert into case_code (id, customer_id, digest, topic, payment_id, created_at, expires_at)
    values (${row.id}, ${row.customerId}, ${row.digest}, ${row.topic}, ${row.paymentId}, ${row.createdAt}, ${row.expiresAt})
    on conflict do nothing`
  return count === 1
}

/** Tries of one member of staff take turns, so that many at once are counted as many. */
export async function lockTries(tx: Tx, staffId: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('case_code'), hashtext(${staffId}))`
}

export async function countMisses(
  tx: Tx,
  staffId: string,
  since: Date,
): Promise<{ count: number; first: Date | null }> {
  const [row] = await tx<{ count: number; first: Date | null }[]>`
    select count(*)::int as count, min(at) as first from case_code_miss where staff_id = ${staffId} and at > ${since}`
  return row!
}

export async function insertMiss(tx: Tx, staffId: string, at: Date, since: Date): Promise<void> {
  await tx`delete from case_code_miss where staff_id = ${staffId} and at <= ${since}`
  await tx`insert into case_code_miss (staff_id, at) values (${staffId}, ${at})`
}

export type UsedCode = { id: string; customerId: string; topic: Topic; paymentId: string | null }

/** Uses a code up; undefined where nobody has it, or no longer. */
export async function consumeCode(tx: Tx, digest: Buffer, staffId: string, now: Date): Promise<UsedCode | undefined> {
  const [row] = await tx<UsedCode[]>`
    update case_code set used_at = ${now}, used_by = ${staffId}
    where digest = ${digest} and used_at is null and expires_at > ${now}
    returning id, customer_id as "customerId", topic, payment_id as "paymentId"`
  return row
}

export async function storeOpened(db: Db, id: string, caseId: string): Promise<void> {
  await db`update case_code set case_id = ${caseId} where id = ${id}`
}
