import { z } from 'zod'
import { route } from './route.ts'

export const maximumReviewCharacters = 1000
/** Of the words to one criterion. */
export const maximumCriterionCharacters = 500
/** 0: missing, 1: in part, 2: as it should be. */
export const highestReviewScore = 2

export const reviewCriterion = z.object({
  code: z.string(),
  names: z.object({ zh: z.string(), id: z.string(), en: z.string() }),
})
export type ReviewCriterion = z.infer<typeof reviewCriterion>

const score = z.int().min(0).max(highestReviewScore)

export const caseReview = z.object({
  caseId: z.uuid(),
  number: z.string(),
  agent: z.string(),
  reviewer: z.string(),
  at: z.iso.datetime(),
  words: z.string().nullable(),
  scores: z.array(z.object({ criterion: z.string(), score, words: z.string().nullable() })),
})
export type CaseReview = z.infer<typeof caseReview>

export const caseToReview = z.object({
  caseId: z.uuid(),
  number: z.string(),
  agent: z.string(),
  closedAt: z.iso.datetime(),
  /** What the customer said, where they did. */
  satisfaction: z.int().nullable(),
})
export type CaseToReview = z.infer<typeof caseToReview>

export const readReviews = route({
  method: 'GET',
  path: '/api/desk/supervision/reviews',
  who: 'staff',
  summary:
    'Cases of the last two weeks that nobody has reviewed, those with unhappy customers first; reviews, and averages of the last 90 days.',
  reply: z.object({
    criteria: z.array(reviewCriterion),
    open: z.array(caseToReview),
    reviews: z.array(caseReview),
    /** Mean share of the highest score, over all criteria of all reviews. */
    averages: z.array(z.object({ agent: z.string(), reviews: z.int(), share: z.number().min(0).max(1) })),
  }),
  refusals: ['signin_required', 'permission_missing'],
})

export const reviewCase = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/review',
  who: 'staff',
  summary: 'Review a closed case of a colleague, once, with a score for each criterion; the agent reads it.',
  params: z.object({ caseId: z.uuid() }),
  body: z.strictObject({
    scores: z
      .array(
        z.strictObject({
          criterion: z.string().max(40),
          score,
          words: z.string().trim().max(maximumCriterionCharacters).default(''),
        }),
      )
      .min(1)
      .max(40),
    words: z.string().trim().max(maximumReviewCharacters).default(''),
  }),
  status: 201,
  reply: z.object({}),
  refusals: ['signin_required', 'permission_missing', 'not_found', 'action_not_possible'],
})

export const readOwnReviews = route({
  method: 'GET',
  path: '/api/desk/me/reviews',
  who: 'staff',
  summary: 'Reviews of the own conversations, newest first.',
  reply: z.object({ criteria: z.array(reviewCriterion), reviews: z.array(caseReview) }),
  refusals: ['signin_required', 'permission_missing'],
})
