import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import { shareReading } from '../platform/shared-reading.ts'
import { readQueue } from './queue.ts'

export type Queue = Awaited<ReturnType<typeof readQueue>>

/** Reads the queue for all who ask at about the same time; whoever has just joined is in it. */
export function createQueueReader({ sql, clock }: { sql: Sql; clock: Clock }): () => Promise<Queue> {
  return shareReading(() => readQueue(sql, clock))
}
