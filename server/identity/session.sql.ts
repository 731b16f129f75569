import type { Db, Tx } from '../platform/database.ts'

export type SessionRow = { id: string; device: string; startedAt: Date }

export async function insertSession(
  tx: Tx,
  session: {
    tokenHash: Buffer
    id: string
    customerId: string
    device: string
    startedAt: Date
    expiresAt: Date
  },
): Promise<void> {
  await tx`
    insert into session (token_hash, id, customer_id, device, started_at, expires_at)
    values (${session.tokenHash}, ${session.id}, ${session.customerId}, ${session.device}, ${session.startedAt},
      ${session.expiresAt})`
}

/** Ends the oldest open sessions beyond the newest `kept`. */
export async function endSessionsBeyond(tx: Tx, customerId: string, kept: number, at: Date): Promise<void> {
  await tx`
    update session set ended_at = ${at} where token_hash in (
      select token_hash from session where customer_id = ${customerId} and ended_at is null
      order by started_at desc, id desc offset ${kept})`
}

export async function selectOpenSession(db: Db, tokenHash: Buffer, now: Date) {
  const [row] = await db<{ id: string; customerId: string }[]>`
    select id, customer_id as "customerId" from session
    where token_hash = ${tokenHash} and ended_at is null and expires_at > ${now}`
  return row
}

export async function selectSessions(db: Db, customerId: string, now: Date, limit: number): Promise<SessionRow[]> {
  return db<SessionRow[]>`
    select id, device, started_at as "startedAt" from session
    where customer_id = ${customerId} and ended_at is null and expires_at > ${now}
    order by started_at desc, id desc limit ${limit}`
}

/** Whether there was such an open session of this customer. */
export async function endSessionOf(db: Db, customerId: string, sessionId: string, at: Date): Promise<boolean> {
  const ended = await db`
    update session set ended_at = ${at}
    where id = ${sessionId} and customer_id = ${customerId} and ended_at is null and expires_at > ${at}`
  return ended.count === 1
}

export async function endOtherSessions(tx: Tx, customerId: string, keptSessionId: string, at: Date): Promise<void> {
  await tx`
    update session set ended_at = ${at}
    where customer_id = ${customerId} and id <> ${keptSessionId} and ended_at is null`
}
