import type { AccountDeed } from '../../contract/access-log.ts'
import type { Actor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { type AuditRow, insertEvent, selectEvents } from './audit.sql.ts'

/** Newest entries that a customer is shown. */
const entriesShown = 200

export type AuditActor = { kind: 'customer' | 'merchant' | 'staff' | 'system'; id: string | null; name: string }

export type AuditEvent = {
  /** From `ids()`: the order of events is the order of their ids. */
  id: string
  customerId: string
  at: Date
  actor: AuditActor
  action: AccountDeed
  reason?: string | null
  caseId?: string | null
  /** Figures only. Never a secret, and nothing that the customer may not see. */
  details?: Record<string, string | number | boolean | null>
}

export const systemActor: AuditActor & { kind: 'system' } = { kind: 'system', id: null, name: 'Dompet' }

/** A member of staff as the record names them. */
export function staffActor(actor: Actor & { kind: 'staff' }): AuditActor & { kind: 'staff' } {
  return { kind: 'staff', id: actor.staffId, name: actor.name }
}

/** Puts a deed on record: in the transaction of the deed itself, so that neither exists without the other. */
export function recordAudit(db: Db, event: AuditEvent): Promise<void> {
  return insertEvent(db, event)
}

/** Who looked at or changed this customer's account, newest first. */
export function readAudit(db: Db, customerId: string, limit = entriesShown): Promise<AuditRow[]> {
  return selectEvents(db, customerId, limit)
}
