import type postgres from 'postgres'
import type { Staff } from '../../contract/identity.ts'
import { textArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'

export type StaffRow = Pick<Staff, 'id' | 'name' | 'email' | 'roles' | 'languages'>

const columns = (db: Db) => db`staff.id, staff.name, staff.email, staff.roles, staff.languages`

/** Undefined where the address is taken. */
export async function insertStaff(
  db: Db,
  staff: StaffRow & { passwordHash: string; createdAt: Date },
): Promise<StaffRow | undefined> {
  const [row] = await db<StaffRow[]>`
    insert into staff (id, email, name, password_hash, roles, languages, created_at)
    values (${staff.id}, ${staff.email}, ${staff.name}, ${staff.passwordHash}, ${textArray(staff.roles)}::text[],
      ${textArray(staff.languages)}::text[], ${staff.createdAt})
    on conflict on constraint staff_email do nothing
    returning ${columns(db)}`
  return row
}

export async function selectStaff(db: Db, id: string): Promise<StaffRow | undefined> {
  const [row] = await db<StaffRow[]>`select ${columns(db)} from staff where id = ${id} and disabled_at is null`
  return row
}

export async function selectStaffByEmail(
  db: Db,
  email: string,
): Promise<(StaffRow & { passwordHash: string }) | undefined> {
  const [row] = await db<(StaffRow & { passwordHash: string })[]>`
    select ${columns(db)}, password_hash as "passwordHash" from staff where email = ${email} and disabled_at is null`
  return row
}

export async function insertStaffSession(
  tx: Tx,
  session: { tokenHash: Buffer; id: string; staffId: string; startedAt: Date; expiresAt: Date },
): Promise<void> {
  await tx`
    insert into staff_session (token_hash, id, staff_id, started_at, expires_at)
    values (${session.tokenHash}, ${session.id}, ${session.staffId}, ${session.startedAt}, ${session.expiresAt})`
}

export async function selectOpenStaffSession(
  db: Db,
  tokenHash: Buffer,
  now: Date,
): Promise<(StaffRow & { sessionId: string; ownPhone: string | null }) | undefined> {
  const [row] = await db<(StaffRow & { sessionId: string; ownPhone: string | null })[]>`
    select ${columns(db)}, staff_session.id as "sessionId", staff.own_phone as "ownPhone"
    from staff_session join staff on staff.id = staff_session.staff_id
    where token_hash = ${tokenHash} and ended_at is null and expires_at > ${now} and disabled_at is null`
  return row
}

/** Whether this member of staff is signed in anywhere: who is not has left, whatever was heard of them a moment ago. */
export function isSignedIn(db: Db, staffId: postgres.Fragment, now: Date) {
  return db`exists (
    select from staff_session open where open.staff_id = ${staffId} and open.ended_at is null and open.expires_at > ${now})`
}

export async function endStaffSession(db: Db, sessionId: string, at: Date): Promise<void> {
  await db`update staff_session set ended_at = ${at} where id = ${sessionId} and ended_at is null`
}

/** Switched off since then, or on again (null); undefined where nobody has the address. Sessions and sockets end by themselves. */
export async function updateStaffDisabled(
  tx: Tx,
  email: string,
  disabledAt: Date | null,
): Promise<StaffRow | undefined> {
  const [row] = await tx<StaffRow[]>`
    update staff set disabled_at = ${disabledAt} where email = ${email} returning ${columns(tx)}`
  return row
}

/** Undefined where nobody has the address. */
export async function updateOwnPhone(tx: Tx, email: string, phone: string | null): Promise<StaffRow | undefined> {
  const [row] = await tx<
    StaffRow[]
  >`update staff set own_phone = ${phone} where email = ${email} returning ${columns(tx)}`
  return row
}

export async function endStaffSessions(tx: Tx, staffId: string, at: Date): Promise<void> {
  await tx`update staff_session set ended_at = ${at} where staff_id = ${staffId} and ended_at is null`
}
