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
 * for somebody who asked where it is gets linked first. Nearly no movement concerns a case: who does is asked for all of
 * them at once.
 */
export function tellMoneyInTimelines({ clock }: { clock: Clock }): Deliver {
  return async (tx, events) => {
    const told = events.flatMap((event) => movementOf(event) ?? [])
    const [linked, awaiting] = await Promise.all([
      findLinkedCases(
        tx,
        told.map(({ paymentId }) => paymentId),
      ),
      findAwaitingMoney(
        tx,
        told.flatMap(({ receiverId }) => receiverId ?? []),
      ),
    ])
    const casesOf = byName(linked)
    const waitingOf = byName(awaiting)
    for (const movement of told) {
      const { paymentId, receiverId } = movement
      const waiting = (receiverId && waitingOf.get(receiverId)) || []
      for (const caseId of waiting)
        await insertLink(tx, {
          caseId,
          kind: 'concerns_payment',
          targetId: paymentId,
          now: clock.now(),
          byName: system.name,
        })
      // A later event of the same payment finds the link that this one made.
      const cases = new Set([...(casesOf.get(paymentId) ?? []), ...waiting])
      if (cases.size === 0) continue
      casesOf.set(paymentId, cases)
      await tellCases(tx, movement, [...cases].sort(), clock.now())
    }
  }
}

type Movement = { action: string; paymentId: string; receiverId: string | undefined }

function movementOf({ topic, payload }: OutboxEvent): Movement | undefined {
  const { paymentId, customerId, payeeId } = payload
  if (typeof paymentId !== 'string' || typeof customerId !== 'string') return undefined
  const receiverId = topic === 'payment.received' ? customerId : payeeId
  return { action: movements[topic]!, paymentId, receiverId: typeof receiverId === 'string' ? receiverId : undefined }
}

function byName(pairs: { of: string; caseId: string }[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>()
  for (const { of, caseId } of pairs) groups.set(of, (groups.get(of) ?? new Set()).add(caseId))
  return groups
}

async function tellCases(tx: Tx, { action, paymentId }: Movement, caseIds: string[], now: Date): Promise<void> {
  for (const caseId of caseIds) {
    const event = { kind: 'action' as const, author: system, action, text: referenceOf(paymentId), paymentId }
    const seq = await appendEvents(tx, caseId, now, [event])
    await tell(tx, [['case', caseId, seq, '']])
  }
}
