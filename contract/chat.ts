import { z } from 'zod'
import { route } from './route.ts'

/** Most characters of one message. */
export const maximumMessageCharacters = 4000
/** Most pictures in one message. */
export const maximumFilesPerMessage = 6
/** Most bytes of one uploaded picture. */
export const maximumFileBytes = 10 * 1024 * 1024

export const file = z.object({
  id: z.uuid(),
  name: z.string(),
  type: z.string(),
  widthPx: z.int().nullable(),
  heightPx: z.int().nullable(),
})

/** One entry of a case's timeline. `seq` has no gaps within a case as its reader sees it by position; see `live.ts`. */
export const timelineEvent = z.object({
  caseId: z.uuid(),
  /** Gapless, from 1. Entries that the reader may not see arrive as kind `hidden`, so that the count stays whole. */
  seq: z.int().min(1),
  at: z.iso.datetime(),
  kind: z.enum([
    'message',
    'note',
    'opened',
    'queued',
    'claimed',
    'released',
    'action',
    'closed',
    'reopened',
    'hidden',
  ]),
  author: z.object({ kind: z.enum(['customer', 'agent', 'system']), name: z.string() }),
  text: z.string().nullable(),
  files: z.array(file),
  /** The sender's own id of this message, so that it recognises what it sent. */
  clientId: z.string().nullable(),
  /** Payment that this entry is about. */
  paymentId: z.uuid().nullable(),
  /** Name of the action for kind `action`. */
  action: z.string().nullable(),
})
export type TimelineEvent = z.infer<typeof timelineEvent>

export const caseState = z.enum(['open', 'closed'])
export const sessionState = z.enum(['waiting', 'active', 'ended'])
/** How the person is answered: now in writing, later in writing, or by a call of ours. */
export const sessionChannel = z.enum(['chat', 'message', 'call'])

/** Place in the queue and the honest range of the wait, in seconds. Null range: no agent is here now. */
export const queuePlace = z.object({
  place: z.int().min(1),
  waitSeconds: z.object({ from: z.int().min(0), to: z.int().min(0) }).nullable(),
  /** Where nobody is here because it is closed: when it opens again, if that is soon enough to say. */
  opensAt: z.iso.datetime().nullable(),
  /** Waited long enough, or comes while it is closed: offered an answer later or a call, see `chooseLater`. */
  later: z.boolean(),
})

export const chatCase = z.object({
  id: z.uuid(),
  number: z.string(),
  state: caseState,
  topic: z.string(),
  paymentId: z.uuid().nullable(),
  openedAt: z.iso.datetime(),
  lastSeq: z.int(),
  /** The conversation goes on in this case: the two were one problem. */
  mergedInto: z.uuid().nullable(),
  session: z
    .object({
      id: z.uuid(),
      state: sessionState,
      channel: sessionChannel,
      agent: z.string().nullable(),
      queue: queuePlace.nullable(),
    })
    .nullable(),
})
export type ChatCase = z.infer<typeof chatCase>

export const topic = z.enum(['payment', 'top_up', 'account', 'safety', 'refund', 'complaint', 'other'])

/** What a person writes; `clientId` is chosen by the sender, and sending it twice stores it once. */
export const outgoingMessage = z.strictObject({
  clientId: z.string().regex(/^[\w.:-]{8,64}$/),
  text: z.string().max(maximumMessageCharacters),
  fileIds: z.array(z.uuid()).max(maximumFilesPerMessage).default([]),
})

export const openChat = route({
  method: 'POST',
  path: '/api/chat',
  who: 'customer',
  summary: 'Ask a person: opens a case (or continues the open one on the same matter) and joins the queue.',
  body: z.strictObject({ topic, paymentId: z.uuid().optional() }),
  reply: chatCase,
  refusals: ['signin_required', 'not_found'],
})

export const listChats = route({
  method: 'GET',
  path: '/api/chat',
  who: 'customer',
  summary: "The customer's cases, newest first.",
  reply: z.object({ cases: z.array(chatCase) }),
  refusals: ['signin_required'],
})

export const readChat = route({
  method: 'GET',
  path: '/api/chat/:caseId',
  who: 'customer',
  summary: 'One case with its place in the queue.',
  params: z.object({ caseId: z.uuid() }),
  reply: chatCase,
  refusals: ['signin_required', 'not_found'],
})

export const readChatEvents = route({
  method: 'GET',
  path: '/api/chat/:caseId/events',
  who: 'customer',
  summary: 'Timeline after a sequence number, oldest first.',
  params: z.object({ caseId: z.uuid() }),
  query: z.object({
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  reply: z.object({ events: z.array(timelineEvent), lastSeq: z.int() }),
  refusals: ['signin_required', 'not_found'],
})

export const sendChatMessage = route({
  method: 'POST',
  path: '/api/chat/:caseId/messages',
  who: 'customer',
  summary: 'Send a message; the same clientId is stored once and answers the same event.',
  params: z.object({ caseId: z.uuid() }),
  body: outgoingMessage,
  status: 201,
  reply: timelineEvent,
  refusals: ['signin_required', 'not_found', 'case_closed', 'message_empty'],
})

export const leaveQueue = route({
  method: 'POST',
  path: '/api/chat/:caseId/leave',
  who: 'customer',
  summary: 'Stop waiting; the case and what was written stay.',
  params: z.object({ caseId: z.uuid() }),
  body: z.strictObject({}),
  reply: chatCase,
  refusals: ['signin_required', 'not_found'],
})

/** Types of pictures that are taken; a GIF is kept as the PNG of its first frame. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const

/** A browser that holds both cookies says whose upload it is, as on the live socket. */
const uploadAs = z.object({ as: z.enum(['customer', 'staff']).optional() })

/** `GET /api/files/:id` answers the picture itself, to its uploader and to those who may see a case it was sent to. */
export const uploadFile = route({
  method: 'POST',
  path: '/api/files',
  who: 'anyone',
  summary:
    'Upload one picture as multipart/form-data, part `file`, with the cookie of a customer or a member of staff. It is encoded anew, without its metadata.',
  query: uploadAs,
  upload: true,
  status: 201,
  reply: file,
  refusals: ['signin_required', 'file_type_refused', 'file_too_large', 'file_infected', 'file_unchecked'],
})
