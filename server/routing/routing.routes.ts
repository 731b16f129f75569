import * as contract from '../../contract/routing.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import type { Http } from '../platform/http.ts'
import { readElder, storeElder } from './calm-lane.sql.ts'
import { endWrapUp } from './presence.ts'

/** What agents and customers say to the queue about themselves. */
export function registerRoutingRoutes(http: Http, { sql, clock }: { sql: Sql; clock: Clock }) {
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
