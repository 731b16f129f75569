import { z } from 'zod'
import { casePriority, serviceClock } from './cases.ts'
import { caseState, outgoingMessage, sessionChannel, sessionState, timelineEvent, topic } from './chat.ts'
import { actionRequest, customerView, deskAction, missingVerification } from './console.ts'
import { language } from './identity.ts'
import { paymentStory, paymentsPage, paymentsQuery } from './payments.ts'
import { route } from './route.ts'

const caseParams = z.object({ caseId: z.uuid() })

/** A row of the inbox. */
export const inboxRow = z.object({
  caseId: z.uuid(),
  number: z.string(),
  customerName: z.string(),
  /** A visitor who is not signed in: nothing about any account may be told. */
  guest: z.boolean(),
  language,
  topic,
  state: caseState,
  session: z
    .object({
      id: z.uuid(),
      state: sessionState,
      channel: sessionChannel,
      agentId: z.uuid().nullable(),
      agent: z.string().nullable(),
    })
    .nullable(),
  /** Since when the person waits for an answer; null when it is not our turn. */
  waitingSince: z.iso.datetime().nullable(),
  lastMessage: z.string().nullable(),
  lastSeq: z.int(),
  updatedAt: z.iso.datetime(),
  priority: casePriority,
  /** The nearest promise that is still to be kept; null when none is running. */
  promise: serviceClock.pick({ measure: true, dueAt: true, warnAt: true }).nullable(),
})
export type InboxRow = z.infer<typeof inboxRow>

/** `wrap_up`: available, and only what is still written up keeps the next person away. */
export const agentState = z.enum(['available', 'wrap_up', 'away', 'offline'])
export const awayReason = z.enum(['break', 'meal', 'training', 'other'])

/** An agent at the desk: state, why and since when, and how many conversations at once and now. */
export const presence = z.object({
  state: agentState,
  reason: awayReason.nullable(),
  since: z.iso.datetime().nullable(),
  /** Until when a closed conversation keeps its place, for writing up. */
  wrapUpUntil: z.iso.datetime().nullable(),
  capacity: z.int(),
  active: z.int(),
})
export type Presence = z.infer<typeof presence>

/** Cases that nobody attends are counted so far. */
export const maximumCounted = 1_000

export const readInbox = route({
  method: 'GET',
  path: '/api/desk/inbox',
  who: 'staff',
  summary: 'People waiting, my conversations, open cases that nobody attends, and the recently closed ones.',
  reply: z.object({
    me: presence,
    waiting: z.array(inboxRow),
    mine: z.array(inboxRow),
    /** The newest of them; the others by `listUnattended`. */
    unattended: z.array(inboxRow),
    /** How many nobody attends, counted up to `maximumCounted`. */
    unattendedCount: z.int(),
    recent: z.array(inboxRow),
  }),
  refusals: ['signin_required', 'permission_missing'],
})

export const listUnattended = route({
  method: 'GET',
  path: '/api/desk/inbox/unattended',
  who: 'staff',
  summary: 'Open cases that nobody attends, newest first; behind the one named, where one is.',
  query: z.object({
    /** The case of the last row of the page before. */
    before: z.uuid().optional(),
  }),
  reply: z.object({ unattended: z.array(inboxRow), more: z.boolean() }),
  refusals: ['signin_required', 'permission_missing'],
})

export const setAgentState = route({
  method: 'PUT',
  path: '/api/desk/me/state',
  who: 'staff',
  summary: 'Available takes waiting people; away takes none, for a reason.',
  body: z.strictObject({ state: z.enum(['available', 'away']), reason: awayReason.optional() }),
  reply: presence,
  refusals: ['signin_required', 'permission_missing'],
})

export const claimNext = route({
  method: 'POST',
  path: '/api/desk/claim-next',
  who: 'staff',
  summary: 'Take the person who should be served next; null when nobody waits.',
  body: z.strictObject({}),
  reply: z.object({ caseId: z.uuid().nullable() }),
  refusals: ['signin_required', 'permission_missing', 'agent_at_capacity'],
})

export const claimSession = route({
  method: 'POST',
  path: '/api/desk/sessions/:sessionId/claim',
  who: 'staff',
  summary: 'Take one waiting person.',
  params: z.object({ sessionId: z.uuid() }),
  body: z.strictObject({}),
  reply: z.object({ caseId: z.uuid() }),
  refusals: [
    'signin_required',
    'permission_missing',
    'not_found',
    'session_already_claimed',
    'agent_at_capacity',
    'action_not_possible',
  ],
})

