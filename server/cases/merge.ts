import type { Refusal } from '../../contract/refusals.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database.ts'
import { move } from '../platform/life-cycle.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { moreUrgent, priorityOf } from '../routing/queue-order.ts'
import { findCase, insertCase, insertSession, readCustomerOfCase, storeClosed, storeSessionEnded } from './case.sql.ts'
import { type CaseDeps, queueCustomer } from './case.ts'
import { caseMoves, sessionMoves } from './life-cycles.ts'
import { insertLink } from './link.sql.ts'
import { findCaseId } from './link.ts'
import { carryLinks, copyConversation, countConversation, storeAsked, storeMerged, takeOverWait } from './merge.sql.ts'
import { lockSession, storeChannel, storeClaimed, storePlace } from './session.sql.ts'
import { readCategories, storeCategory, storePriority } from './stage.sql.ts'
import { appendEvents } from './timeline.sql.ts'
import { type Author, agentAuthor } from './timeline.ts'
import { inTransaction } from './transaction.ts'
import { lockForWork, type WorkedCase } from './work.ts'

/** Most entries that go along when a case is merged. */
const maximumMovedEntries = 2_000

/**
 * Joins a case to another of the same customer. Its conversation is added there, entry by entry with its origin; its own
 * timeline stays as it was, closed, and says where it goes on; whatever the customer still writes in it arrives there.
 * Whoever had the customer in hand keeps them. Refusals: permission_missing, not_found, case_closed, action_not_possible
 * (`case_not_yours`, `same_case`, `other_customer`, `too_long`).
 */
export async function mergeCase(
  deps: CaseDeps,
  actor: StaffActor,
  caseId: string,
  into: string,
): Promise<{ caseId: string } | Refusal> {
  const refusal = requirePermission(actor, 'case.work')
  if (refusal) return refusal
  return inTransaction(deps.sql, async (tx) => {
    const intoId = await findCaseId(tx, into)
    if (!intoId) return refuse('not_found', {})
    const from = await lockForWork(tx, actor, caseId)
    if (isRefusal(from)) return from
    if (intoId === from.row.id) return refuse('action_not_possible', { reason: 'same_case' })
    const to = await lockForWork(tx, actor, intoId)
    if (isRefusal(to)) return to
    if (from.row.customerId !== to.row.customerId) return refuse('action_not_possible', { reason: 'other_customer' })
    if ((await countConversation(tx, caseId)) > maximumMovedEntries)
      return refuse('action_not_possible', { reason: 'too_long' })
    await joinInto(tx, deps, actor, from, to)
    return { caseId: intoId }
  })
}

async function joinInto(tx: Tx, deps: CaseDeps, actor: StaffActor, from: WorkedCase, to: WorkedCase) {
  const now = deps.clock.now()
  const author = agentAuthor(actor)
  await appendEvents(tx, to.row.id, now, [{ kind: 'action', author, action: 'merged_from', text: from.row.number }])
  const { fromSeq, toSeq } = await goOnIn(tx, deps, { author, from, to, told: 'merged_into' })
  await tell(tx, [['case', from.row.id, fromSeq, ''], ['case', to.row.id, toSeq, ''], ['queue'], ['inbox']])
}

/**
 * One case goes on in another: person, wait, conversation and links go along, the first is closed where it still was open,
 * says so as `told`, and is linked. Answers the last number of each; the caller tells them.
 */
export async function goOnIn(
  tx: Tx,
  deps: CaseDeps,
  { author, from, to, told }: { author: Author; from: WorkedCase; to: WorkedCase; told: string },
): Promise<{ fromSeq: number; toSeq: number }> {
  const now = deps.clock.now()
  const [fromId, toId] = [from.row.id, to.row.id]
  await carryOver(tx, deps, from, to)
  await takeOverWait(tx, fromId, toId)
  await carryLinks(tx, fromId, toId)
  const toSeq = await copyConversation(tx, { from: fromId, to: toId, now })
  const fromSeq = await appendEvents(tx, fromId, now, [{ kind: 'action', author, action: told, text: to.row.number }])
  if (from.row.stage !== 'closed') {
    move(caseMoves, from.row.stage, 'merge')
    await storeClosed(tx, fromId, 'merged', now)
  }
  await storeMerged(tx, fromId, toId)
  await linkBoth(tx, ['merged_into', 'merged_from'], fromId, toId, { name: author.name, now })
  return { fromSeq, toSeq }
}

