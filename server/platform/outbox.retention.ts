import { deleteRead } from './outbox.sql.ts'
import type { Forgetting } from './retention.ts'

/** Long enough to look into what went wrong, and for a reader of another release to catch up. */
export const eventsKeptMs = 30 * 24 * 3_600_000

export const outboxForgetting: Forgetting = {
  what: 'events that all have read',
  keptMs: eventsKeptMs,
  forget: deleteRead,
}
