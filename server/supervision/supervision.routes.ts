import * as contract from '../../contract/supervision.ts'
import type { CaseDeps } from '../cases/case.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { Http } from '../platform/http.ts'
import { readWallboard } from './wallboard.ts'

/** What supervisors see of the desk. */
export function registerSupervisionRoutes(http: Http, deps: CaseDeps) {
  const { sql, clock } = deps

  http.serve(
    contract.readWallboard,
    async (_input, { actor }) => requirePermission(actor, 'case.supervise') ?? readWallboard(sql, clock),
  )
}