/** The person's place in the queue, or the agent who has them, goes along; the other case's own agent stays. */
async function carryOver(tx: Tx, deps: CaseDeps, from: WorkedCase, to: WorkedCase) {
  if (!from.session) return
  const now = deps.clock.now()
  const [fromId, toId] = [from.row.id, to.row.id]
  const { queuedAt, priority, channel } = (await lockSession(tx, from.session.id))!
  move(sessionMoves, from.session.state, 'close')
  await storeSessionEnded(tx, { id: from.session.id, caseId: fromId, reason: 'closed', now })
  if (to.session?.state === 'active') return
  const place = { id: to.session?.id ?? deps.ids(), caseId: toId }
  if (to.session) {
    const known = (await lockSession(tx, place.id))!
    await storePlace(tx, { ...place, queuedAt, priority: moreUrgent(priority, known.priority) })
  } else {
    const customer = (await readCustomerOfCase(tx, toId))!
    const urgent = moreUrgent(priority, priorityOf(customer.topic, customer))
    await insertSession(tx, { ...place, priority: urgent, language: customer.language, now: queuedAt })
    // Who was promised an answer later or a call is still promised it.
    if (channel !== 'chat') await storeChannel(tx, { ...place, channel, now })
  }
  const { agentId } = from.session
  if (!agentId) return
  move(sessionMoves, 'waiting', 'claim')
  await storeClaimed(tx, [{ sessionId: place.id, caseId: toId, agentId }], now)
}

async function linkBoth(
  tx: Tx,
  [kind, inverse]: [string, string],
  caseId: string,
  otherId: string,
  by: { name: string; now: Date },
) {
  await insertLink(tx, { caseId, kind, targetId: otherId, now: by.now, byName: by.name })
  await insertLink(tx, { caseId: otherId, kind: inverse, targetId: caseId, now: by.now, byName: by.name })
}

/**
 * Lets chosen messages and notes go on in a case of their own: they are added there with their origin and stay where they
 * are, too. The customer is queued in the new case and was waiting there since they said it; its promises count from
 * then. Refusals: permission_missing, not_found, case_closed, action_not_possible (`case_not_yours`, `category`).
 */
export async function splitCase(
  deps: CaseDeps,
  actor: StaffActor,
  caseId: string,
  chosen: { seqs: readonly number[]; category: string },
): Promise<{ caseId: string } | Refusal> {
  const refusal = requirePermission(actor, 'case.work')
  if (refusal) return refusal
  return inTransaction(deps.sql, async (tx) => {
    const found = await lockForWork(tx, actor, caseId)
    if (isRefusal(found)) return found
    const category = (await readCategories(tx)).find((one) => one.code === chosen.category && !one.retired)
    if (!category) return refuse('action_not_possible', { reason: 'category' })
    const seqs = [...new Set(chosen.seqs)]
    if ((await countConversation(tx, caseId, seqs)) !== seqs.length) return refuse('not_found', {})
    const now = deps.clock.now()
    const id = deps.ids()
    const { customerId, number } = found.row
    const row = { id, customerId, topic: category.topic, paymentId: null, matter: `split:${id}`, now }
    await insertCase(tx, row)
    await storeCategory(tx, id, category)
    await storePriority(tx, id, category.priority)
    const author = agentAuthor(actor)
    await appendEvents(tx, id, now, [
      { kind: 'opened', author },
      { kind: 'action', author, action: 'split_from', text: number },
    ])
    await copyConversation(tx, { from: caseId, to: id, now, seqs })
    await storeAsked(tx, id)
    await queueCustomer(tx, deps, id)
    const { number: newNumber } = (await findCase(tx, id))!
    const event = { kind: 'action' as const, author, action: 'split_to', text: newNumber }
    const seq = await appendEvents(tx, caseId, now, [event])
    await linkBoth(tx, ['split_to', 'split_from'], caseId, id, { name: actor.name, now })
    await tell(tx, [['case', caseId, seq, ''], ['inbox']])
    return { caseId: id }
  })
}
