import * as contract from '../../contract/identity.ts'
import { customerCookie, type Http } from '../platform/http.ts'
import { isRefusal } from '../platform/refusals.ts'
import type { AttemptLimit } from './attempt-limit.ts'
import { setSessionCookie } from './cookies.ts'
import { toCustomer } from './customer.ts'
import { nameDevice } from './device.ts'
import { sessionAgeMs } from './session.ts'
import { codeAgeMs, finishSignup, resendPauseMs, type SignupDeps, startSignup, verifySignup } from './signup.ts'

type Deps = SignupDeps & { publicUrl: string; attemptLimit: AttemptLimit }

export function registerSignupRoutes(http: Http, deps: Deps): void {
  http.serve(contract.startSignup, async ({ body }, { request }) => {
    const limited = await deps.attemptLimit(request)
    if (limited) return limited
    const started = await startSignup(deps, body)
    if (isRefusal(started)) return started
    return { ...started, expiresInSeconds: codeAgeMs / 1000, resendAfterSeconds: resendPauseMs / 1000 }
  })

  http.serve(contract.verifySignup, ({ body }) => verifySignup(deps, body))

  http.serve(contract.finishSignup, async ({ body }, { request, reply }) => {
    const finished = await finishSignup(deps, { ...body, device: nameDevice(request.headers['user-agent']) })
    if (isRefusal(finished)) return finished
    setSessionCookie(reply, { name: customerCookie, publicUrl: deps.publicUrl }, finished.token, sessionAgeMs)
    return toCustomer(finished.customer, deps.clock.now())
  })
}
