import type { Db } from '../platform/database.ts'
import type { AuditActor } from './audit.ts'
import { insertOperation, type OperationRow, selectOperations } from './operations.sql.ts'

/** Most entries shown of one subject, oldest first. */
const entriesShown = 200

/** What was done to a thing of the operator's own (a statement, a break): it concerns no single customer's account. */
export type OperationEvent = {
  /** From `ids()`: the order of events is the order of their ids. */
  id: string
  at: Date
  actor: AuditActor & { kind: 'staff' | 'system' | 'merchant' }
  /** Area and deed, for example `correction.approved`. */
  action: string
  subjectId: string
  reason?: string | null
  /** Figures and settings only, never a secret. */
  details?: Record<string, unknown>
}

/** Puts a deed on record, in the transaction of the deed itself. */
export function recordOperation(db: Db, event: OperationEvent): Promise<void> {
  return insertOperation(db, event)
}

/** What was done to one thing, oldest first. */
export function readOperations(db: Db, subjectId: string): Promise<OperationRow[]> {
  return selectOperations(db, subjectId, entriesShown)
}
