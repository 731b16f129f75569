import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { presenceMs } from './presence.ts'
import { readHistory, readSlots, readWaiting } from './queue.sql.ts'
import { orderQueue, type WaitingSession } from './queue-order.ts'
import { ratesFrom, waitRange } from './waiting-time.ts'

/** How far back conversations teach the waiting time. */
const historyMs = 7 * 24 * 3_600_000

export type QueuePlace = { place: number; waitSeconds: { from: number; to: number } | null }

/** The queue now: everybody who waits, next one first, and the place and honest range of each case. */
export async function readQueue(
  db: Db,
  clock: Clock,
): Promise<{ order: WaitingSession[]; places: Map<string, QueuePlace> }> {
  const now = clock.now()
  const waiting = await readWaiting(db)
  if (waiting.length === 0) return { order: [], places: new Map() }
  const { slots, taken } = await readSlots(db, new Date(now.getTime() - presenceMs))
  const rates = ratesFrom(await readHistory(db, new Date(now.getTime() - historyMs)))
  const order = orderQueue(waiting, now)
  const places = order.map((session, ahead): [string, QueuePlace] => [
    session.caseId,
    { place: ahead + 1, waitSeconds: waitRange({ ahead, slots, freeSlots: slots - taken, ...rates }) },
  ])
  return { order, places: new Map(places) }
}
