import * as contract from '../../contract/identity.ts'
import { customerCookie, type Http } from '../platform/http.ts'
import { isRefusal } from '../platform/refusals.ts'
import type { AttemptLimit } from './attempt-limit.ts'
import { clearSessionCookie, setSessionCookie } from './cookies.ts'
import { toCustomer } from './customer.ts'
import { nameDevice } from './device.ts'
import { endSessionOf } from './session.sql.ts'
import { sessionAgeMs } from './session.ts'
import { type SigninDeps, signIn } from './signin.ts'

type Deps = SigninDeps & { publicUrl: string; attemptLimit: AttemptLimit }

export function registerSigninRoutes(http: Http, deps: Deps): void {
  const cookie = { name: customerCookie, publicUrl: deps.publicUrl }

  http.serve(contract.signIn, async ({ body }, { request, reply }) => {
    const limited = await deps.attemptLimit(request)
    if (limited) return limited
    const signedIn = await signIn(deps, { ...body, device: nameDevice(request.headers['user-agent']) })
    if (isRefusal(signedIn)) return signedIn
    setSessionCookie(reply, cookie, signedIn.token, sessionAgeMs)
    return toCustomer(signedIn.customer, deps.clock.now())
  })

  http.serve(contract.signOut, async (_input, { actor, reply }) => {
    await endSessionOf(deps.sql, actor.customerId, actor.sessionId, deps.clock.now())
    clearSessionCookie(reply, cookie)
    return {}
  })
}
