import * as colleagues from '../../contract/colleagues.ts'
import * as contract from '../../contract/console.ts'
import * as macros from '../../contract/macros.ts'
import * as requests from '../../contract/requests.ts'
import { readCustomer } from '../identity/customer.ts'
import { requirePermission } from '../identity/permissions.ts'
import { listPayments } from '../payments/history.ts'
import type { Http } from '../platform/http.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { approveAction, rejectAction } from './action-decision.ts'
import type { CaseDeps } from './case.ts'
import { confirmCode } from './customer-code.ts'
import { viewCustomer } from './customer-view.ts'
import { takeAction } from './desk-actions.ts'
import { handOver } from './hand-over.ts'
import { readCaseLines } from './inbox.sql.ts'
import { explainLook, lookUp, openCustomer } from './look.ts'
import { deleteMacro, listMacros, saveMacro } from './macro.ts'
import { listColleagues } from './mention.ts'
import { readNotices } from './notices.ts'
import { listRequests, readRequest } from './second-person.ts'

export type ConsoleDeps = CaseDeps & { secretKey: Buffer }

/** What is done beside a conversation: actions, codes, looking customers up. */
export function registerConsoleRoutes(http: Http, deps: ConsoleDeps) {
  registerActionRoutes(http, deps)
  registerLookRoutes(http, deps)
  registerColleagueRoutes(http, deps)
}

function registerActionRoutes(http: Http, deps: ConsoleDeps) {
  http.serve(contract.takeAction, ({ params, body }, { actor }) => takeAction(deps, actor, params.caseId, body))
  http.serve(
    contract.approveAction,
    async ({ params, body }, { actor }) => (await approveAction(deps, actor, { ...params, ...body })) ?? {},
  )
  http.serve(
    contract.rejectAction,
    async ({ params, body }, { actor }) => (await rejectAction(deps, actor, { ...params, ...body })) ?? {},
  )
  http.serve(requests.listRequests, (_input, { actor }) => listRequests(deps, actor))
  http.serve(requests.readRequest, ({ params }, { actor }) => readRequest(deps, actor, params.requestId))
  http.serve(
    contract.confirmCode,
    async ({ params, body }, { actor }) => (await confirmCode(deps, actor, { ...params, ...body })) ?? {},
  )
}

function registerLookRoutes(http: Http, deps: ConsoleDeps) {
  const { sql, clock } = deps

  http.serve(contract.lookUp, ({ body }, { actor }) => lookUp(sql, deps, actor, body))
  http.serve(
    contract.explainLook,
    async ({ params, body }, { actor }) => (await explainLook(sql, deps, actor, { ...params, ...body })) ?? {},
  )

  http.serve(contract.readDeskCustomer, async ({ params }, { actor }) => {
    const refusal = await openCustomer(sql, deps, actor, params.customerId)
    if (refusal) return refusal
    const customer = await readCustomer(sql, params.customerId)
    if (!customer) return refuse('not_found', {})
    const [view, cases] = await Promise.all([
      viewCustomer(sql, clock, actor, customer, null),
      readCaseLines(sql, customer.id),
    ])
    return { customer: view, cases }
  })

  http.serve(contract.listDeskPayments, async ({ params, query }, { actor }) => {
    const refusal =
      requirePermission(actor, 'customer.money') ?? (await openCustomer(sql, deps, actor, params.customerId))
    return isRefusal(refusal) ? refusal : listPayments(sql, params.customerId, query)
  })
}

function registerColleagueRoutes(http: Http, deps: ConsoleDeps) {
  const { sql } = deps

  http.serve(colleagues.listColleagues, (_input, { actor }) => listColleagues(sql, deps, actor))
  http.serve(colleagues.readNotices, (_input, { actor }) => readNotices(deps, actor))
  http.serve(
    colleagues.handOver,
    async ({ params, body }, { actor }) => (await handOver(deps, actor, { ...params, ...body })) ?? {},
  )
  http.serve(macros.listMacros, (_input, { actor }) => listMacros(deps, actor))
  http.serve(macros.saveMacro, ({ params, body }, { actor }) => saveMacro(deps, actor, { id: params.macroId, ...body }))
  http.serve(
    macros.deleteMacro,
    async ({ params }, { actor }) => (await deleteMacro(deps, actor, params.macroId)) ?? {},
  )
}
