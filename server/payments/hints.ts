import type { Deliver } from '../platform/outbox.ts'

type Tell = { tellCustomer(customerId: string, what: 'balance'): Promise<void> }

/** Reader of the outbox: hints to the open apps of both sides of each movement that their balance changed. */
export function tellMovements(live: Tell): Deliver {
  return async (_tx, events) => {
    const moved = new Set<string>()
    for (const { payload } of events)
      for (const customerId of [payload.customerId, payload.payeeId])
        if (typeof customerId === 'string') moved.add(customerId)
    await Promise.all(Array.from(moved, (customerId) => live.tellCustomer(customerId, 'balance')))
  }
}
