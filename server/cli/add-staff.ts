import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { staff } from '../../contract/identity.ts'
import { systemActor } from '../audit/audit.ts'
import { recordOperation } from '../audit/operations.ts'
import { createPasswords } from '../identity/passwords.ts'
import { createStaff } from '../identity/staff.ts'
import { systemClock as clock } from '../platform/clock.ts'
import { createIds } from '../platform/ids.ts'
import { withDatabase } from './database.ts'

export type AddStaffCall = {
  email: string
  name: string
  /** Separated by commas, as the next. */
  roles: string
  languages: string
  env: NodeJS.ProcessEnv
  print: (text: string) => void
}

const list = (text: string) => [...new Set(text.split(',').map((one) => one.trim()))]
const newStaff = z.object({
  email: z.email(),
  name: z.string().trim().min(1).max(80),
  roles: staff.shape.roles.min(1),
  languages: staff.shape.languages.min(1),
})

/** 20 characters of 32 are 100 bits; none of them is taken for another. */
const passwordAlphabet = '23456789abcdefghjkmnpqrstuvwxyz-'
const passwordCharacters = 20

/**
 * `npx dompet add-staff`: lets somebody in at the desk, the first one included: whoever holds the database may. The
 * password is drawn here, printed once and kept nowhere. On record. Answers the exit code.
 */
export async function runAddStaff({ email, name, roles, languages, env, print }: AddStaffCall): Promise<number> {
  const parsed = newStaff.safeParse({ email, name, roles: list(roles), languages: list(languages) })
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) print(`${String(path[0])}: ${message}`)
    return 2
  }
  const password = Array.from(randomBytes(passwordCharacters), (byte) => passwordAlphabet[byte % 32]).join('')
  const passwordHash = await createPasswords().hash(password)
  const ids = createIds(clock)
  return withDatabase(env, { command: 'add-staff', connections: 1 }, async ({ sql }) => {
    const added = await sql.begin(async (tx) => {
      const createdAt = clock.now()
      const row = await createStaff(tx, { ids }, { ...parsed.data, passwordHash, createdAt })
      if (!row) return undefined
      const record = { id: ids(), at: createdAt, actor: systemActor }
      const details = { roles: parsed.data.roles.join(',') }
      await recordOperation(tx, { ...record, action: 'staff.added', subjectId: row.id, details })
      return row
    })
    print(added ? `${added.name} signs in at /desk with ${added.email} and ${password}` : `${email} is taken already.`)
    return added ? 0 : 1
  })
}
