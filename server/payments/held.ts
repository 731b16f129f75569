import type { HeldTopUp } from '../../contract/held-top-ups.ts'
import { heldShown } from '../../contract/held-top-ups.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { recordAudit, staffActor, systemActor } from '../audit/audit.ts'
import { requirePermission } from '../identity/permissions.ts'
import { withRetries } from '../ledger/ledger.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Jobs } from '../platform/jobs.ts'
import { may, move } from '../platform/life-cycle.ts'
import { toMoney } from '../platform/money.ts'
import { refuse } from '../platform/refusals.ts'
import { standardLimits } from '../policy/limits.ts'
import {
  endHeld,
  type HeldRow,
  lockHeld,
  lockReturning,
  selectFitting,
  selectOpenHeld,
  updateHeldState,
} from './held.sql.ts'
import { heldMoves } from './life-cycles.ts'
import { AccountClosed, addToBalance, openSuspenseOf, type TopUpDeps } from './topup.ts'

const creditJob = 'credit_held_top_ups'
/** Every minute, by whichever process comes first. */
export const heldCrontab = `* * * * * ${creditJob}`
/** Most transfers that one run adds; what is left has its turn a minute later. */
const creditedAtOnce = 200

export function heldJobs(deps: TopUpDeps): Jobs {
  return { [creditJob]: () => creditFitting(deps) }
}

/** Adds each kept transfer that fits by now to its customer's balance, oldest first. */
export async function creditFitting(deps: TopUpDeps): Promise<void> {
  const fitting = await selectFitting(deps.sql, standardLimits.balanceMinor, creditedAtOnce)
  for (const reference of fitting) await withRetries(() => deps.sql.begin((tx) => creditHeld(tx, deps, reference)))
  if (fitting.length > 0) deps.committed()
}

/** Where it no longer fits, or the account was closed meanwhile, it stays where it is. */
async function creditHeld(tx: Tx, deps: TopUpDeps, reference: string): Promise<void> {
  const held = await lockHeld(tx, reference)
  if (!held || !may(heldMoves, held.state, 'credit')) return
  const paymentId = deps.ids()
  const fromId = await openSuspenseOf(tx, deps, held.customerId)
  const addition = { paymentId, fromId, idempotencyKey: `kept:${reference}` }
  const added = await tx
    .savepoint((part) => addToBalance(part, deps, held.topUp, addition))
    .catch((error: unknown) => {
      if (error instanceof AccountClosed) return undefined
      throw error
    })
  if (!added || 'fullMinor' in added) return
  const at = deps.clock.now()
  const state = move(heldMoves, held.state, 'credit')
  await endHeld(tx, reference, { state, at, entryId: added.entryId, creditedPaymentId: paymentId })
}

/** What customers cannot hold yet, for finance. */
export async function listHeld(db: Db, actor: StaffActor): Promise<{ held: HeldTopUp[] } | Refusal> {
  const forbidden = requirePermission(actor, 'reconciliation.work')
  if (forbidden) return forbidden
  return { held: (await selectOpenHeld(db, heldShown)).map(toHeld) }
}

function toHeld(row: HeldRow & { customerName: string }): HeldTopUp {
  const { reference, customerName, state, returnReference } = row
  const heldAt = row.heldAt.toISOString()
  return { reference, customerName, amount: toMoney(row.amountMinor, row.currency), heldAt, state, returnReference }
}

const deeds = { return: 'top_up.returning', keep: 'top_up.kept_on' } as const

/**
 * Sends a kept transfer back, or calls that off. No money moves here: while it is on its way back it is no longer added
 * by itself, and the transfer that finance makes at the bank comes with its statement, where two people correct the
 * books (`settleReturn`). On record, and shown to the customer. Refuses `action_not_possible` with the state.
 */
export async function moveHeld(
  { sql, clock, ids }: TopUpDeps,
  actor: StaffActor,
  deed: keyof typeof deeds,
  { reference, reason }: { reference: string; reason: string },
): Promise<Record<string, never> | Refusal> {
  const forbidden = requirePermission(actor, 'reconciliation.work')
  if (forbidden) return forbidden
  return sql.begin(async (tx) => {
    const held = await lockHeld(tx, reference)
    if (!held) return refuse('not_found', {})
    if (!may(heldMoves, held.state, deed)) return refuse('action_not_possible', { reason: held.state })
    await updateHeldState(tx, reference, move(heldMoves, held.state, deed))
    const record = { id: ids(), customerId: held.customerId, at: clock.now(), actor: staffActor(actor), reason }
    await recordAudit(tx, { ...record, action: deeds[deed], details: { reference } })
    return {}
  })
}

/** The transfer that this line of a bank's statement sends back, where it is one of ours and whole; locked. */
export async function lockReturn(tx: Tx, line: { reference: string | null; amountMinor: bigint }) {
  const found = line.reference === null ? undefined : await lockReturning(tx, line.reference)
  return found?.amountMinor === line.amountMinor ? found : undefined
}

/** The books have been corrected for a transfer back: it is over. In the transaction of the correcting entry. */
export async function settleReturn(
  tx: Tx,
  { clock, ids }: Pick<TopUpDeps, 'clock' | 'ids'>,
  held: HeldRow,
  entryId: string,
): Promise<void> {
  const at = clock.now()
  const state = move(heldMoves, held.state, 'arrive')
  await endHeld(tx, held.reference, { state, at, entryId, creditedPaymentId: null })
  const record = { id: ids(), customerId: held.customerId, at, actor: systemActor }
  await recordAudit(tx, { ...record, action: 'top_up.returned', details: { reference: held.reference } })
}
