import { z } from 'zod'
import { paymentKind } from './payments.ts'
import { route } from './route.ts'

/** One fact that speaks for a cause: its name, its figure, when, and the payment that it stands on. */
export const evidence = z.object({
  fact: z.string(),
  value: z.unknown(),
  at: z.iso.datetime().nullable(),
  paymentId: z.uuid().nullable(),
  /** Of that payment, where the words of the fact turn on it. */
  kind: paymentKind.optional(),
})
export type Evidence = z.infer<typeof evidence>

export const diagnosisStep = z.object({
  /** Stable name; words stand in the language files. */
  step: z.string(),
  /** Action beside the conversation that does this step, where there is one. */
  action: z.string().nullable(),
  /** Help article that explains it, where there is one. */
  article: z.string().nullable(),
})

export const proposal = z.object({
  /** Stable name of the rule. */
  rule: z.string(),
  /** How well the facts fit, 1 to 100; best first. */
  weight: z.int().min(1).max(100),
  evidence: z.array(evidence),
  steps: z.array(diagnosisStep),
  verdict: z.enum(['accepted', 'rejected']).nullable(),
})
export type Proposal = z.infer<typeof proposal>

const params = z.object({ caseId: z.uuid() })

export const readDiagnosis = route({
  method: 'GET',
  path: '/api/desk/cases/:caseId/diagnosis',
  who: 'staff',
  summary: 'Likely causes of the problem, each with the evidence for it and the steps that solve it.',
  params,
  reply: z.object({ proposals: z.array(proposal) }),
  refusals: ['signin_required', 'permission_missing', 'not_found', 'reason_needed'],
})

export const judgeDiagnosis = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/diagnosis',
  who: 'staff',
  summary: 'The agent says whether a proposed cause was right; it counts for the rule.',
  params,
  body: z.strictObject({ rule: z.string().max(60), verdict: z.enum(['accepted', 'rejected']) }),
  reply: z.object({}),
  refusals: ['signin_required', 'permission_missing', 'not_found', 'reason_needed'],
})
