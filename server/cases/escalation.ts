import type { Tx } from '../platform/database.ts'
import type { OutboxEvent } from '../platform/outbox.ts'
import { type Signal, tell } from '../platform/signals.ts'
import { escalatedTopic } from './clocks.ts'
import { insertEscalation } from './notices.sql.ts'

/** The outbox reader of broken promises, under the name that holds its place. */
export const escalationReader = { name: 'escalations', topics: [escalatedTopic] }

/** Gives each broken promise to every supervisor as a notice, each once. */
export async function tellSupervisors(tx: Tx, events: readonly OutboxEvent[]): Promise<void> {
  const told: Signal[] = []
  for (const { payload, at } of events) {
    const { caseId, seq } = payload
    if (typeof caseId !== 'string' || typeof seq !== 'number') continue
    for (const staffId of await insertEscalation(tx, { caseId, seq, at })) told.push(['inbox_of', staffId])
  }
  await tell(tx, told)
}
