import * as contract from '../../../contract/chat.ts'
import { type CaseView, readCases } from '../../cases/case.sql.ts'
import { type CaseDeps, leaveQueue, openCase } from '../../cases/case.ts'
import type { Messages } from '../../cases/messages.ts'
import { readEvents } from '../../cases/timeline.sql.ts'
import { viewFor } from '../../cases/timeline.ts'
import { readPayment } from '../../payments/history.ts'
import type { Http } from '../../platform/http.ts'
import { isRefusal, refuse } from '../../platform/refusals.ts'
import { type QueuePlace, readQueue } from '../../routing/queue.ts'

/** Cases that a customer is shown. */
const casesShown = 50

export type ChatRoutesDeps = CaseDeps & { messages: Messages }

/** The customer's side of conversations. */
export function registerChatRoutes(http: Http, deps: ChatRoutesDeps) {
  const { sql, clock, messages } = deps

  /** One case of this customer with its place in the queue; undefined where there is none. */
  async function readCase(customerId: string, caseId: string) {
    const [found] = await readCases(sql, customerId, 1, caseId)
    if (!found) return undefined
    const waits = found.session?.state === 'waiting'
    return toWire(found, waits ? (await readQueue(sql, clock)).places : new Map())
  }

  http.serve(contract.openChat, async ({ body }, { actor }) => {
    const paymentId = body.paymentId ?? null
    const payment = paymentId && (await readPayment(sql, actor.customerId, paymentId))
    if (isRefusal(payment)) return payment
    const caseId = await openCase(deps, actor, { topic: body.topic, paymentId })
    return (await readCase(actor.customerId, caseId)) ?? refuse('not_found', {})
  })

  http.serve(contract.listChats, async (_input, { actor }) => {
    const cases = await readCases(sql, actor.customerId, casesShown)
    const waits = cases.some((one) => one.session?.state === 'waiting')
    const places = waits ? (await readQueue(sql, clock)).places : new Map<string, QueuePlace>()
    return { cases: cases.map((one) => toWire(one, places)) }
  })

  http.serve(
    contract.readChat,
    async ({ params }, { actor }) => (await readCase(actor.customerId, params.caseId)) ?? refuse('not_found', {}),
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

  http.serve(contract.leaveQueue, async ({ params }, { actor }) => {
    const refusal = await leaveQueue(deps, actor, params.caseId)
    return refusal ?? (await readCase(actor.customerId, params.caseId)) ?? refuse('not_found', {})
  })
}

function toWire(view: CaseView, places: Map<string, QueuePlace>): contract.ChatCase {
  const { session, openedAt, topic, ...rest } = view
  const queue = session?.state === 'waiting' ? (places.get(view.id) ?? null) : null
  return { ...rest, topic, openedAt: openedAt.toISOString(), session: session && { ...session, queue } }
}
