import * as contract from '../../contract/diagnosis.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Http } from '../platform/http.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import type { CaseDeps } from './case.ts'
import { type CaseForDiagnosis, keepProposals, readCaseForDiagnosis, storeVerdict } from './diagnosis.sql.ts'
import { diagnose } from './diagnosis.ts'
import { readFacts } from './diagnosis-facts.ts'
import { rules } from './diagnosis-rules.ts'
import { openLook } from './look.ts'
import { appendEvents } from './timeline.sql.ts'
import { agentAuthor } from './timeline.ts'
import { inTransaction } from './transaction.ts'

/** Likely causes beside the conversation, and what agents make of them. */
export function registerDiagnosisRoutes(http: Http, deps: CaseDeps) {
  const { sql, clock } = deps

  http.serve(contract.readDiagnosis, async ({ params: { caseId } }, { actor }) => {
    const found = await openCaseFor(deps, actor, caseId)
    if (isRefusal(found)) return found
    const proposed = diagnose(await readFacts(sql, clock, found), rules)
    const verdicts = await keepProposals(sql, caseId, proposed, clock.now())
    return {
      proposals: proposed.map(({ steps, ...one }) => ({
        ...one,
        steps: steps.map(({ step, action = null, article = null }) => ({ step, action, article })),
        verdict: verdicts.get(one.rule) ?? null,
      })),
    }
  })

  http.serve(contract.judgeDiagnosis, async ({ params: { caseId }, body }, { actor }) => {
    const found = await openCaseFor(deps, actor, caseId)
    if (isRefusal(found)) return found
    return inTransaction(sql, async (tx) => {
      const now = clock.now()
      const { rule, verdict } = body
      if (!(await storeVerdict(tx, { caseId, rule, verdict, staffId: actor.staffId, now })))
        return refuse('not_found', {})
      const event = { kind: 'action' as const, author: agentAuthor(actor), action: `diagnosis_${verdict}`, text: rule }
      const seq = await appendEvents(tx, caseId, now, [event])
      await tell(tx, [['case', caseId, seq, '']])
      return {}
    })
  })
}

/** Causes are told from the customer's payments and devices: who may see those, and has the case open. */
async function openCaseFor(deps: CaseDeps, actor: StaffActor, caseId: string): Promise<CaseForDiagnosis | Refusal> {
  const refusal = requirePermission(actor, 'case.work') ?? requirePermission(actor, 'customer.money')
  if (refusal) return refusal
  const found = await readCaseForDiagnosis(deps.sql, caseId)
  if (!found) return refuse('not_found', {})
  return (await openLook(deps.sql, deps, actor, { customerId: found.customerId, caseId })) ?? found
}
