import type { Db } from '../platform/database.ts'
import type { OperationEvent } from './operations.ts'

export async function insertOperation(db: Db, event: OperationEvent): Promise<void> {
  await db`
    insert into operation_event (id, at, actor_kind, actor_id, actor_name, action, subject_id, reason, details)
    values (${event.id}, ${event.at}, ${event.actor.kind}, ${event.actor.id}, ${event.actor.name}, ${event.action},
      ${event.subjectId}, ${event.reason ?? null}, ${JSON.stringify(event.details ?? {})}::text::jsonb)`
}

export type OperationRow = { at: Date; actor: string; action: string; reason: string | null }

export async function selectOperations(db: Db, subjectId: string, limit: number): Promise<OperationRow[]> {
  return db<OperationRow[]>`
    select at, actor_name as actor, action, reason from operation_event
    where subject_id = ${subjectId} order by id limit ${limit}`
}
