import * as contract from '../../contract/satisfaction.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import type { Http } from '../platform/http.ts'
import { readSatisfaction, saySatisfaction } from './satisfaction.ts'

/** Customers and guests are asked how a conversation was. */
export function registerSatisfactionRoutes(http: Http, deps: { sql: Sql; clock: Clock }) {
  http.serve(contract.readSatisfaction, ({ params }, { actor }) => readSatisfaction(deps, actor, params.caseId))
  http.serve(
    contract.saySatisfaction,
    async ({ params, body }, { actor }) => (await saySatisfaction(deps, actor, params.caseId, body)) ?? {},
  )
  http.serve(contract.readGuestSatisfaction, ({ params }, { actor }) => readSatisfaction(deps, actor, params.caseId))
  http.serve(
    contract.sayGuestSatisfaction,
    async ({ params, body }, { actor }) => (await saySatisfaction(deps, actor, params.caseId, body)) ?? {},
  )
}
