import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import { readQueue } from './queue.ts'

/** After a reading the next one waits for so long: whoever asks meanwhile is served by that one. */
const pauseMs = 50

export type Queue = Awaited<ReturnType<typeof readQueue>>

/**
 * Reads the queue for all who ask at about the same time: a crowd that comes in at once costs one reading and not one
 * for each. What is answered was read after the question, so whoever has just joined is in it.
 */
export function createQueueReader({ sql, clock }: { sql: Sql; clock: Clock }): () => Promise<Queue> {
  let next: Promise<Queue> | undefined
  let ready: Promise<unknown> = Promise.resolve()
  return () => {
    next ??= ready.then(() => {
      next = undefined
      const reading = readQueue(sql, clock)
      ready = reading.then(
        () => sleep(pauseMs),
        () => {},
      )
      return reading
    })
    return next
  }
}
