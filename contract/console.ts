import { z } from 'zod'
import { accessEntry } from './access-log.ts'
import { caseState, topic } from './chat.ts'
import { customer, limits } from './identity.ts'
import { money } from './money.ts'
import { paymentsPage, paymentsQuery } from './payments.ts'
import { route } from './route.ts'

const caseParams = z.object({ caseId: z.uuid() })

/** What a member of staff writes so that customer and colleagues can read why. */
export const reason = z.string().trim().min(5).max(500)

/**
 * How sure we are that it is the customer: nothing is known; the customer is signed in to the own app; a code that went
 * to the registered number was entered in the own app a short while ago, because of this case.
 */
export const verification = z.enum(['none', 'signed_in', 'code'])
export type Verification = z.infer<typeof verification>

/** Fields that each role may see; the others are absent. See server/identity/permissions.ts. */
export const customerView = customer.omit({ phone: true }).extend({
  verification: z.object({ level: verification, until: z.iso.datetime().nullable() }),
  frozenSince: z.iso.datetime().nullable(),
  signInLockedUntil: z.iso.datetime().nullable(),
  lastSignInAt: z.iso.datetime().nullable(),
  phone: customer.shape.phone.optional(),
  balance: money.optional(),
  available: money.optional(),
  limits: limits.optional(),
  devices: z.array(z.object({ id: z.uuid(), device: z.string(), startedAt: z.iso.datetime() })).optional(),
  accessLog: z.array(accessEntry).optional(),
})
export type CustomerView = z.infer<typeof customerView>

// Actions

export const plainAction = z.enum(['freeze', 'unfreeze', 'unlock_pin', 'unlock_signin', 'send_code'])
export const actionName = z.enum([...plainAction.options, 'raise_limit'])
export type ActionName = z.infer<typeof actionName>

/** A step of verification that is not there, and the actions that wait for it. */
export const missingVerification = z.object({
  level: verification.exclude(['none']),
  actions: z.array(actionName),
})
export type MissingVerification = z.infer<typeof missingVerification>

/** An action beside the conversation: possible, or why not and what leads there. */
export const deskAction = z.object({
  action: actionName,
  possible: z.boolean(),
  reason: z
    .enum([
      'permission_missing',
      'own_account',
      'case_not_yours',
      'verification_missing',
      'not_needed',
      'waits',
      'too_soon',
    ])
    .nullable(),
  /** What the agent can do so that it becomes possible. */
  next: z.enum(['ask_supervisor', 'ask_colleague', 'take_case', 'send_code']).nullable(),
  /** Whether a second person has to agree: never, or above an amount. */
  secondPerson: z.enum(['never', 'above_bound']),
})
export type DeskAction = z.infer<typeof deskAction>

export const longestRaiseDays = 30

/** Limits of one customer until an end. */
export const limitRaise = z.strictObject({
  perPayment: money,
  perDay: money,
  days: z.int().min(1).max(longestRaiseDays),
})

export const actionRequest = z.object({
  id: z.uuid(),
  caseId: z.uuid(),
  action: actionName,
  limit: limitRaise.nullable(),
  reason: z.string(),
  askedBy: z.string(),
  askedAt: z.iso.datetime(),
  /** Whether the one who reads this may decide it: permission, and not the own request. */
  mayDecide: z.boolean(),
})
export type ActionRequest = z.infer<typeof actionRequest>

export const takeAction = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/actions',
  who: 'staff',
  summary:
    'Act on the account because of this case: with permission, verification and a reason, on record and shown to the customer. `waits`: a second person decides.',
  params: caseParams,
  body: z.discriminatedUnion('action', [
    z.strictObject({ action: plainAction, reason }),
    z.strictObject({ action: z.literal('raise_limit'), reason, limit: limitRaise }),
  ]),
  reply: z.object({ state: z.enum(['done', 'waits']) }),
  refusals: ['signin_required', 'permission_missing', 'not_found', 'action_not_possible', 'limit_outside'],
})

const requestParams = z.object({ requestId: z.uuid() })
const deciding = [
  'signin_required',
  'permission_missing',
  'second_person_needed',
  'not_found',
  'action_not_possible',
] as const

export const approveAction = route({
  method: 'POST',
  path: '/api/desk/requests/:requestId/approve',
  who: 'staff',
  summary: 'Let an action happen that a colleague asked for.',
  params: requestParams,
  body: z.strictObject({ reason }),
  reply: z.object({}),
  refusals: [...deciding],
})

export const rejectAction = route({
  method: 'POST',
  path: '/api/desk/requests/:requestId/reject',
  who: 'staff',
  summary: 'Turn down an action that a colleague asked for.',
  params: requestParams,
  body: z.strictObject({ reason }),
  reply: z.object({}),
  refusals: [...deciding],
})

/** The customer enters the code in the own app; no agent ever sees it. */
export const confirmCode = route({
  method: 'POST',
  path: '/api/chat/:caseId/confirm',
  who: 'customer',
  summary: 'Enter the code that was sent to the registered number because of this conversation.',
  params: caseParams,
  body: z.strictObject({ code: z.string().regex(/^\d{6}$/, 'six digits') }),
  reply: z.object({}),
  refusals: ['signin_required', 'not_found', 'challenge_expired', 'code_wrong', 'code_tries_exhausted'],
})

// Looking customers up

/** A case by name. */
export const caseLine = z.object({
  caseId: z.uuid(),
  number: z.string(),
  topic,
  state: caseState,
  updatedAt: z.iso.datetime(),
})

export const lookUp = route({
  method: 'POST',
  path: '/api/desk/look-ups',
  who: 'staff',
  summary:
    'Look a customer up by phone number, case number or the id of a find, without having their case. The reason is shown to the customer; it opens the account to this member of staff for half an hour.',
  body: z.strictObject({ about: z.string().trim().min(3).max(40), reason }),
  reply: z.object({ customerId: z.uuid() }),
  refusals: ['signin_required', 'permission_missing', 'not_found'],
})

export const explainLook = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/look',
  who: 'staff',
  summary: 'Give the reason for opening a case that one does not have. It is shown to the customer.',
  params: caseParams,
  body: z.strictObject({ reason }),
  reply: z.object({}),
  refusals: ['signin_required', 'permission_missing', 'not_found'],
})

const customerParams = z.object({ customerId: z.uuid() })

export const readDeskCustomer = route({
  method: 'GET',
  path: '/api/desk/customers/:customerId',
  who: 'staff',
  summary: 'A customer who was looked up.',
  params: customerParams,
  reply: z.object({ customer: customerView, cases: z.array(caseLine) }),
  refusals: ['signin_required', 'permission_missing', 'not_found', 'reason_needed'],
})

export const listDeskPayments = route({
  method: 'GET',
  path: '/api/desk/customers/:customerId/payments',
  who: 'staff',
  summary: 'The transactions of a customer who was looked up, newest first.',
  params: customerParams,
  query: paymentsQuery,
  reply: paymentsPage,
  refusals: ['signin_required', 'permission_missing', 'not_found', 'reason_needed'],
})
