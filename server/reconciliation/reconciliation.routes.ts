import * as contract from '../../contract/reconciliation.ts'
import type { Refusal } from '../../contract/refusals.ts'
import type { Http } from '../platform/http.ts'
import { isRefusal } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { readUpload } from '../platform/upload.ts'
import { approveCorrection, type CorrectionDeps, proposeCorrection, rejectCorrection } from './correction.ts'
import { booksSignal, explainBreak, type ReconciliationDeps, reconcileDay, uploadStatement } from './reconciliation.ts'
import { readBreak, readReconciliation } from './view.ts'

/** What finance staff see and do: days, breaks, corrections, statements. */
export function registerReconciliationRoutes(http: Http, deps: ReconciliationDeps & CorrectionDeps): void {
  const view = { sql: deps.sql, clock: deps.clock, sourceName: deps.source.name }

  http.serve(contract.readReconciliation, (_input, { actor }) => readReconciliation(view, actor))
  http.serve(contract.readBreak, ({ params }, { actor }) => readBreak(view, actor, params.breakId))
  http.serve(contract.explainBreak, ({ params, body }, { actor }) =>
    changing(explainBreak(deps, actor, params.breakId, body.reason)),
  )
  http.serve(contract.proposeCorrection, ({ params, body }, { actor }) =>
    changing(proposeCorrection(deps, actor, params.breakId, body)),
  )
  http.serve(contract.approveCorrection, ({ params }, { actor }) =>
    changing(approveCorrection(deps, actor, params.correctionId)),
  )
  http.serve(contract.rejectCorrection, ({ params, body }, { actor }) =>
    changing(rejectCorrection(deps, actor, params.correctionId, body.reason)),
  )
  http.serve(contract.uploadStatement, async (_input, { actor, request }) => {
    const upload = await readUpload(request, contract.maximumStatementBytes)
    return isRefusal(upload) ? upload : changing(uploadStatement(deps, actor, upload.bytes))
  })
  http.serve(contract.reconcileDay, ({ params }, { actor }) => changing(reconcileDay(deps, actor, params.day)))

  /** Tells everybody who has the books open once it is done. */
  async function changing<T>(deed: Promise<T | Refusal>): Promise<T | Refusal> {
    const answer = await deed
    if (!isRefusal(answer)) await tell(deps.sql, [booksSignal])
    return answer
  }
}
