import type { ChatCase } from '../../../contract/chat.ts'
import { type CaseView, readCases } from '../../cases/case.sql.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Sql } from '../../platform/database.ts'
import { recordAnnounced, type ToldPlace } from '../../routing/queue.ts'
import { createQueueReader } from '../../routing/queue-reader.ts'

/** Reads the conversations of the person who has them, with their places in the queue. */
export function createOwnCases({ sql, clock }: { sql: Sql; clock: Clock }) {
  const readQueue = createQueueReader({ sql, clock })

  /** Where those of these cases that wait stand; what they are told first is put on record. */
  async function placesFor(cases: readonly CaseView[]): Promise<Map<string, ToldPlace>> {
    const waiting = new Set(cases.filter(({ session }) => session?.state === 'waiting').map(({ id }) => id))
    if (waiting.size === 0) return new Map()
    const queue = await readQueue()
    await recordAnnounced(sql, clock, queue, waiting)
    return queue.places
  }

  return {
    /** One case of this person; undefined where there is none. */
    async read(customerId: string, caseId: string): Promise<ChatCase | undefined> {
      const [found] = await readCases(sql, customerId, 1, caseId)
      return found && toWire(found, await placesFor([found]))
    },
    /** Newest first, at most `limit`, without those that were merged into another. */
    async list(customerId: string, limit: number): Promise<ChatCase[]> {
      const cases = await readCases(sql, customerId, limit)
      const places = await placesFor(cases)
      return cases.map((one) => toWire(one, places))
    },
  }
}

function toWire(view: CaseView, places: Map<string, ToldPlace>): ChatCase {
  const { session, openedAt, topic, ...rest } = view
  const queue = session?.state === 'waiting' ? (places.get(view.id) ?? null) : null
  return { ...rest, topic, openedAt: openedAt.toISOString(), session: session && { ...session, queue } }
}
