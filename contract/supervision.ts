import { z } from 'zod'
import { serviceMeasure } from './cases.ts'
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

/** An open case whose promised time is over: the promise that was broken first. */
export const wallEscalation = z.object({
  caseId: z.uuid(),
  number: z.string(),
  topic,
  measure: serviceMeasure,
  brokenAt: z.iso.datetime(),
  /** Who has it in hand; null where nobody does. */
  agent: z.string().nullable(),
})
export type WallEscalation = z.infer<typeof wallEscalation>

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
    escalated: z.array(wallEscalation),
    today: servedFigures.extend({
      firstReplies: z.object({ kept: count, broken: count }),
      promisedCoverage: z.number(),
      coverage: z.array(waitCoverage),
    }),
  }),
  refusals,
})
export type Wallboard = z.infer<(typeof readWallboard)['reply']>

// Listening in

const caseParams = z.object({ caseId: z.uuid() })
const caseRefusals = [...refusals, 'not_found', 'action_not_possible'] as const

export const listenIn = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/listen',
  who: 'staff',
  summary:
    'Say that one reads a running conversation of a colleague, who sees it in the timeline. On record for the customer, like every look.',
  params: caseParams,
  body: z.strictObject({}),
  reply: z.object({}),
  refusals: caseRefusals,
})

/** Most characters of a word to the agent, who reads it while talking. */
export const maximumWhisperCharacters = 1000

export const whisper = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/whisper',
  who: 'staff',
  summary: 'A word to the agent of a running conversation, as a note that names them; the customer never sees it.',
  params: caseParams,
  body: z.strictObject({ text: z.string().trim().min(1).max(maximumWhisperCharacters) }),
  status: 201,
  reply: z.object({}),
  refusals: caseRefusals,
})

// Staffing

export const maximumTargetSeconds = 3600

/** Half an hour of a weekday with what it needs. */
export const staffedHalfHour = z.object({
  /** "08:30", in the operator's time. */
  start: z.string(),
  /** People who come, on average. */
  arrivals: z.number().min(0),
  agents: count,
  answeredShare: z.number().min(0).max(1),
  leavingShare: z.number().min(0).max(1),
})
export type StaffedHalfHour = z.infer<typeof staffedHalfHour>

export const readStaffing = route({
  method: 'GET',
  path: '/api/desk/supervision/staffing',
  who: 'staff',
  summary:
    'How many agents each half hour of a weekday needs (Erlang-A), from the arrivals, conversation lengths and patience of the last weeks.',
  query: z.object({
    /** ISO: 1 is Monday. */
    weekday: z.coerce.number().int().min(1).max(7),
    /** So many of a hundred people are to be answered within so many seconds. */
    answeredPercent: z.coerce.number().int().min(1).max(99),
    withinSeconds: z.coerce.number().int().min(1).max(maximumTargetSeconds),
    /** Conversations that one agent holds at once. */
    placesPerAgent: z.coerce.number().int().min(1).max(20),
  }),
  reply: z.object({
    /** Days of this weekday that the averages stand on. */
    days: count,
    handlingSeconds: seconds,
    patienceSeconds: seconds,
    halfHours: z.array(staffedHalfHour),
  }),
  refusals,
})

// Reports

export const maximumReportDays = 366

/** First and last day, both within the period, in the operator's time. */
export const reportPeriod = z
  .object({ from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, { message: 'the first day comes after the last', path: ['to'] })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < maximumReportDays * 86_400_000, {
    message: `at most ${maximumReportDays} days`,
    path: ['to'],
  })

const satisfactionFigures = z.object({ answers: count, meanScore: z.number().nullable(), low: count })

export const reportDay = servedFigures.extend({ day: z.iso.date(), ...satisfactionFigures.shape })
export type ReportDay = z.infer<typeof reportDay>

export const report = z.object({
  days: z.array(reportDay),
  satisfaction: z.object({
    agents: z.array(satisfactionFigures.extend({ name: z.string() })),
    categories: z.array(satisfactionFigures.extend({ category: z.string() })),
    /** What customers wrote, newest first. */
    said: z.array(
      z.object({
        caseId: z.uuid(),
        number: z.string(),
        agent: z.string().nullable(),
        score: z.int(),
        reasons: z.array(z.string()),
        words: z.string(),
        at: z.iso.datetime(),
      }),
    ),
  }),
  service: z.array(
    z.object({
      measure: serviceMeasure,
      category: z.string(),
      channel: z.string(),
      met: count,
      breached: count,
      dropped: count,
      running: count,
      medianSeconds: seconds.nullable(),
    }),
  ),
  diagnosis: z.array(z.object({ rule: z.string(), proposed: count, accepted: count, rejected: count })),
})
export type Report = z.infer<typeof report>

export const readReport = route({
  method: 'GET',
  path: '/api/desk/supervision/report',
  who: 'staff',
  summary: 'A period of the desk: conversations, waits, satisfaction, promised times, how likely causes were judged.',
  query: reportPeriod,
  reply: report,
  refusals,
})

export const reportCsv = route({
  method: 'GET',
  path: '/api/desk/supervision/report.csv',
  who: 'staff',
  summary:
    'The figures of the same report as CSV (UTF-8 with byte order mark), one figure a row; no words of customers.',
  query: reportPeriod,
  reply: z.unknown(),
  refusals,
})
