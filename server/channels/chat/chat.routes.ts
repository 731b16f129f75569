import * as contract from '../../../contract/chat.ts'
import { chooseLater } from '../../../contract/routing.ts'
import { type CaseView, readCases } from '../../cases/case.sql.ts'
import { type CaseDeps, leaveQueue, openCase } from '../../cases/case.ts'
import type { Messages } from '../../cases/messages.ts'
import { chooseLater as answerLater } from '../../cases/session-later.ts'
import { readEvents } from '../../cases/timeline.sql.ts'
import { viewFor } from '../../cases/timeline.ts'
import { readPayment } from '../../payments/history.ts'
import type { Http } from '../../platform/http.ts'
import { isRefusal, refuse } from '../../platform/refusals.ts'
import { recordAnnounced, type ToldPlace } from '../../routing/queue.ts'
import { createQueueReader } from '../../routing/queue-reader.ts'

/** Cases that a customer is shown. */
const casesShown = 50

export type ChatRoutesDeps = CaseDeps & { messages: Messages }

/** The customer's side of conversations. */
export function registerChatRoutes(http: Http, deps: ChatRoutesDeps) {
  const { sql, clock, messages } = deps
  const readQueue = createQueueReader(deps)

  /** One case of this customer with its place in the queue; undefined where there is none. */
  async function readCase(customerId: string, caseId: string) {
    const [found] = await readCases(sql, customerId, 1, caseId)
    if (!found) return undefined
    return toWire(found, await placesFor([found]))
  }

  /** Where those of these cases that wait stand; what they are told first is put on record. */
  async function placesFor(cases: readonly CaseView[]): Promise<Map<string, ToldPlace>> {
    const waiting = new Set(cases.filter(({ session }) => session?.state === 'waiting').map(({ id }) => id))
    if (waiting.size === 0) return new Map()
    const queue = await readQueue()
    await recordAnnounced(sql, clock, queue, waiting)
    return queue.places
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
    const places = await placesFor(cases)
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

  http.serve(chooseLater, async ({ params, body }, { actor }) => {
    const refusal = await answerLater(deps, actor, params.caseId, body.how)
    return refusal ?? (await readCase(actor.customerId, params.caseId)) ?? refuse('not_found', {})
  })

  http.serve(contract.leaveQueue, async ({ params }, { actor }) => {
    const refusal = await leaveQueue(deps, actor, params.caseId)
    return refusal ?? (await readCase(actor.customerId, params.caseId)) ?? refuse('not_found', {})
  })
}

function toWire(view: CaseView, places: Map<string, ToldPlace>): contract.ChatCase {
  const { session, openedAt, topic, ...rest } = view
  const queue = session?.state === 'waiting' ? (places.get(view.id) ?? null) : null
  return { ...rest, topic, openedAt: openedAt.toISOString(), session: session && { ...session, queue } }
}