export const takeUpCase = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/take-up',
  who: 'staff',
  summary: 'Take up an open case that nobody attends: it is my conversation from now on, and a solved one goes on.',
  params: caseParams,
  body: z.strictObject({}),
  reply: z.object({ caseId: z.uuid() }),
  refusals: [
    'signin_required',
    'permission_missing',
    'not_found',
    'case_closed',
    'session_already_claimed',
    'agent_at_capacity',
    'action_not_possible',
  ],
})

export const releaseSession = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/release',
  who: 'staff',
  summary: 'Give the conversation back to the queue, in its old place.',
  params: caseParams,
  body: z.strictObject({}),
  reply: z.object({}),
  refusals: ['signin_required', 'permission_missing', 'not_found', 'action_not_possible'],
})

export const readCase = route({
  method: 'GET',
  path: '/api/desk/cases/:caseId',
  who: 'staff',
  summary: 'The case with the customer beside it. Looking is put on record for the customer.',
  params: caseParams,
  reply: z.object({
    row: inboxRow,
    paymentId: z.uuid().nullable(),
    /** Null for a guest. */
    customer: customerView.nullable(),
    actions: z.array(deskAction),
    /** What is not verified in this conversation, from the weakest step to the strongest; for a guest all of it. */
    missing: z.array(missingVerification),
    /** What was said here before the customer signed in was a guest's; see `joinGuest`. */
    beganAsGuest: z.boolean(),
    /** Actions on this customer that wait for a second person. */
    requests: z.array(actionRequest),
    earlierCases: z.array(inboxRow),
  }),
  refusals: ['signin_required', 'permission_missing', 'not_found', 'reason_needed'],
})

export const readCaseEvents = route({
  method: 'GET',
  path: '/api/desk/cases/:caseId/events',
  who: 'staff',
  summary: 'Timeline after a sequence number, oldest first.',
  params: caseParams,
  query: z.object({
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  reply: z.object({ events: z.array(timelineEvent), lastSeq: z.int() }),
  refusals: ['signin_required', 'permission_missing', 'not_found', 'reason_needed'],
})

export const listCasePayments = route({
  method: 'GET',
  path: '/api/desk/cases/:caseId/payments',
  who: 'staff',
  summary: "The customer's transactions, newest first, each failure with its stored refusal.",
  params: caseParams,
  query: paymentsQuery,
  reply: paymentsPage,
  refusals: ['signin_required', 'permission_missing', 'not_found', 'reason_needed'],
})

export const readCasePayment = route({
  method: 'GET',
  path: '/api/desk/cases/:caseId/payments/:id',
  who: 'staff',
  summary: 'One transaction of the customer with story, checks and figures.',
  params: z.object({ caseId: z.uuid(), id: z.uuid() }),
  reply: paymentStory,
  refusals: ['signin_required', 'permission_missing', 'not_found', 'reason_needed'],
})

export const sendDeskMessage = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/messages',
  who: 'staff',
  summary: 'Answer the customer; the same clientId is stored once.',
  params: caseParams,
  body: outgoingMessage,
  status: 201,
  reply: timelineEvent,
  refusals: [
    'signin_required',
    'permission_missing',
    'not_found',
    'case_closed',
    'message_empty',
    'action_not_possible',
  ],
})

/** Most colleagues that one note names. */
export const maximumMentions = 8

export const addNote = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/notes',
  who: 'staff',
  summary: 'A note for colleagues; the customer does not see it. Whom it names is told.',
  params: caseParams,
  body: outgoingMessage.extend({ mentions: z.array(z.uuid()).max(maximumMentions).default([]) }),
  status: 201,
  reply: timelineEvent,
  refusals: ['signin_required', 'permission_missing', 'not_found', 'message_empty'],
})

export const closeCase = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/close',
  who: 'staff',
  summary: 'Close the case; a new message of the customer opens it again.',
  params: caseParams,
  body: z.strictObject({ outcome: z.enum(['solved', 'not_solved', 'no_answer']) }),
  reply: z.object({}),
  refusals: ['signin_required', 'permission_missing', 'not_found', 'case_closed', 'action_not_possible'],
})
