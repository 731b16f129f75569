import { z } from 'zod'
import { serviceMeasure } from './cases.ts'
import { maximumMessageCharacters } from './chat.ts'
import { language } from './identity.ts'
import { deskRequest } from './requests.ts'
import { route } from './route.ts'

export const colleague = z.object({
  id: z.uuid(),
  name: z.string(),
  languages: z.array(language),
  /** Is here and takes conversations now. */
  available: z.boolean(),
})
export type Colleague = z.infer<typeof colleague>

export const listColleagues = route({
  method: 'GET',
  path: '/api/desk/colleagues',
  who: 'staff',
  summary: 'Who else answers customers, and the teams: to name in a note, or to hand over to.',
  reply: z.object({ colleagues: z.array(colleague), teams: z.array(z.object({ id: z.uuid(), name: z.string() })) }),
  refusals: ['signin_required', 'permission_missing'],
})

export const handOver = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/hand-over',
  who: 'staff',
  summary:
    'Give the conversation to a colleague, who has it at once, or to a team, where the customer keeps the place. The summary stays as a note.',
  params: z.object({ caseId: z.uuid() }),
  body: z.strictObject({
    to: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('colleague'), id: z.uuid() }),
      z.strictObject({ kind: z.literal('team'), id: z.uuid() }),
    ]),
    summary: z.string().trim().min(5).max(maximumMessageCharacters),
  }),
  reply: z.object({}),
  refusals: ['signin_required', 'permission_missing', 'not_found', 'agent_at_capacity', 'action_not_possible'],
})

/** A note in which a colleague named the reader. */
export const mention = z.object({
  caseId: z.uuid(),
  seq: z.int(),
  number: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  text: z.string(),
})
export type Mention = z.infer<typeof mention>

/** A promised time was broken in this case: for supervisors, each once. */
export const escalation = z.object({
  caseId: z.uuid(),
  seq: z.int(),
  number: z.string(),
  measure: serviceMeasure,
  at: z.iso.datetime(),
})
export type Escalation = z.infer<typeof escalation>

export const readNotices = route({
  method: 'GET',
  path: '/api/desk/notices',
  who: 'staff',
  summary:
    'What is for the reader: notes that name them, actions that they decide as second person, what became of those they asked for, and, for supervisors, promises that were broken.',
  reply: z.object({
    mentions: z.array(mention),
    requests: z.array(deskRequest),
    outcomes: z.array(deskRequest),
    escalations: z.array(escalation),
  }),
  refusals: ['signin_required', 'permission_missing'],
})
