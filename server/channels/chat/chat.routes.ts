import * as contract from '../../../contract/chat.ts'
import * as guests from '../../../contract/guest-join.ts'
import { chooseLater } from '../../../contract/routing.ts'
import { readCases } from '../../cases/case.sql.ts'
import { type CaseDeps, leaveQueue, openCase } from '../../cases/case.ts'
import { findOwnGuest, joinGuest } from '../../cases/guest-join.ts'
import type { Messages } from '../../cases/messages.ts'
import { chooseLater as answerLater } from '../../cases/session-later.ts'
import { readEvents } from '../../cases/timeline.sql.ts'
import { viewFor } from '../../cases/timeline.ts'
import { nameDevice } from '../../identity/device.ts'
import { readPayment } from '../../payments/history.ts'
import type { Http } from '../../platform/http.ts'
import { isRefusal, refuse } from '../../platform/refusals.ts'
import { createOwnCases } from './own-cases.ts'

/** Cases that a customer is shown. */
const casesShown = 50

export type ChatRoutesDeps = CaseDeps & { messages: Messages }

/** The customer's side of conversations. */
export function registerChatRoutes(http: Http, deps: ChatRoutesDeps) {
  const { sql, messages } = deps
  const own = createOwnCases(deps)

  http.serve(contract.openChat, async ({ body }, { actor }) => {
    const paymentId = body.paymentId ?? null
    const payment = paymentId && (await readPayment(sql, actor.customerId, paymentId))
    if (isRefusal(payment)) return payment
    // Asked from a transaction it is about payments, unless that was money to be added.
    const topic = body.topic === 'payment' && payment && payment.kind === 'top_up' ? 'top_up' : body.topic
    const caseId = await openCase(deps, actor, { topic, paymentId })
    return (await own.read(actor.customerId, caseId)) ?? refuse('not_found', {})
  })

  http.serve(contract.listChats, async (_input, { actor }) => ({
    cases: await own.list(actor.customerId, casesShown),
  }))

  http.serve(
    contract.readChat,
    async ({ params }, { actor }) => (await own.read(actor.customerId, params.caseId)) ?? refuse('not_found', {}),
  )

  http.serve(contract.readChatEvents, async ({ params, query }, { actor }) => {
    const [found] = await readCases(sql, actor.customerId, 1, params.caseId)
    if (!found) return refuse('not_found', {})
    const events = await readEvents(sql, params.caseId, query.after, query.limit)
    return { events: events.map((event) => viewFor('customer', event)), lastSeq: found.lastSeq }
  })

  http.serve(contract.sendChatMessage, async ({ params, body }, { actor }) => {
    const event = await messages.sendAsCustomer(actor, params.caseId, body)
    return isRefusal(event) ? event : viewFor('customer', event)
  })

  http.serve(guests.findOwnGuest, async ({ body }, { actor, request }) => {
    const found = await findOwnGuest(deps, actor, { ...body, device: nameDevice(request.headers['user-agent']) })
    return { guest: found && { ...found, openedAt: found.openedAt.toISOString() } }
  })

  http.serve(guests.joinGuest, ({ body }, { actor, request }) =>
    joinGuest(deps, actor, { ...body, device: nameDevice(request.headers['user-agent']) }),
  )

  http.serve(chooseLater, async ({ params, body }, { actor }) => {
    const refusal = await answerLater(deps, actor, params.caseId, body.how)
    return refusal ?? (await own.read(actor.customerId, params.caseId)) ?? refuse('not_found', {})
  })

  http.serve(contract.leaveQueue, async ({ params }, { actor }) => {
    const refusal = await leaveQueue(deps, actor, params.caseId)
    return refusal ?? (await own.read(actor.customerId, params.caseId)) ?? refuse('not_found', {})
  })
}
