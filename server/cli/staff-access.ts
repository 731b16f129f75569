import { systemActor } from '../audit/audit.ts'
import { recordOperation } from '../audit/operations.ts'
import { endStaffSessions, updateStaffDisabled } from '../identity/staff.sql.ts'
import { systemClock as clock } from '../platform/clock.ts'
import { createIds } from '../platform/ids.ts'
import { withDatabase } from './database.ts'

export type StaffAccessCall = {
  email: string
  access: 'off' | 'on'
  env: NodeJS.ProcessEnv
  print: (text: string) => void
}

/**
 * `npx dompet switch-staff off|on EMAIL`: lets somebody in at the desk no more, or again. Off, they are signed out wherever
 * they are, and whom they talked with returns to the old place in the queue. On record. Answers the exit code.
 */
export async function runStaffAccess({ email, access, env, print }: StaffAccessCall): Promise<number> {
  const ids = createIds(clock)
  return withDatabase(env, { command: 'switch-staff', connections: 1 }, async ({ sql }) => {
    const switched = await sql.begin(async (tx) => {
      const at = clock.now()
      const row = await updateStaffDisabled(tx, email.toLowerCase(), access === 'off' ? at : null)
      if (!row) return undefined
      if (access === 'off') await endStaffSessions(tx, row.id, at)
      const action = access === 'off' ? 'staff.switched_off' : 'staff.switched_on'
      await recordOperation(tx, { id: ids(), at, actor: systemActor, action, subjectId: row.id })
      return row
    })
    const told = access === 'off' ? 'is signed out and comes in no more.' : 'may sign in again.'
    print(switched ? `${switched.name} ${told}` : `Nobody has the address ${email}.`)
    return switched ? 0 : 1
  })
}
