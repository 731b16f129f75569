import * as contract from '../../contract/desk.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { readCustomer } from '../identity/customer.ts'
import { requirePermission } from '../identity/permissions.ts'
import { listPayments, readPayment } from '../payments/history.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Http } from '../platform/http.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { shareReading } from '../platform/shared-reading.ts'
import { markPresent, presenceOf, setAgentState } from '../routing/presence.ts'
import { createQueueReader } from '../routing/queue-reader.ts'
import { selectWaitingOf } from './action-request.sql.ts'
import { toRequest } from './action-request.ts'
import { type CaseDeps, closeCase } from './case.ts'
import { viewCustomer } from './customer-view.ts'
import { judgeActions, missingVerification, readSituation } from './desk-actions.ts'
import { beganAsGuest } from './guest-join.sql.ts'
import {
  type CaseAtDesk,
  countUnattended,
  readCaseRow,
  readMine,
  readOtherCases,
  readRecent,
  readUnattended,
  readWaitingRows,
} from './inbox.sql.ts'
import { openLook } from './look.ts'
import { mentionColleagues, seeMentions } from './mention.ts'
import type { Messages } from './messages.ts'
import { claimNext, claimSession, releaseSession } from './session.ts'
import { takeUpCase } from './take-up.ts'
import { readEvents } from './timeline.sql.ts'
import { viewFor } from './timeline.ts'

export type DeskDeps = CaseDeps & { messages: Messages }

/** The desk's inbox, queue and conversations. */
export function registerDeskRoutes(http: Http, deps: DeskDeps) {
  registerInboxRoutes(http, deps)
  registerCaseRoutes(http, deps)
  registerConversationRoutes(http, deps)
}

function registerInboxRoutes(http: Http, deps: DeskDeps) {
  const { sql, clock } = deps
  const readQueue = createQueueReader(deps)
  const readNobodys = shareReading(async () => {
    const [{ unattended }, unattendedCount] = await Promise.all([readUnattended(sql), countUnattended(sql)])
    return { unattended, unattendedCount }
  })

  http.serve(contract.readInbox, async (_input, { actor }) => {
    const refusal = requirePermission(actor, 'case.work')
    if (refusal) return refusal
    await markPresent(sql, clock, [actor.staffId])
    const { order } = await readQueue()
    const [me, waiting, mine, nobodys, recent] = await Promise.all([
      presenceOf(sql, clock, actor.staffId),
      readWaitingRows(
        sql,
        order.map((session) => session.caseId),
      ),
      readMine(sql, actor.staffId),
      readNobodys(),
      readRecent(sql),
    ])
    return { me, waiting, mine, ...nobodys, recent: recent.map((row) => withoutWordsOfOthers(actor, row)) }
  })

  http.serve(contract.listUnattended, async ({ query }, { actor }) => {
    const refusal = requirePermission(actor, 'case.work')
    return refusal ?? readUnattended(sql, query.before)
  })

  http.serve(contract.setAgentState, async ({ body }, { actor }) => {
    const refusal = requirePermission(actor, 'case.work')
    return refusal ?? setAgentState(sql, clock, actor.staffId, body)
  })

  http.serve(contract.claimNext, (_input, { actor }) => claimNext(deps, actor))
  http.serve(contract.claimSession, ({ params }, { actor }) => claimSession(deps, actor, params.sessionId))
  http.serve(contract.takeUpCase, ({ params }, { actor }) => takeUpCase(deps, actor, params.caseId))
  http.serve(
    contract.releaseSession,
    async ({ params }, { actor }) => (await releaseSession(deps, actor, params.caseId)) ?? {},
  )
}

/** What was last said in a closed case is for whoever had it: the list is no way around the reason for looking. */
function withoutWordsOfOthers(actor: StaffActor, row: contract.InboxRow): contract.InboxRow {
  const own = row.session?.agentId === actor.staffId || actor.permissions.has('case.supervise')
  return own ? row : { ...row, lastMessage: null }
}

function registerCaseRoutes(http: Http, deps: DeskDeps) {
  const { sql, clock } = deps

  http.serve(contract.readCase, async ({ params }, { actor }) => {
    const found = await lookAt(deps, actor, params.caseId)
    if (isRefusal(found)) return found
    await seeMentions(sql, deps, actor, params.caseId)
    const earlierCases = await readOtherCases(sql, found.customerId, params.caseId)
    const customer = await readCustomer(sql, found.customerId)
    if (!customer) {
      const nobody = { paymentId: null, customer: null, actions: [], requests: [], beganAsGuest: true }
      return { row: found.row, ...nobody, missing: missingVerification('none'), earlierCases }
    }
    const { session } = found.row
    const { caseId } = params
    const [view, situation, requests, began] = await Promise.all([
      viewCustomer(sql, clock, actor, customer, caseId),
      readSituation(sql, deps, { customer, caseId, session }),
      selectWaitingOf(sql, customer.id, clock.now()),
      beganAsGuest(sql, caseId),
    ])
    return {
      row: found.row,
      paymentId: found.paymentId,
      customer: view,
      actions: judgeActions(actor, situation),
      missing: missingVerification(situation.level),
      beganAsGuest: began,
      requests: requests.map((request) => toRequest(actor, request)),
      earlierCases,
    }
  })

  http.serve(contract.listCasePayments, async ({ params, query }, { actor }) => {
    const found = requirePermission(actor, 'customer.money') ?? (await lookAt(deps, actor, params.caseId))
    return isRefusal(found) ? found : listPayments(sql, found.customerId, query)
  })

  http.serve(contract.readCasePayment, async ({ params }, { actor }) => {
    const found = requirePermission(actor, 'customer.money') ?? (await lookAt(deps, actor, params.caseId))
    return isRefusal(found) ? found : readPayment(sql, found.customerId, params.id)
  })

  http.serve(
    contract.closeCase,
    async ({ params, body }, { actor }) => (await closeCase(deps, actor, params.caseId, body.outcome)) ?? {},
  )
}

function registerConversationRoutes(http: Http, deps: DeskDeps) {
  const { sql, messages } = deps

  http.serve(contract.readCaseEvents, async ({ params, query }, { actor }) => {
    const found = await lookAt(deps, actor, params.caseId)
    if (isRefusal(found)) return found
    const events = await readEvents(sql, params.caseId, query.after, query.limit)
    return { events: events.map((event) => viewFor('staff', event)), lastSeq: found.row.lastSeq }
  })

  http.serve(contract.sendDeskMessage, async ({ params, body }, { actor }) => {
    const event = await messages.sendAsAgent(actor, params.caseId, body)
    return isRefusal(event) ? event : viewFor('staff', event)
  })

  http.serve(contract.addNote, async ({ params, body }, { actor }) => {
    const event = await messages.addNote(actor, params.caseId, body)
    if (isRefusal(event)) return event
    await mentionColleagues(sql, deps, actor, event, body.mentions)
    return viewFor('staff', event)
  })
}

/** The case, for who may see the customer; that it was looked at is on record. */
async function lookAt(deps: DeskDeps, actor: StaffActor, caseId: string): Promise<CaseAtDesk | Refusal> {
  const refusal = requirePermission(actor, 'case.work') ?? requirePermission(actor, 'customer.read')
  if (refusal) return refusal
  const found = await readCaseRow(deps.sql, caseId)
  if (!found) return refuse('not_found', {})
  return (await openLook(deps.sql, deps, actor, { customerId: found.customerId, caseId })) ?? found
}
