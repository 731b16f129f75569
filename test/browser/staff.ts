import { hashToken, systemSecrets } from '../../server/identity/secrets.ts'
import { insertStaffSession } from '../../server/identity/staff.sql.ts'
import { createStaff } from '../../server/identity/staff.ts'
import { systemClock as clock } from '../../server/platform/clock.ts'
import { staffCookie } from '../../server/platform/http.ts'
import { createIds } from '../../server/platform/ids.ts'
import type { Person, World } from './world.ts'

const ids = createIds(clock)
const sessionMs = 3_600_000

type Role = 'agent' | 'supervisor' | 'risk' | 'finance' | 'editor' | 'admin'

/** One more member of staff, beside the agent of the world. They sign in here only by `atDesk`. */
export async function hire({ sql }: World, name: string, role: Role): Promise<string> {
  const languages = ['id' as const, 'en' as const, 'zh' as const]
  const member = { name, email: `${name.toLowerCase()}@dompet.example`, roles: [role], languages }
  return (await createStaff(sql, { ids }, { ...member, passwordHash: 'none', createdAt: clock.now() }))!.id
}

/** Sits down at the desk as somebody who signed in before. */
export async function atDesk({ sql }: World, { context, url, page }: Person, staffId: string, path: string) {
  const token = systemSecrets.token()
  const startedAt = clock.now()
  const expiresAt = new Date(startedAt.getTime() + sessionMs)
  const session = { tokenHash: hashToken(token)!, id: ids(), staffId, startedAt, expiresAt }
  await sql.begin((tx) => insertStaffSession(tx, session))
  await context.addCookies([{ name: staffCookie, value: token, url, httpOnly: true, sameSite: 'Lax' }])
  await page.goto(`${url}/desk${path}`)
}
