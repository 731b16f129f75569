import type { CustomerView } from '../../contract/console.ts'
import type { Refusal } from '../../contract/refusals.ts'
import type { DeskRequest } from '../../contract/requests.ts'
import { readCustomer } from '../identity/customer.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { toRequest } from './action-request.ts'
import { viewCustomer } from './customer-view.ts'
import { recordLook } from './look.ts'
import { maskName } from './search.ts'
import {
  type AskedRow,
  selectAsked,
  selectEnded,
  selectUnseenOutcomes,
  selectWaiting,
  updateOutcomesSeen,
} from './second-person.sql.ts'

/** Older requests are history: they stand in the customer's record and in the timeline of their case. */
const shownMs = 14 * 24 * 3_600_000

type Deps = { sql: Sql; clock: Clock; ids: Ids }

/**
 * What waits for a second person and what became of earlier requests: of everybody for who decides, the own ones for who
 * asks, who have seen their outcomes with it. Refusals: permission_missing.
 */
export async function listRequests(
  { sql, clock }: Pick<Deps, 'sql' | 'clock'>,
  actor: StaffActor,
): Promise<{ waiting: DeskRequest[]; ended: DeskRequest[] } | Refusal> {
  const decides = actor.permissions.has('limit.decide')
  const refusal = decides ? undefined : requirePermission(actor, 'limit.raise')
  if (refusal) return refusal
  const now = clock.now()
  const askedBy = decides ? null : actor.staffId
  const [waiting, ended, news] = await Promise.all([
    selectWaiting(sql, askedBy, now),
    selectEnded(sql, askedBy, new Date(now.getTime() - shownMs), now),
    updateOutcomesSeen(sql, actor.staffId, now),
  ])
  if (news) await tell(sql, [['inbox_of', actor.staffId]])
  const show = (row: AskedRow) => toDeskRequest(actor, row, now)
  return { waiting: waiting.map(show), ended: ended.map(show) }
}

/**
 * One request for who decides. Having to decide is an occasion to look at the customer, as long as it waits; the look is
 * on record. Refusals: permission_missing, not_found.
 */
export async function readRequest(
  { sql, clock, ids }: Deps,
  actor: StaffActor,
  requestId: string,
): Promise<{ request: DeskRequest; customer: CustomerView | null } | Refusal> {
  const refusal = requirePermission(actor, 'limit.decide') ?? requirePermission(actor, 'customer.read')
  if (refusal) return refusal
  const row = await selectAsked(sql, requestId)
  if (!row) return refuse('not_found', {})
  const request = toDeskRequest(actor, row, clock.now())
  const customer = request.state === 'waiting' ? await readCustomer(sql, row.customerId) : null
  if (!customer) return { request, customer: null }
  await recordLook(sql, { clock, ids }, actor, { customerId: customer.id, caseId: row.caseId })
  return {
    request: { ...request, customerName: customer.name },
    customer: await viewCustomer(sql, clock, actor, customer, row.caseId),
  }
}

/** Requests that this person can decide now, oldest first. */
export async function readDecidable(sql: Sql, clock: Clock, actor: StaffActor): Promise<DeskRequest[]> {
  if (!actor.permissions.has('limit.decide')) return []
  const now = clock.now()
  const rows = await selectWaiting(sql, null, now)
  return rows.map((row) => toDeskRequest(actor, row, now)).filter(({ mayDecide }) => mayDecide)
}

/** Decisions on what this person asked for, until they have seen the list. */
export async function readOutcomes(sql: Sql, clock: Clock, actor: StaffActor): Promise<DeskRequest[]> {
  const now = clock.now()
  const rows = await selectUnseenOutcomes(sql, actor.staffId, new Date(now.getTime() - shownMs))
  return rows.map((row) => toDeskRequest(actor, row, now))
}

function toDeskRequest(actor: StaffActor, row: AskedRow, now: Date): DeskRequest {
  const { decidedByName, decidedAt, decisionReason } = row
  const request = toRequest(actor, row)
  // Time alone ends a request; its row learns of it with the next one.
  const state = row.state === 'waiting' && row.expiresAt <= now ? 'lapsed' : row.state
  return {
    ...request,
    mayDecide: request.mayDecide && state === 'waiting',
    number: row.number,
    customerName: maskName(row.customerName),
    own: row.askedBy === actor.staffId,
    state,
    expiresAt: row.expiresAt.toISOString(),
    decision: decidedByName ? { by: decidedByName, at: decidedAt!.toISOString(), reason: decisionReason ?? '' } : null,
  }
}
