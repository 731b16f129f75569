import type { Db } from '../platform/database.ts'
import type { AuditEvent } from './audit.ts'

export async function insertEvent(db: Db, event: AuditEvent): Promise<void> {
  await db`
    insert into audit_event (id, customer_id, at, actor_kind, actor_id, actor_name, action, reason, case_id, details)
    values (${event.id}, ${event.customerId}, ${event.at}, ${event.actor.kind}, ${event.actor.id}, ${event.actor.name},
      ${event.action}, ${event.reason ?? null}, ${event.caseId ?? null}, ${JSON.stringify(event.details ?? {})}::text::jsonb)`
}

export type AuditRow = {
  at: Date
  actor: string
  action: string
  reason: string | null
}

export async function selectEvents(db: Db, customerId: string, limit: number): Promise<AuditRow[]> {
  return db<AuditRow[]>`
    select at, actor_name as actor, action, reason from audit_event
    where customer_id = ${customerId} order by id desc limit ${limit}`
}
