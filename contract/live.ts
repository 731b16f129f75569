import { z } from 'zod'
import { outgoingMessage, queuePlace, timelineEvent } from './chat.ts'
import { refusalShape } from './refusals.ts'

/**
 * The WebSocket at `/api/live`, opened with the session cookie (customer or staff). JSON texts, one message each.
 *
 * Delivery is by sequence: the reader subscribes to a case saying the last `seq` it has; the server sends everything
 * after it, in order, then what comes. After a dropped socket the reader subscribes again with its last `seq`.
 *
 * A browser that holds both cookies says whose socket it wants: `/api/live?as=staff` or `?as=customer`; without it the
 * customer's session comes first. A guest has no cookie: `/api/live?as=guest` with the protocols of `guestProtocols`.
 */
export const livePath = '/api/live'
export const liveAs = z.enum(['customer', 'staff', 'guest'])

export const maximumLiveMessageBytes = 32 * 1024
/** Messages that a socket may send in one go, and for how many each second makes room again. */
export const liveBurst = 100
export const livePerSecond = 20
/**
 * "Typing" and "seen" count by themselves: what comes past this is dropped without a word, and the socket stays. What is
 * kept of them is gathered besides: the other side hears of each case `typingMs` and `seenMs` apart, and of the newest.
 */
export const liveSignsBurst = 100
export const liveSignsPerSecond = 10
export const typingMs = 1_500
export const seenMs = 500

/** Why the server closes a socket, beside the codes of the protocol itself (1009 message too big, 1012 restarting). */
export const liveClose = {
  /** The session ended: sign in again. */
  sessionEnded: 4001,
  /** The reader did not keep up: connect again and resume by sequence. */
  tooSlow: 4008,
  /** More messages than `liveBurst` and `livePerSecond` allow, or too many sockets of one session. */
  tooMany: 4029,
} as const

export const fromClient = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('subscribe'), caseId: z.uuid(), after: z.int().min(0) }),
  z.strictObject({ type: z.literal('unsubscribe'), caseId: z.uuid() }),
  z.strictObject({ type: z.literal('send'), caseId: z.uuid(), message: outgoingMessage }),
  z.strictObject({ type: z.literal('typing'), caseId: z.uuid() }),
  z.strictObject({ type: z.literal('seen'), caseId: z.uuid(), seq: z.int().min(0) }),
  /** Hints to read again. Staff: the inbox; for finance the books. Customers: balance and history. */
  z.strictObject({ type: z.literal('watch') }),
  z.strictObject({ type: z.literal('ping') }),
])
export type FromClient = z.infer<typeof fromClient>

export const fromServer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('event'), event: timelineEvent }),
  /** Everything up to here has been sent. */
  z.object({ type: z.literal('caught_up'), caseId: z.uuid(), lastSeq: z.int() }),
  z.object({ type: z.literal('sent'), clientId: z.string(), caseId: z.uuid(), seq: z.int() }),
  z.object({
    type: z.literal('refused'),
    clientId: z.string().nullable(),
    caseId: z.uuid().nullable(),
    refusal: refusalShape,
  }),
  z.object({ type: z.literal('typing'), caseId: z.uuid(), name: z.string() }),
  z.object({ type: z.literal('seen'), caseId: z.uuid(), seq: z.int(), by: z.enum(['customer', 'agent']) }),
  z.object({ type: z.literal('queue'), caseId: z.uuid(), queue: queuePlace.nullable(), agent: z.string().nullable() }),
  z.object({ type: z.literal('changed'), what: z.enum(['inbox', 'balance', 'account', 'books', 'webhooks']) }),
  z.object({ type: z.literal('pong') }),
])
export type FromServer = z.infer<typeof fromServer>
