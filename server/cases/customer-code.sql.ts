import type { Db, Tx } from '../platform/database.ts'

export type CodeRow = {
  caseId: string
  id: string
  customerId: string
  codeDigest: Buffer | null
  tries: number
  askedAt: Date
  expiresAt: Date
  confirmedAt: Date | null
}

const columns = (db: Db) => db`
  case_id as "caseId", id, customer_id as "customerId", code_digest as "codeDigest", tries, asked_at as "askedAt",
  expires_at as "expiresAt", confirmed_at as "confirmedAt"`

export async function insertCode(
  tx: Tx,
  code: { caseId: string; id: string; customerId: string; askedBy: string; askedAt: Date; expiresAt: Date },
): Promise<void> {
  await tx`
    insert into case_check (case_id, id, customer_id, asked_by, asked_at, expires_at)
    values (${code.caseId}, ${code.id}, ${code.customerId}, ${code.askedBy}, ${code.askedAt}, ${code.expiresAt})`
}

/** Times at which codes were asked for a customer since then, newest first. */
export async function selectAskedSince(db: Db, customerId: string, since: Date): Promise<Date[]> {
  const rows = await db<{ at: Date }[]>`
    select asked_at as at from case_check where customer_id = ${customerId} and asked_at > ${since} order by asked_at desc`
  return rows.map((row) => row.at)
}

/** The newest code of a case; the one that counts. */
export async function lockNewestCode(tx: Tx, caseId: string): Promise<CodeRow | undefined> {
  const [row] = await tx<CodeRow[]>`
    select ${columns(tx)} from case_check where case_id = ${caseId} order by id desc limit 1 for update`
  return row
}

export async function selectCode(db: Db, caseId: string, id: string): Promise<CodeRow | undefined> {
  const [row] = await db<CodeRow[]>`select ${columns(db)} from case_check where case_id = ${caseId} and id = ${id}`
  return row
}

export async function updateDigest(db: Db, caseId: string, id: string, codeDigest: Buffer): Promise<void> {
  await db`update case_check set code_digest = ${codeDigest} where case_id = ${caseId} and id = ${id}`
}

export async function updateCodeTries(tx: Tx, caseId: string, id: string, tries: number): Promise<void> {
  await tx`update case_check set tries = ${tries} where case_id = ${caseId} and id = ${id}`
}

export async function updateConfirmed(tx: Tx, caseId: string, id: string, at: Date): Promise<void> {
  await tx`update case_check set confirmed_at = ${at} where case_id = ${caseId} and id = ${id}`
}

/** When a code of this case was last confirmed. */
export async function selectConfirmed(db: Db, caseId: string, since: Date): Promise<Date | undefined> {
  const [row] = await db<{ at: Date }[]>`
    select confirmed_at as at from case_check where case_id = ${caseId} and confirmed_at > ${since}
    order by confirmed_at desc limit 1`
  return row?.at
}
