import { z } from 'zod'
import { route } from './route.ts'

export const maximumSatisfactionCharacters = 1000

/** Reasons to choose from: the first four for a good answer, the others for one that was not. */
export const goodReasons = ['solved', 'quick', 'kind', 'clear'] as const
export const poorReasons = ['not_solved', 'slow', 'unkind', 'unclear'] as const
export const satisfactionReason = z.enum([...goodReasons, ...poorReasons])
export type SatisfactionReason = z.infer<typeof satisfactionReason>

const params = z.object({ caseId: z.uuid() })

const asked = {
  method: 'GET',
  summary: 'Whether the person is asked how the conversation was: it is over, somebody answered, nothing was said yet.',
  params,
  reply: z.object({ asks: z.boolean() }),
  refusals: ['signin_required', 'not_found'],
} as const

const said = {
  method: 'POST',
  summary: 'How the conversation was, once for each case; a score of null passes over the question for good.',
  params,
  body: z.union([
    z.strictObject({
      score: z.int().min(1).max(5),
      reasons: z.array(satisfactionReason).max(8).default([]),
      words: z.string().trim().max(maximumSatisfactionCharacters).default(''),
    }),
    z.strictObject({ score: z.null() }),
  ]),
  status: 201,
  reply: z.object({}),
  refusals: ['signin_required', 'not_found', 'action_not_possible'],
} as const

export const readSatisfaction = route({ ...asked, path: '/api/chat/:caseId/satisfaction', who: 'customer' })
export const saySatisfaction = route({ ...said, path: '/api/chat/:caseId/satisfaction', who: 'customer' })
export const readGuestSatisfaction = route({ ...asked, path: '/api/guest/chat/:caseId/satisfaction', who: 'guest' })
export const sayGuestSatisfaction = route({ ...said, path: '/api/guest/chat/:caseId/satisfaction', who: 'guest' })

/** The question and the answer, of customers and of guests. */
export const satisfactionOfCustomer = { read: readSatisfaction, say: saySatisfaction }
export const satisfactionOfGuest = { read: readGuestSatisfaction, say: sayGuestSatisfaction }
export type SatisfactionRoutes = typeof satisfactionOfCustomer | typeof satisfactionOfGuest
