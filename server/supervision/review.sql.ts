import type { CaseReview, CaseToReview, ReviewCriterion } from '../../contract/reviews.ts'
import { intArray, textArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'

/** Cases and reviews shown at once. */
const rowsShown = 50

export async function readCriteria(db: Db): Promise<ReviewCriterion[]> {
  return db<ReviewCriterion[]>`select code, names from review_criterion where not retired order by position, code`
}

/** Who answered a case last: whom a review is about. */
const lastAgent = (db: Db) => db`
  lateral (select s.agent_id from support_session s where s.case_id = c.id and s.agent_id is not null
    order by s.claimed_at desc limit 1) last`

/** Closed cases since then that nobody has reviewed and that are not the reader's own, unhappy customers first. */
export async function readUnreviewed(db: Db, reviewerId: string, since: Date): Promise<CaseToReview[]> {
  const rows = await db<(Omit<CaseToReview, 'closedAt'> & { closedAt: Date })[]>`
    select c.id as "caseId", c.number, staff.name as agent, c.closed_at as "closedAt", said.score as satisfaction
    from support_case c cross join ${lastAgent(db)} join staff on staff.id = last.agent_id
    left join satisfaction said on said.case_id = c.id
    where c.state = 'closed' and c.closed_at >= ${since} and c.merged_into is null and last.agent_id <> ${reviewerId}
      and not exists (select from case_review r where r.case_id = c.id)
    order by said.score nulls last, c.closed_at desc limit ${rowsShown}`
  return rows.map((row) => ({ ...row, closedAt: row.closedAt.toISOString() }))
}

type ReviewRow = Omit<CaseReview, 'at'> & { at: Date }

/** Reviews, newest first; `agentId` narrows them to those of one agent. */
export async function selectReviews(db: Db, agentId?: string): Promise<CaseReview[]> {
  const rows = await db<ReviewRow[]>`
    select r.case_id as "caseId", c.number, agent.name as agent, reviewer.name as reviewer, r.reviewed_at as at, r.words,
      (select json_agg(json_build_object('criterion', s.criterion, 'score', s.score, 'words', s.words) order by k.position, k.code)
        from case_review_score s join review_criterion k on k.code = s.criterion where s.case_id = r.case_id) as scores
    from case_review r join support_case c on c.id = r.case_id join staff agent on agent.id = r.agent_id
    join staff reviewer on reviewer.id = r.reviewer_id
    ${agentId === undefined ? db`` : db`where r.agent_id = ${agentId}`}
    order by r.reviewed_at desc limit ${rowsShown}`
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

export type Average = { agent: string; reviews: number; share: number }

/** Of the reviews made since then. */
export async function readAverages(db: Db, highestScore: number, since: Date): Promise<Average[]> {
  return db<Average[]>`
    select staff.name as agent, count(distinct r.case_id)::int as reviews, (avg(s.score) / ${highestScore})::float8 as share
    from case_review r join case_review_score s on s.case_id = r.case_id join staff on staff.id = r.agent_id
    where r.reviewed_at >= ${since}
    group by staff.id, staff.name order by staff.name, staff.id`
}

export async function readReviewable(
  db: Db,
  caseId: string,
): Promise<{ state: 'open' | 'closed'; agentId: string | null } | undefined> {
  const [row] = await db<{ state: 'open' | 'closed'; agentId: string | null }[]>`
    select c.state, last.agent_id as "agentId" from support_case c left join ${lastAgent(db)} on true where c.id = ${caseId}`
  return row
}

type Review = { caseId: string; agentId: string; reviewerId: string; words: string; now: Date }
type Score = { criterion: string; score: number; words: string }

/** False where the case was reviewed before. */
export async function insertReview(tx: Tx, review: Review, scores: readonly Score[]): Promise<boolean> {
  const stored = await tx`
    insert into case_review (case_id, agent_id, reviewer_id, reviewed_at, words)
    values (${review.caseId}, ${review.agentId}, ${review.reviewerId}, ${review.now}, nullif(${review.words}, ''))
    on conflict do nothing returning case_id`
  if (stored.length === 0) return false
  await tx`
    insert into case_review_score (case_id, criterion, score, words)
    select ${review.caseId}, criterion, score, nullif(words, '')
    from unnest(${textArray(scores.map((one) => one.criterion))}::text[], ${intArray(scores.map((one) => one.score))}::int[],
      ${textArray(scores.map((one) => one.words))}::text[]) as given (criterion, score, words)`
  return true
}
