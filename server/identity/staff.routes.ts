import * as contract from '../../contract/identity.ts'
import { type Http, staffCookie } from '../platform/http.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import type { AttemptLimit } from './attempt-limit.ts'
import { clearSessionCookie, setSessionCookie } from './cookies.ts'
import type { SigninDeps } from './signin.ts'
import { endStaffSession, selectStaff } from './staff.sql.ts'
import { signInStaff, staffSessionAgeMs, toStaff } from './staff.ts'

type Deps = SigninDeps & { publicUrl: string; attemptLimit: AttemptLimit }

export function registerStaffRoutes(http: Http, deps: Deps): void {
  const cookie = { name: staffCookie, publicUrl: deps.publicUrl }

  http.serve(contract.staffSignIn, async ({ body }, { request, reply }) => {
    const limited = await deps.attemptLimit(request)
    if (limited) return limited
    const signedIn = await signInStaff(deps, body)
    if (isRefusal(signedIn)) return signedIn
    setSessionCookie(reply, cookie, signedIn.token, staffSessionAgeMs)
    return toStaff(signedIn.staff)
  })

  http.serve(contract.staffSignOut, async (_input, { actor, reply }) => {
    await endStaffSession(deps.sql, actor.sessionId, deps.clock.now())
    clearSessionCookie(reply, cookie)
    return {}
  })

  http.serve(contract.readStaffMe, async (_input, { actor }) => {
    const row = await selectStaff(deps.sql, actor.staffId)
    return row ? toStaff(row) : refuse('signin_required', {})
  })
}
