import type { Refusal } from '../../contract/refusals.ts'
import { requirePermission } from '../identity/permissions.ts'
import { type CustomerActor, isGuest, type StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { move } from '../platform/life-cycle.ts'
import { refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { priorityOf } from '../routing/queue-order.ts'
import {
  type CaseRow,
  deleteSession,
  findCase,
  findLiveSession,
  findOpenCase,
  insertCase,
  insertSession,
  lockCase,
  lockLiveSession,
  readCustomerOfCase,
  type SessionRow,
  storeClosed,
  storeNotWaiting,
  storeReopened,
  storeSessionEnded,
  storeWaiting,
} from './case.sql.ts'
import { caseMoves, sessionMoves } from './life-cycles.ts'
import { insertLink } from './link.sql.ts'
import { storeStage } from './stage.sql.ts'
import { appendEvents, type NewEvent } from './timeline.sql.ts'
import { type Author, agentAuthor } from './timeline.ts'
import { inTransaction, MovedOn } from './transaction.ts'

export type CaseDeps = { sql: Sql; clock: Clock; ids: Ids }
type Topic = 'payment' | 'top_up' | 'account' | 'safety' | 'refund' | 'complaint' | 'other'
export type Outcome = 'solved' | 'not_solved' | 'no_answer'

/** Whoever no person stands behind. */
export const system = { kind: 'system' as const, id: null, name: 'Dompet' }

/**
 * Asks a person: opens a case and queues the customer, or continues the open case on the same matter (a payment, else
 * the topic) and queues there when nobody is on it. A guest has one open case, whatever it is about. Answers the case's
 * id. The caller has checked that the payment is the customer's.
 */
export async function openCase(
  deps: CaseDeps,
  actor: CustomerActor,
  about: { topic: Topic; paymentId: string | null },
): Promise<string> {
  const matter = isGuest(actor) ? 'guest' : about.paymentId ? `payment:${about.paymentId}` : `topic:${about.topic}`
  return inTransaction(deps.sql, async (tx) => {
    const now = deps.clock.now()
    const row = { id: deps.ids(), customerId: actor.customerId, ...about, matter, now }
    const caseId = await insertCase(tx, row)
    if (caseId === undefined) {
      const known = await findOpenCase(tx, actor.customerId, matter)
      if (known === undefined) throw new MovedOn()
      await queueCustomer(tx, deps, known)
      return known
    }
    if (about.paymentId)
      await insertLink(tx, { caseId, kind: 'about_payment', targetId: about.paymentId, now, byName: system.name })
    const customer = (await readCustomerOfCase(tx, caseId))!
    const author = { kind: 'customer' as const, id: actor.customerId, name: customer.name }
    await queueCustomer(tx, deps, caseId, { kind: 'opened', author, paymentId: about.paymentId })
    return caseId
  })
}

/** A conversation that was merged goes on in this case. */
export type GoesOn = { goesOnIn: string }

/**
 * Opens a closed case again and queues the customer, where nobody is on it: a message came. Answers where a merged case
 * goes on. Refuses with `case_closed` where the customer has another open case on the matter: it goes on there.
 */
export async function joinQueue(deps: CaseDeps, caseId: string): Promise<undefined | GoesOn | Refusal> {
  const found = await findCase(deps.sql, caseId)
  if (found?.mergedInto) return { goesOnIn: found.mergedInto }
  return inTransaction(deps.sql, async (tx) => queueCustomer(tx, deps, caseId))
}

/** Session before case, as everywhere: adding the session waits for whoever has the case's session in hand. */
export async function queueCustomer(
  tx: Tx,
  deps: CaseDeps,
  caseId: string,
  opening?: NewEvent,
): Promise<undefined | Refusal> {
  const now = deps.clock.now()
  const customer = await readCustomerOfCase(tx, caseId)
  if (!customer) return refuse('not_found', {})
  const priority = priorityOf(customer.topic, customer)
  const sessionId = deps.ids()
  const queued = await insertSession(tx, { id: sessionId, caseId, priority, language: customer.language, now })
  const row = (await lockCase(tx, caseId))!
  const events: NewEvent[] = opening ? [opening] : []
  const author = { kind: 'customer' as const, id: customer.customerId, name: customer.name }
  if (row.stage === 'closed') {
    move(caseMoves, row.stage, 'reopen')
    if (row.mergedInto || !(await storeReopened(tx, caseId, now))) {
      await deleteSession(tx, caseId, sessionId)
      return refuse('case_closed', {})
    }
    events.push({ kind: 'reopened', author })
  } else if (row.stage !== 'open') {
    await storeStage(tx, caseId, { stage: move(caseMoves, row.stage, 'answer'), now })
    events.push({ kind: 'action', author, action: 'stage_open' })
  }
  if (queued) {
    events.push({ kind: 'queued', author: system })
    await storeWaiting(tx, caseId, now)
  }
  if (events.length === 0) return undefined
  const seq = await appendEvents(tx, caseId, now, events)
  await tell(tx, [['case', caseId, seq, ''], ['queue']])
  return undefined
}

/**
 * The customer gives up the place; case and words stay, and the promised answer is neither kept nor broken. Nothing
 * happens when the customer does not wait.
 */
export async function leaveQueue(deps: CaseDeps, actor: CustomerActor, caseId: string): Promise<undefined | Refusal> {
  return inTransaction(deps.sql, async (tx) => {
    const customer = await readCustomerOfCase(tx, caseId)
    if (customer?.customerId !== actor.customerId) return refuse('not_found', {})
    const session = await lockLiveSession(tx, caseId)
    if (session?.state !== 'waiting') return undefined
    const now = deps.clock.now()
    move(sessionMoves, session.state, 'leave')
    await storeSessionEnded(tx, { id: session.id, caseId, reason: 'left', now })
    const author = { kind: 'customer' as const, id: actor.customerId, name: customer.name }
    const seq = await appendEvents(tx, caseId, now, [{ kind: 'action', author, action: 'left_queue' }])
    await storeNotWaiting(tx, caseId)
    await tell(tx, [['case', caseId, seq, ''], ['queue']])
    return undefined
  })
}

/**
 * Closes a case with its outcome. Refusals: permission_missing, not_found, case_closed, action_not_possible where a
 * colleague is on it or somebody still waits (`case_not_yours`); a supervisor may close any.
 */
export async function closeCase(
  deps: CaseDeps,
  actor: StaffActor,
  caseId: string,
  outcome: Outcome,
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'case.work')
  if (refusal) return refusal
  return inTransaction(deps.sql, async (tx) => {
    const session = await lockLiveSession(tx, caseId)
    const row = await lockCase(tx, caseId)
    if (!row) return refuse('not_found', {})
    if (row.stage === 'closed') return refuse('case_closed', {})
    // The customer may have come back between the two locks.
    if (!session && (await findLiveSession(tx, caseId))) throw new MovedOn()
    if (session && session.agentId !== actor.staffId && !actor.permissions.has('case.supervise'))
      return refuse('action_not_possible', { reason: 'case_not_yours' })
    const event = { author: agentAuthor(actor), outcome }
    await closeLocked(tx, { caseId, stage: row.stage, session }, event, deps.clock.now())
    return undefined
  })
}

/** Ends a locked case and the conversation that it may have, and tells all who see it. */
export async function closeLocked(
  tx: Tx,
  { caseId, stage, session }: { caseId: string; stage: CaseRow['stage']; session: SessionRow | undefined },
  { author, outcome, text }: { author: Author; outcome: Outcome; text?: string },
  now: Date,
): Promise<void> {
  move(caseMoves, stage, 'close')
  if (session) {
    move(sessionMoves, session.state, 'close')
    await storeSessionEnded(tx, { id: session.id, caseId, reason: 'closed', now })
  }
  const seq = await appendEvents(tx, caseId, now, [
    { kind: 'closed', author, action: outcome, ...(text ? { text } : {}) },
  ])
  await storeClosed(tx, caseId, outcome, now)
  await tell(tx, [['case', caseId, seq, ''], ['queue']])
}
