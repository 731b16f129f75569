import type { Language } from '../../contract/identity.ts'
import type { Db, Tx } from '../platform/database.ts'

export type Challenge = {
  id: string
  phone: string
  language: Language
  codeDigest: Buffer
  tries: number
  createdAt: Date
  expiresAt: Date
  verifiedAt: Date | null
  usedAt: Date | null
}

/** Makes all who start with one number take turns until their transactions end. */
export async function lockNumber(tx: Tx, phone: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`signup:${phone}`}, 0))`
}

/** Times at which codes were sent to a number since then, newest first. */
export async function selectSentSince(tx: Tx, phone: string, since: Date): Promise<Date[]> {
  const rows = await tx<{ at: Date }[]>`
    select created_at as at from challenge where phone = ${phone} and created_at > ${since} order by created_at desc`
  return rows.map((row) => row.at)
}

/** Stores a challenge and forgets those of the same number that count for nothing any more. */
export async function insertChallenge(
  tx: Tx,
  challenge: Pick<Challenge, 'id' | 'phone' | 'language' | 'codeDigest' | 'createdAt' | 'expiresAt'>,
  forgetBefore: Date,
): Promise<void> {
  await tx`delete from challenge where phone = ${challenge.phone} and created_at <= ${forgetBefore}`
  await tx`
    insert into challenge (id, phone, language, code_digest, created_at, expires_at)
    values (${challenge.id}, ${challenge.phone}, ${challenge.language}, ${challenge.codeDigest}, ${challenge.createdAt},
      ${challenge.expiresAt})`
}

export async function deleteChallenge(db: Db, id: string): Promise<void> {
  await db`delete from challenge where id = ${id}`
}

const columns = (db: Db) => db`
  id, phone, language, code_digest as "codeDigest", tries, created_at as "createdAt", expires_at as "expiresAt",
  verified_at as "verifiedAt", used_at as "usedAt"`

export async function selectChallenge(db: Db, id: string): Promise<Challenge | undefined> {
  const [row] = await db<Challenge[]>`select ${columns(db)} from challenge where id = ${id}`
  return row
}

export async function selectChallengeForUpdate(tx: Tx, id: string): Promise<Challenge | undefined> {
  const [row] = await tx<Challenge[]>`select ${columns(tx)} from challenge where id = ${id} for update`
  return row
}

export async function updateTries(tx: Tx, id: string, tries: number): Promise<void> {
  await tx`update challenge set tries = ${tries} where id = ${id}`
}

export async function updateVerified(tx: Tx, id: string, at: Date, expiresAt: Date): Promise<void> {
  await tx`update challenge set verified_at = ${at}, expires_at = ${expiresAt} where id = ${id}`
}

export async function updateUsed(tx: Tx, id: string, at: Date): Promise<void> {
  await tx`update challenge set used_at = ${at} where id = ${id}`
}
