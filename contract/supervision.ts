import { z } from 'zod'
import { sessionChannel, topic } from './chat.ts'
import { agentState, awayReason } from './desk.ts'
import { language } from './identity.ts'
import { route } from './route.ts'

const seconds = z.number().min(0)
const count = z.int().min(0)
const refusals = ['signin_required', 'permission_missing'] as const

/** Why somebody is served sooner; see server/routing/queue-order.ts. */
export const queuePriority = z.enum(['safety', 'elder', 'ordinary'])

/** A share of 0 to 1, null where nothing was counted. */
const share = z.number().min(0).max(1).nullable()

export const wallQueue = z.object({
  priority: queuePriority,
  language,
  channel: sessionChannel,
  waiting: z.int().min(1),
  longestSince: z.iso.datetime(),
})
export type WallQueue = z.infer<typeof wallQueue>

export const wallAgent = z.object({
  staffId: z.uuid(),
  name: z.string(),
  state: agentState,
  reason: awayReason.nullable(),
  since: z.iso.datetime().nullable(),
  capacity: count,
  active: count,
})
export type WallAgent = z.infer<typeof wallAgent>

/** A conversation in somebody's hands. Nothing of the customer: a wallboard hangs where everybody sees it. */
export const wallConversation = z.object({
  caseId: z.uuid(),
  number: z.string(),
  topic,
  priority: queuePriority,
  staffId: z.uuid(),
  agent: z.string(),
  claimedAt: z.iso.datetime(),
  /** Since when the customer waits for an answer. */
  waitingSince: z.iso.datetime().nullable(),
})
export type WallConversation = z.infer<typeof wallConversation>

/** What people who came in a period met with. */
export const servedFigures = z.object({
  conversations: count,
  served: count,
  left: count,
  medianWaitSeconds: seconds.nullable(),
  ninetiethWaitSeconds: seconds.nullable(),
})

export type ServedFigures = z.infer<typeof servedFigures>

/** Announced ranges against real waits, of people of whom it is known. */
export const waitCoverage = z.object({
  /** Null for people of no team. */
  team: z.string().nullable(),
  told: count,
  inside: count,
  early: count,
  late: count,
  share,
})

export const readWallboard = route({
  method: 'GET',
  path: '/api/desk/supervision/wallboard',
  who: 'staff',
  summary: 'The desk now and today: who waits, who is here, how the announced waits came true.',
  reply: z.object({
    queues: z.array(wallQueue),
    /** What somebody who came now would be told: the range of the last in the queue; null where nobody waits. */
    lastWaitSeconds: z.object({ from: z.int(), to: z.int() }).nullable(),
    agents: z.array(wallAgent),
    conversations: z.array(wallConversation),
    today: servedFigures.extend({
      firstReplies: z.object({ kept: count, broken: count }),
      promisedCoverage: z.number(),
      coverage: z.array(waitCoverage),
    }),
  }),
  refusals,
})
export type Wallboard = z.infer<(typeof readWallboard)['reply']>
