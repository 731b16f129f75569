import * as contract from '../../contract/held-top-ups.ts'
import type { Http } from '../platform/http.ts'
import { listHeld, moveHeld } from './held.ts'
import type { TopUpDeps } from './topup.ts'

/** What finance sees and does about transfers that customers cannot hold yet. */
export function registerHeldRoutes(http: Http, deps: TopUpDeps): void {
  http.serve(contract.listHeldTopUps, (_input, { actor }) => listHeld(deps.sql, actor))
  http.serve(contract.returnHeldTopUp, ({ params, body }, { actor }) =>
    moveHeld(deps, actor, 'return', { reference: params.reference, reason: body.reason }),
  )
  http.serve(contract.keepHeldTopUp, ({ params, body }, { actor }) =>
    moveHeld(deps, actor, 'keep', { reference: params.reference, reason: body.reason }),
  )
}
