import { z } from 'zod'
import { caseState, topic } from './chat.ts'
import { route } from './route.ts'

const caseParams = z.object({ caseId: z.uuid() })

/** Where a case stands; `caseState` says no more than whether it is closed. */
export const caseStage = z.enum(['open', 'waiting_customer', 'on_hold', 'solved', 'closed'])

export const casePriority = z.enum(['low', 'normal', 'high', 'urgent'])
export type CasePriority = z.infer<typeof casePriority>

export const stageMove = z.enum(['wait', 'hold', 'resume', 'solve'])

/** What is promised: an answer to the first message, to each later one, the problem solved. */
export const serviceMeasure = z.enum(['first_reply', 'next_reply', 'resolution'])

/** A promise that is still to be kept, and how it stands. */
export const serviceClock = z.object({
  measure: serviceMeasure,
  state: z.enum(['running', 'paused']),
  /** Null while it is paused. */
  dueAt: z.iso.datetime().nullable(),
  warnAt: z.iso.datetime().nullable(),
  /** Working seconds left when it was paused. */
  leftSeconds: z.int().nullable(),
  breachedAt: z.iso.datetime().nullable(),
})
export type ServiceClock = z.infer<typeof serviceClock>

export const caseCategory = z.object({
  code: z.string(),
  topic,
  names: z.object({ zh: z.string(), id: z.string(), en: z.string() }),
  priority: casePriority,
  /** For names of earlier cases only; no case can be given it any more. */
  retired: z.boolean(),
})
export type CaseCategory = z.infer<typeof caseCategory>

export const caseLink = z.object({
  kind: z.string(),
  target: z.enum(['case', 'payment', 'refund', 'complaint']),
  targetId: z.uuid(),
  /** A linked case by its number, a payment by its reference. */
  name: z.string(),
  /** Of a linked case. */
  state: caseState.nullable(),
  category: z.string().nullable(),
  at: z.iso.datetime(),
  by: z.string(),
  /** Made by hand, and can be taken back so. */
  byHand: z.boolean(),
})
export type CaseLink = z.infer<typeof caseLink>

export const listCategories = route({
  method: 'GET',
  path: '/api/desk/case-categories',
  who: 'staff',
  summary: 'What a case can be about, in three languages.',
  reply: z.object({ categories: z.array(caseCategory) }),
  refusals: ['signin_required', 'permission_missing'],
})

export const readSheet = route({
  method: 'GET',
  path: '/api/desk/cases/:caseId/sheet',
  who: 'staff',
  summary:
    'What the desk keeps of a case: stage, category, priority, promised times, links. For whoever may open the case; no look of its own.',
  params: caseParams,
  reply: z.object({
    stage: caseStage,
    stageSince: z.iso.datetime(),
    hold: z.object({ reason: z.string(), until: z.iso.datetime().nullable() }).nullable(),
    category: z.string(),
    priority: casePriority,
    reopenings: z.int(),
    /** Where a merged case goes on. */
    mergedInto: z.uuid().nullable(),
    /** Moves that are possible from this stage. */
    moves: z.array(stageMove),
    clocks: z.array(serviceClock),
    /** The newest first. */
    links: z.array(caseLink),
    /** There are older ones, which the timeline tells of. */
    moreLinks: z.boolean(),
  }),
  refusals: ['signin_required', 'permission_missing', 'not_found', 'reason_needed'],
})

const workRefusals = [
  'signin_required',
  'permission_missing',
  'not_found',
  'case_closed',
  'action_not_possible',
] as const

export const changeStage = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/stage',
  who: 'staff',
  summary: 'Wait for the customer, put on hold with a reason, go on, or call it solved.',
  params: caseParams,
  body: z.discriminatedUnion('move', [
    z.strictObject({ move: z.enum(['wait', 'resume', 'solve']) }),
    z.strictObject({
      move: z.literal('hold'),
      reason: z.string().trim().min(3).max(200),
      until: z.iso.datetime().nullable(),
    }),
  ]),
  reply: z.object({}),
  refusals: workRefusals,
})

export const changeCategory = route({
  method: 'PUT',
  path: '/api/desk/cases/:caseId/category',
  who: 'staff',
  summary: 'What the case is about, from the list of categories.',
  params: caseParams,
  body: z.strictObject({ category: z.string().max(40) }),
  reply: z.object({}),
  refusals: workRefusals,
})

export const changePriority = route({
  method: 'PUT',
  path: '/api/desk/cases/:caseId/priority',
  who: 'staff',
  summary: 'How urgent the case is.',
  params: caseParams,
  body: z.strictObject({ priority: casePriority }),
  reply: z.object({}),
  refusals: workRefusals,
})

export const addLink = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/links',
  who: 'staff',
  summary: "Link the case to another case, by number or id, or to one of its customer's payments, by id.",
  params: caseParams,
  body: z.strictObject({
    kind: z.enum(['related', 'duplicate_of', 'concerns_payment']),
    target: z.string().trim().min(1).max(64),
  }),
  reply: z.object({}),
  refusals: workRefusals,
})

export const removeLink = route({
  method: 'DELETE',
  path: '/api/desk/cases/:caseId/links/:kind/:targetId',
  who: 'staff',
  summary: 'Take back a link that was made by hand.',
  params: caseParams.extend({ kind: z.string().max(40), targetId: z.uuid() }),
  reply: z.object({}),
  refusals: workRefusals,
})

export const mergeCase = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/merge',
  who: 'staff',
  summary:
    'Join the case to another of the same customer. Its conversation is added there; its own timeline stays readable.',
  params: caseParams,
  body: z.strictObject({ into: z.string().trim().min(1).max(64) }),
  reply: z.object({ caseId: z.uuid() }),
  refusals: workRefusals,
})

/** Most entries that one splitting takes along. */
export const maximumSplitEntries = 200

export const splitCase = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/split',
  who: 'staff',
  summary: 'Let chosen messages go on in a new case, linked to this one; the customer is queued there.',
  params: caseParams,
  body: z.strictObject({
    seqs: z.array(z.int().min(1)).min(1).max(maximumSplitEntries),
    category: z.string().max(40),
  }),
  status: 201,
  reply: z.object({ caseId: z.uuid() }),
  refusals: workRefusals,
})
