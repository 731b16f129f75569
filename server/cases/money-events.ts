import { referenceOf } from '../payments/history.ts'
import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/database.ts'
import type { Deliver, OutboxEvent } from '../platform/outbox.ts'
import { tell } from '../platform/signals.ts'
import { system } from './case.ts'
import { findAwaitingMoney, findLinkedCases, insertLink } from './link.sql.ts'
import { appendEvents } from './timeline.sql.ts'

/** What money movements are called in a timeline, by the topic that tells them. A further movement is a row here. */
const movements: Record<string, string> = {
  'payment.paid': 'money_paid',
  'checkout.paid': 'money_paid',
  'payment.received': 'money_received',
  'payment.settled': 'money_settled',
  'payment.refused': 'money_refused',
  'payment.reversed': 'money_reversed',
}

/** The outbox reader of the timelines: what it listens to, under the name that holds its place. */
export const moneyReader = { name: 'case timelines', topics: Object.keys(movements) }

/**
 * Tells each money movement once in the timeline of every open case that its payment is linked to; money that arrives
 * for somebody who asked where it is gets linked first.
 */
export function tellMoneyInTimelines({ clock }: { clock: Clock }): Deliver {
  return async (tx, events) => {
    for (const event of events) await tellMovement(tx, event, clock.now())
  }
}

async function tellMovement(tx: Tx, { topic, payload }: OutboxEvent, now: Date): Promise<void> {
  const { paymentId, customerId, payeeId } = payload
  if (typeof paymentId !== 'string' || typeof customerId !== 'string') return
  const receiverId = topic === 'payment.received' ? customerId : payeeId
  const waiting = typeof receiverId === 'string' ? await findAwaitingMoney(tx, receiverId) : []
  for (const caseId of waiting)
    await insertLink(tx, { caseId, kind: 'concerns_payment', targetId: paymentId, now, byName: system.name })
  const told = new Set([...waiting, ...(await findLinkedCases(tx, paymentId))])
  if (told.size === 0) return
  const action = movements[topic]!
  for (const caseId of [...told].sort()) {
    const event = { kind: 'action' as const, author: system, action, text: referenceOf(paymentId), paymentId }
    const seq = await appendEvents(tx, caseId, now, [event])
    await tell(tx, [['case', caseId, seq, '']])
  }
}
