import { systemActor } from '../audit/audit.ts'
import { recordOperation } from '../audit/operations.ts'
import { readPhone } from '../identity/phone.ts'
import { updateOwnPhone } from '../identity/staff.sql.ts'
import { systemClock as clock } from '../platform/clock.ts'
import { createIds } from '../platform/ids.ts'
import { withDatabase } from './database.ts'

export type OwnAccountCall = {
  email: string
  /** As people write it; `none` for who has no wallet. */
  phone: string
  env: NodeJS.ProcessEnv
  print: (text: string) => void
}

/**
 * `npx dompet own-account EMAIL PHONE|none`: which wallet is somebody's own, on which they then do nothing at the desk. On
 * record, without the number. Answers the exit code.
 */
export async function runOwnAccount({ email, phone: typed, env, print }: OwnAccountCall): Promise<number> {
  const phone = typed === 'none' ? null : readPhone(typed)
  if (phone === null && typed !== 'none') {
    print('This is no mobile number.')
    return 2
  }
  const ids = createIds(clock)
  return withDatabase(env, { command: 'own-account', connections: 1 }, async ({ sql }) => {
    const row = await sql.begin(async (tx) => {
      const changed = await updateOwnPhone(tx, email.toLowerCase(), phone)
      if (!changed) return undefined
      const action = phone ? 'staff.own_account_set' : 'staff.own_account_removed'
      await recordOperation(tx, { id: ids(), at: clock.now(), actor: systemActor, action, subjectId: changed.id })
      return changed
    })
    const told = phone
      ? 'does nothing with this account at the desk any more.'
      : 'has no account of their own on record.'
    print(row ? `${row.name} ${told}` : `Nobody has the address ${email}.`)
    return row ? 0 : 1
  })
}
