import { z } from 'zod'
import { chatCase } from './chat.ts'
import { language } from './identity.ts'
import { route } from './route.ts'

/**
 * Chat on the operator's own site, for people who are not signed in. A guest's token travels in the header
 * `Authorization: Bearer`, and to the live socket as its second protocol (see `guestProtocols`); it is never a cookie, so
 * no page of another site can use it.
 */
export const maximumGuestNameCharacters = 40
/** A guest's token: 32 random bytes as base64url, drawn by the browser that asks. */
export const guestToken = z.string().regex(/^[\w-]{43}$/)
/** Most characters of one message of a guest; guests send no pictures. */
export const maximumGuestMessageCharacters = 1000

/** What a guest may ask about; a payment or a refund belongs to an account. */
export const guestTopic = z.enum(['top_up', 'account', 'safety', 'complaint', 'other'])
export type GuestTopic = z.infer<typeof guestTopic>

export const guest = z.object({
  /** What the agent calls the person. */
  name: z.string(),
  language,
  /** From then on the conversation can no longer be opened with this token. */
  expiresAt: z.iso.datetime(),
  /** The newest conversation. */
  chat: chatCase.nullable(),
})
export type Guest = z.infer<typeof guest>

export const becomeGuest = route({
  method: 'POST',
  path: '/api/guest',
  who: 'anyone',
  summary:
    'Begin to talk without an account, under a token that the caller draws and keeps before it asks: asked again with it, after a lost answer, it is the same guest. Only its digest is kept here.',
  body: z.strictObject({ token: guestToken, name: z.string().trim().max(maximumGuestNameCharacters), language }),
  status: 201,
  reply: guest,
  refusals: ['signin_required'],
})

export const readGuest = route({
  method: 'GET',
  path: '/api/guest',
  who: 'guest',
  summary: 'Who the token stands for, with the newest conversation.',
  reply: guest,
  refusals: ['signin_required'],
})

export const endGuest = route({
  method: 'DELETE',
  path: '/api/guest',
  who: 'guest',
  summary: 'Forget this visitor here: the token ends; what was written stays with the desk.',
  reply: z.object({}),
  refusals: ['signin_required'],
})

export const openGuestChat = route({
  method: 'POST',
  path: '/api/guest/chat',
  who: 'guest',
  summary: 'Ask a person: goes on in the open conversation, else opens one and joins the queue.',
  body: z.strictObject({ topic: guestTopic }),
  reply: chatCase,
  refusals: ['signin_required'],
})

export const readGuestChat = route({
  method: 'GET',
  path: '/api/guest/chat/:caseId',
  who: 'guest',
  summary: 'One conversation with its place in the queue.',
  params: z.object({ caseId: z.uuid() }),
  reply: chatCase,
  refusals: ['signin_required', 'not_found'],
})

export const leaveGuestQueue = route({
  method: 'POST',
  path: '/api/guest/chat/:caseId/leave',
  who: 'guest',
  summary: 'Stop waiting; what was written stays.',
  params: z.object({ caseId: z.uuid() }),
  body: z.strictObject({}),
  reply: chatCase,
  refusals: ['signin_required', 'not_found'],
})

/** The two protocols with which a guest opens the live socket: ours, which the server takes, and the token. */
export const guestProtocols = (token: string): [string, string] => ['dompet.guest', `token.${token}`]
