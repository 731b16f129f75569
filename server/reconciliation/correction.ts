import type { CorrectionTemplate } from '../../contract/reconciliation.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { recordAudit, staffActor } from '../audit/audit.ts'
import { recordOperation } from '../audit/operations.ts'
import { requirePermission } from '../identity/permissions.ts'
import { openAccount } from '../ledger/accounts.ts'
import type { Leg } from '../ledger/book.ts'
import { postEntry, withRetries } from '../ledger/ledger.ts'
import { selectTakingEntry } from '../payments/held.sql.ts'
import { lockReturn, settleReturn } from '../payments/held.ts'
import { AccountClosed, creditOnce } from '../payments/topup.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { may, move } from '../platform/life-cycle.ts'
import { toMinor } from '../platform/money.ts'
import { emit } from '../platform/outbox.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { dayOf } from '../policy/calendar.ts'
import {
  type BreakRow,
  insertMatches,
  lockBreak,
  lockSource,
  selectAccountOwner,
  selectBreak,
  selectRecordSide,
  updateBreakState,
} from './books.sql.ts'
import { insertCorrection, selectCorrection, updateDecision } from './correction.sql.ts'
import { breakMoves, correctionMoves } from './life-cycles.ts'
import { legsOf, templatesFor } from './templates.ts'

export type CorrectionDeps = {
  sql: Sql
  clock: Clock
  ids: Ids
  /** Called after the commit: something may be in the outbox. */
  committed(): void
}
export type Proposal = { template: CorrectionTemplate; amount: string; reason: string }

/** What may be proposed for this break now. */
export async function readTemplates(db: Sql | Tx, found: BreakRow): Promise<CorrectionTemplate[]> {
  if (!may(breakMoves, found.state, 'correct')) return []
  const account = found.recordId ? (await selectRecordSide(db, found.recordId)).account : null
  const owner = account === null ? undefined : await selectAccountOwner(db, account)
  return templatesFor(found.kind, found.amount, owner !== undefined)
}

/**
 * Proposes a correcting entry for the whole difference of a break. The amount is typed by the person and must be it:
 * who proposes has read the figure. Refuses where the break has ended, another proposal waits (`action_not_possible`),
 * or template or amount do not fit (`correction_not_possible`).
 */
export async function proposeCorrection(
  { sql, clock, ids }: CorrectionDeps,
  actor: StaffActor,
  breakId: string,
  proposal: Proposal,
): Promise<{ id: string } | Refusal> {
  const forbidden = requirePermission(actor, 'reconciliation.work')
  if (forbidden) return forbidden
  return sql.begin(async (tx) => {
    const found = await lockBreak(tx, breakId)
    if (!found) return refuse('not_found', {})
    if (!may(breakMoves, found.state, 'correct')) return refuse('action_not_possible', { reason: found.state })
    const templates = await readTemplates(tx, found)
    if (!templates.includes(proposal.template)) return refuse('correction_not_possible', { reason: 'template' })
    const amount = toMinor(proposal.amount, found.currency)
    if (amount !== absolute(found.amount)) return refuse('correction_not_possible', { reason: 'amount' })
    const id = ids()
    const { template, reason } = proposal
    const proposedAt = clock.now()
    const by = { proposedBy: actor.staffId, proposedByName: actor.name, proposedAt }
    const stored = { id, breakId, template, amount, currency: found.currency, reason, ...by }
    if (!(await insertCorrection(tx, stored))) return refuse('action_not_possible', { reason: 'proposed' })
    await record(tx, ids(), proposedAt, actor, 'correction.proposed', breakId, reason, { template, correction: id })
    return { id }
  })
}

const absolute = (minor: bigint) => (minor < 0n ? -minor : minor)

/**
 * A second person approves: the entry is posted, once, and the break is corrected, all in one transaction. Refuses who
 * proposed it (`second_person_needed`), what was decided before or whose break has ended by itself
 * (`action_not_possible`), and what the ledger refuses (`correction_not_possible`).
 */
export async function approveCorrection(
  deps: CorrectionDeps,
  actor: StaffActor,
  correctionId: string,
): Promise<{ entryId: string } | Refusal> {
  const forbidden = requirePermission(actor, 'correction.decide')
  if (forbidden) return forbidden
  const answer = await withRetries(() => deps.sql.begin((tx) => approveOnce(tx, deps, actor, correctionId))).catch(
    (error: unknown) => {
      if (error instanceof NotPostable) return refuse('correction_not_possible', { reason: error.reason })
      throw error
    },
  )
  if (!isRefusal(answer)) deps.committed()
  return answer
}

/** Rolls the transaction back. */
class NotPostable extends Error {
  readonly reason: 'balance' | 'customer'
  constructor(reason: 'balance' | 'customer') {
    super(reason)
    this.reason = reason
  }
}

async function approveOnce(tx: Tx, deps: CorrectionDeps, actor: StaffActor, correctionId: string) {
  const pair = await lockForDecision(tx, actor, correctionId, 'approve')
  if (isRefusal(pair)) return pair
  const { found, correction } = pair
  if (!may(breakMoves, found.state, 'correct')) return refuse('action_not_possible', { reason: found.state })
  // Matching in between may have given the break another figure: what was proposed is then for something else.
  if (absolute(found.amount) !== correction.amount) return refuse('correction_not_possible', { reason: 'amount' })
  const at = deps.clock.now()
  const { template } = correction
  const { entryId, day } =
    template === 'credit_customer'
      ? await creditCustomer(tx, deps, actor, found)
      : { entryId: await postCorrection(tx, deps, { ...correction, template }, found), day: dayOf(at) }
  const state = move(correctionMoves, correction.state, 'approve')
  await updateDecision(tx, correctionId, { state, by: actor.staffId, byName: actor.name, at, reason: null, entryId })
  await updateBreakState(tx, found.id, move(breakMoves, found.state, 'correct'), { at, day })
  const details = { template, correction: correctionId, entry: entryId }
  await record(tx, deps.ids(), at, actor, 'correction.approved', found.id, null, details)
  return { entryId }
}

