import * as contract from '../../contract/supervision.ts'
import type { CaseDeps } from '../cases/case.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { Http } from '../platform/http.ts'
import { registerSupervisionSettingsRoutes } from './desk-settings.routes.ts'
import { listenIn, whisper } from './listen.ts'
import { reportAsCsv } from './report.csv.ts'
import { readReport } from './report.ts'
import { registerReviewRoutes } from './review.routes.ts'
import { registerSatisfactionRoutes } from './satisfaction.routes.ts'
import { readStaffing } from './staffing.ts'
import { readWallboard } from './wallboard.ts'

/** What supervisors see and do at the desk, and what customers are asked for them. */
export function registerSupervisionRoutes(http: Http, deps: CaseDeps) {
  const { sql, clock } = deps
  registerSatisfactionRoutes(http, deps)
  registerReviewRoutes(http, deps)
  registerSupervisionSettingsRoutes(http, deps)

  http.serve(
    contract.readWallboard,
    async (_input, { actor }) => requirePermission(actor, 'case.supervise') ?? readWallboard(sql, clock),
  )
  http.serve(contract.listenIn, async ({ params }, { actor }) => (await listenIn(deps, actor, params.caseId)) ?? {})
  http.serve(
    contract.whisper,
    async ({ params, body }, { actor }) => (await whisper(deps, actor, { ...params, ...body })) ?? {},
  )
  http.serve(
    contract.readStaffing,
    async ({ query }, { actor }) => requirePermission(actor, 'case.supervise') ?? readStaffing(sql, clock, query),
  )
  http.serve(
    contract.readReport,
    async ({ query }, { actor }) => requirePermission(actor, 'case.supervise') ?? readReport(sql, query),
  )
  http.serve(contract.reportCsv, async ({ query }, { actor, reply }) => {
    const refusal = requirePermission(actor, 'case.supervise')
    if (refusal) return refusal
    const name = `desk-${query.from}-${query.to}.csv`
    reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}"`)
    return reportAsCsv(await readReport(sql, query))
  })
}
