import type { Staff } from '../../contract/identity.ts'
import type { Refusal } from '../../contract/refusals.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { permissionsOf } from './permissions.ts'
import { digestUnknown, hashToken } from './secrets.ts'
import { type SigninDeps, tryInVain } from './signin.ts'
import { insertStaff, insertStaffSession, type StaffRow, selectStaffByEmail } from './staff.sql.ts'
import { tryPassword } from './tries.ts'

export type { StaffRow } from './staff.sql.ts'

/** A working day with its overtime: nobody stays signed in at a desk that others sit down at. */
export const staffSessionAgeMs = 12 * 3_600_000

export type NewStaff = Pick<Staff, 'email' | 'name' | 'roles' | 'languages'> & { passwordHash: string; createdAt: Date }

/** Adds a member of staff; undefined where the address is taken. `passwordHash` from `passwords.hash`. */
export function createStaff(db: Db, { ids }: { ids: Ids }, staff: NewStaff): Promise<StaffRow | undefined> {
  return insertStaff(db, { ...staff, id: ids(), email: staff.email.toLowerCase() })
}

export function toStaff(row: StaffRow): Staff {
  const { id, name, email, roles, languages } = row
  return { id, name, email, roles, languages, permissions: [...permissionsOf(roles)] }
}

/** Refuses: credentials_wrong, signin_locked; an unknown address costs the same time and tries. */
export async function signInStaff(
  deps: SigninDeps,
  { email: typed, password }: { email: string; password: string },
): Promise<{ staff: StaffRow; token: string } | Refusal> {
  const email = typed.toLowerCase()
  const found = await selectStaffByEmail(deps.sql, email)
  if (!found) {
    const value = digestUnknown(deps.secretKey, 'staff', email)
    return tryInVain(deps, { table: 'signin_unknown', key: 'digest', value }, password)
  }
  const outcome = await tryPassword(deps.sql, deps.passwords, {
    counter: { table: 'staff', key: 'id', value: found.id },
    passwordHash: found.passwordHash,
    password,
    now: deps.clock.now(),
  })
  if (!outcome.right) return outcome.refusal
  return { staff: found, token: await deps.sql.begin((tx) => startStaffSession(tx, deps, found.id)) }
}

async function startStaffSession(tx: Tx, { clock, ids, secrets }: SigninDeps, staffId: string): Promise<string> {
  const token = secrets.token()
  const startedAt = clock.now()
  const expiresAt = new Date(startedAt.getTime() + staffSessionAgeMs)
  await insertStaffSession(tx, { tokenHash: hashToken(token)!, id: ids(), staffId, startedAt, expiresAt })
  return token
}
