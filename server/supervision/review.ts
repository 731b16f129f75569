import type { Refusal } from '../../contract/refusals.ts'
import { highestReviewScore } from '../../contract/reviews.ts'
import type { CaseDeps } from '../cases/case.ts'
import { inTransaction } from '../cases/transaction.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import { refuse } from '../platform/refusals.ts'
import {
  insertReview,
  readAverages,
  readCriteria,
  readReviewable,
  readUnreviewed,
  selectReviews,
} from './review.sql.ts'

const dayMs = 24 * 3_600_000
/** Older cases are not offered: an agent learns from what they remember. */
const offeredMs = 14 * dayMs
/** What an agent's average speaks of: how they work now. */
const averagedMs = 90 * dayMs

type Deps = Pick<CaseDeps, 'sql' | 'clock'>

/** What there is to review, and what was reviewed. Refusals: permission_missing. */
export async function readReviews({ sql, clock }: Deps, actor: StaffActor) {
  const refusal = requirePermission(actor, 'case.supervise')
  if (refusal) return refusal
  const before = (ms: number) => new Date(clock.now().getTime() - ms)
  const [criteria, open, reviews, averages] = await Promise.all([
    readCriteria(sql),
    readUnreviewed(sql, actor.staffId, before(offeredMs)),
    selectReviews(sql),
    readAverages(sql, highestReviewScore, before(averagedMs)),
  ])
  return { criteria, open, reviews, averages }
}

/** What others made of the reader's own conversations. Refusals: permission_missing. */
export async function readOwnReviews({ sql }: Deps, actor: StaffActor) {
  const refusal = requirePermission(actor, 'case.work')
  if (refusal) return refusal
  const [criteria, reviews] = await Promise.all([readCriteria(sql), selectReviews(sql, actor.staffId)])
  return { criteria, reviews }
}

type Review = {
  caseId: string
  scores: readonly { criterion: string; score: number; words: string }[]
  words: string
}

/**
 * One review of one closed case: a score for each criterion that holds now. Refusals: permission_missing, not_found,
 * action_not_possible (`not_over`, `own_conversation`, `criteria_differ`, `reviewed_before`).
 */
export async function reviewCase(
  { sql, clock }: Deps,
  actor: StaffActor,
  { caseId, scores, words }: Review,
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'case.supervise')
  if (refusal) return refusal
  const [found, criteria] = await Promise.all([readReviewable(sql, caseId), readCriteria(sql)])
  if (!found) return refuse('not_found', {})
  const { agentId } = found
  if (found.state !== 'closed' || agentId === null) return refuse('action_not_possible', { reason: 'not_over' })
  if (agentId === actor.staffId) return refuse('action_not_possible', { reason: 'own_conversation' })
  const given = scores.map(({ criterion }) => criterion).sort()
  const asked = criteria.map(({ code }) => code).sort()
  if (given.join() !== asked.join()) return refuse('action_not_possible', { reason: 'criteria_differ' })
  const review = { caseId, agentId, reviewerId: actor.staffId, words, now: clock.now() }
  const stored = await inTransaction(sql, (tx) => insertReview(tx, review, scores))
  return stored ? undefined : refuse('action_not_possible', { reason: 'reviewed_before' })
}
