import * as contract from '../../contract/routing.ts'
import type { SettingDeps } from '../audit/setting.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { Http } from '../platform/http.ts'
import { readElder, storeElder } from './calm-lane.sql.ts'
import { registerDeskSettingsRoutes } from './desk-settings.routes.ts'
import { endWrapUp } from './presence.ts'

/** What agents and customers say to the queue about themselves, and who answers whom. */
export function registerRoutingRoutes(http: Http, deps: SettingDeps) {
  const { sql, clock } = deps
  registerDeskSettingsRoutes(http, deps)
  http.serve(contract.endWrapUp, async (_input, { actor }) => {
    const refusal = requirePermission(actor, 'case.work')
    return refusal ?? endWrapUp(sql, clock, actor.staffId)
  })
  http.serve(contract.readCalmLane, async (_input, { actor }) => ({ wanted: await readElder(sql, actor.customerId) }))
  http.serve(contract.setCalmLane, async ({ body }, { actor }) => {
    await storeElder(sql, actor.customerId, body.wanted)
    return { wanted: body.wanted }
  })
}
