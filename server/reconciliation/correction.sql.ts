import type { CorrectionTemplate } from '../../contract/reconciliation.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { CorrectionState } from './life-cycles.ts'

export type CorrectionRow = {
  id: string
  breakId: string
  template: CorrectionTemplate
  amount: bigint
  currency: 'IDR'
  reason: string
  state: CorrectionState
  proposedBy: string
  proposedByName: string
  decidedByName: string | null
}

const columns = (db: Db) => db`
  id, break_id as "breakId", template, amount, currency, reason, state, proposed_by as "proposedBy",
  proposed_by_name as "proposedByName", decided_by_name as "decidedByName"`

export type NewCorrection = Omit<CorrectionRow, 'state' | 'decidedByName'> & { proposedAt: Date }

/** False where another proposal waits or one was approved. */
export async function insertCorrection(tx: Tx, row: NewCorrection): Promise<boolean> {
  const { count } = await tx`
    insert into correction (id, break_id, template, amount, currency, reason, proposed_by, proposed_by_name, proposed_at)
    values (${row.id}, ${row.breakId}, ${row.template}, ${row.amount}, ${row.currency}, ${row.reason}, ${row.proposedBy},
      ${row.proposedByName}, ${row.proposedAt})
    on conflict (break_id) where state in ('proposed', 'approved') do nothing`
  return count === 1
}

export async function selectCorrection(db: Db, id: string): Promise<CorrectionRow | undefined> {
  const [row] = await db<CorrectionRow[]>`select ${columns(db)} from correction where id = ${id}`
  return row
}

export async function selectCorrections(db: Db, breakId: string): Promise<CorrectionRow[]> {
  return db<CorrectionRow[]>`select ${columns(db)} from correction where break_id = ${breakId} order by id`
}

export type Decision = {
  state: CorrectionState
  by: string
  byName: string
  at: Date
  reason: string | null
  entryId: string | null
}

export async function updateDecision(tx: Tx, id: string, decision: Decision): Promise<void> {
  await tx`
    update correction set state = ${decision.state}, decided_by = ${decision.by}, decided_by_name = ${decision.byName},
      decided_at = ${decision.at}, decision_reason = ${decision.reason}, entry_id = ${decision.entryId}
    where id = ${id}`
}
