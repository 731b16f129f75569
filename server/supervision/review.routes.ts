import * as contract from '../../contract/reviews.ts'
import type { CaseDeps } from '../cases/case.ts'
import type { Http } from '../platform/http.ts'
import { readOwnReviews, readReviews, reviewCase } from './review.ts'

/** Reviews of quality: supervisors write them, agents read their own. */
export function registerReviewRoutes(http: Http, deps: Pick<CaseDeps, 'sql' | 'clock'>) {
  http.serve(contract.readReviews, (_input, { actor }) => readReviews(deps, actor))
  http.serve(contract.readOwnReviews, (_input, { actor }) => readOwnReviews(deps, actor))
  http.serve(
    contract.reviewCase,
    async ({ params, body }, { actor }) => (await reviewCase(deps, actor, { ...params, ...body })) ?? {},
  )
}
