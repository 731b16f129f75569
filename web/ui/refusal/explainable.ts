import { NoAnswerError, RefusedError } from '../net/api.ts'
import type { Explainable } from './explain.ts'

/** Any error of a call as something that RefusalCard can explain. A bug of our own is told as `internal`. */
export function explainable(error: unknown): Explainable {
  if (error instanceof RefusedError) return error
  if (error instanceof NoAnswerError) return { code: error.reason, figures: {} }
  return { code: 'internal', figures: {} }
}