async function postCorrection(
  tx: Tx,
  { clock, ids }: CorrectionDeps,
  correction: { id: string; amount: bigint; template: Exclude<CorrectionTemplate, 'credit_customer'> },
  { recordId, currency }: BreakRow,
): Promise<string> {
  const openedAt = clock.now()
  // Money that was kept for a customer and went back leaves their own suspense account, and no other.
  const line = recordId && correction.template === 'from_suspense' ? await selectRecordSide(tx, recordId) : null
  const returned = line && (await lockReturn(tx, { reference: line.reference, amountMinor: correction.amount }))
  const legs: Leg[] = []
  for (const leg of legsOf(correction.template, correction.amount)) {
    const floor = leg.purpose === 'bank' ? null : 0n
    const ownerId = leg.purpose === 'suspense' ? (returned?.customerId ?? null) : null
    const account = { id: ids(), purpose: leg.purpose, ownerId, currency, floor, openedAt }
    legs.push({ accountId: await openAccount(tx, account), amountMinor: leg.amountMinor })
  }
  const posted = await postEntry(tx, clock, { id: ids(), kind: 'correction', legs })
  if ('refused' in posted) {
    if (posted.refused === 'balance_too_low') throw new NotPostable('balance')
    throw new Error(`the ledger refused a correction: ${posted.refused}`)
  }
  if (returned) await settleReturn(tx, { clock, ids }, returned, posted.entryId)
  const payload = { correctionId: correction.id, entryId: posted.entryId }
  await emit(tx, { id: ids(), topic: 'correction.posted', subjectId: legs[0]!.accountId, payload, at: posted.postedAt })
  return posted.entryId
}

/** The top-up that the bank should have told us of, credited by the same verb; the bank's word of it finds it done. */
async function creditCustomer(tx: Tx, deps: CorrectionDeps, actor: StaffActor, found: BreakRow) {
  const line = await selectRecordSide(tx, found.recordId!)
  const customerId = line.account === null ? undefined : await selectAccountOwner(tx, line.account)
  if (!customerId) throw new NotPostable('customer')
  const reference = line.reference ?? `statement:${found.recordId}`
  const outcome = await creditOnce(tx, deps, {
    reference,
    virtualAccount: line.account!,
    customerId,
    amountMinor: line.amount,
    bank: found.source,
    bankReference: line.bankReference,
    transferredAt: line.bookedAt,
  }).catch((error: unknown) => {
    if (error instanceof AccountClosed) throw new NotPostable('customer')
    throw error
  })
  if ('refused' in outcome) throw new NotPostable('customer')
  const at = deps.clock.now()
  const match = { recordId: found.recordId!, ourReference: reference, rule: 'reference', daysLate: 0 } as const
  await insertMatches(tx, found.source, [match], at)
  const record = { id: deps.ids(), customerId, at, actor: staffActor(actor), details: { reference } }
  await recordAudit(tx, { ...record, action: 'top_up.credited' })
  // Dated as the bank booked it, so it counts as money in transit and no longer as a break from that day on.
  return { entryId: await selectTakingEntry(tx, outcome.taken.paymentId), day: line.day }
}

/** A second person turns a correction down; the break stays as it is. Refuses like `approveCorrection`. */
export async function rejectCorrection(
  { sql, clock, ids }: CorrectionDeps,
  actor: StaffActor,
  correctionId: string,
  reason: string,
): Promise<Record<string, never> | Refusal> {
  const forbidden = requirePermission(actor, 'correction.decide')
  if (forbidden) return forbidden
  return sql.begin(async (tx) => {
    const pair = await lockForDecision(tx, actor, correctionId, 'reject')
    if (isRefusal(pair)) return pair
    const { correction, found } = pair
    const at = clock.now()
    const state = move(correctionMoves, correction.state, 'reject')
    const by = { by: actor.staffId, byName: actor.name, at }
    await updateDecision(tx, correctionId, { state, ...by, reason, entryId: null })
    await record(tx, ids(), at, actor, 'correction.rejected', found.id, reason, { correction: correctionId })
    return {}
  })
}

/** Locks source, then break, as matching does; judges whether this person may decide this correction now. */
async function lockForDecision(tx: Tx, actor: StaffActor, correctionId: string, deed: 'approve' | 'reject') {
  const named = await selectCorrection(tx, correctionId)
  if (!named) return refuse('not_found', {})
  await lockSource(tx, (await selectBreak(tx, named.breakId))!.source)
  const found = (await lockBreak(tx, named.breakId))!
  const correction = (await selectCorrection(tx, correctionId))!
  if (correction.proposedBy === actor.staffId) return refuse('second_person_needed', {})
  if (!may(correctionMoves, correction.state, deed)) return refuse('action_not_possible', { reason: correction.state })
  return { found, correction }
}

function record(
  tx: Tx,
  id: string,
  at: Date,
  actor: StaffActor,
  action: string,
  subjectId: string,
  reason: string | null,
  details: Record<string, string>,
): Promise<void> {
  return recordOperation(tx, {
    id,
    at,
    actor: staffActor(actor),
    action,
    subjectId,
    reason,
    details,
  })
}
