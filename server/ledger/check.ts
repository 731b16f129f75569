import type { Db } from '../platform/database.ts'
import { selectFaults } from './check.sql.ts'

/** What must be true of the ledger at every moment. */
export type Rule =
  | 'currency_sum'
  | 'entry_balanced'
  | 'entry_legs'
  | 'entry_once'
  | 'entry_settles_once'
  | 'posting_account'
  | 'posting_sequence'
  | 'posting_balance'
  | 'posting_time'
  | 'account_version'
  | 'account_balance'
  | 'account_time'
  | 'account_floor'
  | 'account_held'
  | 'hold_account'
  | 'hold_settled'
  | 'request_done'
  | 'request_own_entry'

/** One row that breaks a rule: which one, what would be right, and what stands there. Amounts are minor units. */
export type Fault = { rule: Rule; subject: string; expected: string; found: string }

/** A broken ledger may break a rule in every row: the first ones say enough. */
export const maximumFaultsPerRule = 20

/**
 * Proves the ledger from its rows alone: balances follow from postings, postings from whole entries, nothing lies below
 * its floor, holds and first answers lead to what they name. Answers the first faults of each rule; none is the proof.
 * Reads one snapshot, so it may run while money moves.
 */
export async function checkLedger(db: Db): Promise<Fault[]> {
  return Array.from(await selectFaults(db, maximumFaultsPerRule)) as Fault[]
}
