import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import type { Http } from '../platform/http.ts'
import type { Ids } from '../platform/ids.ts'
import type { Sms } from '../platform/sms.ts'
import { createAttemptLimit } from './attempt-limit.ts'
import { registerMeRoutes } from './me.routes.ts'
import type { MeDeps } from './me.ts'
import type { PasswordJudge } from './password-strength.ts'
import type { Passwords } from './passwords.ts'
import type { Secrets } from './secrets.ts'
import { registerSigninRoutes } from './signin.routes.ts'
import { registerSignupRoutes } from './signup.routes.ts'
import { registerStaffRoutes } from './staff.routes.ts'

export type IdentityDeps = {
  sql: Sql
  clock: Clock
  ids: Ids
  secrets: Secrets
  /** Key of PIN and code digests, kept outside the database. */
  secretKey: Buffer
  sms: Sms
  passwords: Passwords
  passwordJudge: PasswordJudge
  publicUrl: string
  signinLimitPerMinute: number
  /** See `MeDeps`. */
  afterFreeze: MeDeps['afterFreeze']
}

/** Sign-up, sign-in, the own account (all but `readMe`, which needs payments) and staff's sessions. */
export function registerIdentityRoutes(http: Http, deps: IdentityDeps): void {
  const attemptLimit = createAttemptLimit(http, deps.signinLimitPerMinute)
  registerSignupRoutes(http, { ...deps, attemptLimit })
  registerSigninRoutes(http, { ...deps, attemptLimit })
  registerMeRoutes(http, deps)
  registerStaffRoutes(http, { ...deps, attemptLimit })
}
