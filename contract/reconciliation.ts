import { z } from 'zod'
import { amount, money, signedMoney } from './money.ts'
import { route } from './route.ts'

/** Most bytes of one statement. */
export const maximumStatementBytes = 8 * 1024 * 1024

const day = z.iso.date()
const reason = z.string().trim().min(5).max(500)

/**
 * `missing_here`: the bank has it and we do not. `missing_there`: we have it and the bank does not, although it had time.
 * `late`: not there yet, and still in time. `amount`: both have it and differ. `duplicate`: the bank has it twice.
 */
export const breakKind = z.enum(['missing_here', 'missing_there', 'amount', 'duplicate', 'late'])
/** `closed`: ended by itself, because the other side arrived. */
export const breakState = z.enum(['open', 'explained', 'corrected', 'closed'])

/** Fixed ways to put the books right. Each moves the same amount out of one account and into another. */
export const correctionTemplate = z.enum(['to_suspense', 'from_suspense', 'to_fees', 'from_fees', 'credit_customer'])
export type CorrectionTemplate = z.infer<typeof correctionTemplate>

export const breakRow = z.object({
  id: z.uuid(),
  kind: breakKind,
  state: breakState,
  day,
  /** Whole days between its day and today. */
  ageDays: z.int().min(0),
  /** What the bank has more than we. */
  difference: signedMoney,
  reference: z.string().nullable(),
  /** A correction waits for a second person. */
  proposed: z.boolean(),
})
export type BreakRow = z.infer<typeof breakRow>

/** Our bank account and what we owe, at the end of one day. */
export const clientMoney = z.object({
  state: z.enum(['balanced', 'explained', 'unexplained', 'no_statement']),
  atBank: signedMoney,
  customers: signedMoney,
  merchants: signedMoney,
  fees: signedMoney,
  suspense: signedMoney,
  opening: signedMoney,
  statementClosing: signedMoney.nullable(),
  difference: signedMoney.nullable(),
  explained: signedMoney.nullable(),
  computedAt: z.iso.datetime(),
})

export const reconciliationDay = z.object({
  day,
  statement: z
    .object({ id: z.string(), records: z.int(), uploaded: z.boolean(), receivedAt: z.iso.datetime() })
    .nullable(),
  matched: z.int(),
  openBreaks: z.int(),
  clientMoney: clientMoney.nullable(),
})
export type ReconciliationDay = z.infer<typeof reconciliationDay>

const common = ['signin_required', 'permission_missing'] as const

export const readReconciliation = route({
  method: 'GET',
  path: '/api/desk/reconciliation',
  who: 'staff',
  summary: 'The latest days with their state, and what does not match yet, oldest first.',
  reply: z.object({
    bank: z.string(),
    /** The latest compared day, while bank and books differ on it. */
    alarm: day.nullable(),
    /** By how much bank and books differed when reconciliation began; null before the first statement. */
    openingDifference: signedMoney.nullable(),
    days: z.array(reconciliationDay),
    breaks: z.array(breakRow),
  }),
  refusals: common,
})

const side = z.object({
  reference: z.string().nullable(),
  bankReference: z.string().nullable(),
  account: z.string().nullable(),
  amount: signedMoney,
  day,
  text: z.string().nullable(),
})

export const breakEvent = z.object({
  at: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  reason: z.string().nullable(),
})

export const correction = z.object({
  id: z.uuid(),
  template: correctionTemplate,
  amount: money,
  reason: z.string(),
  state: z.enum(['proposed', 'approved', 'rejected']),
  proposedBy: z.string(),
  /** Whether the reader proposed it: then somebody else decides. */
  own: z.boolean(),
  decidedBy: z.string().nullable(),
})

const breakParams = z.object({ breakId: z.uuid() })

export const readBreak = route({
  method: 'GET',
  path: '/api/desk/reconciliation/breaks/:breakId',
  who: 'staff',
  summary: 'One break: both sides next to each other, what was done, and what can be done.',
  params: breakParams,
  reply: z.object({
    row: breakRow,
    bank: side.nullable(),
    ours: side.nullable(),
    templates: z.array(correctionTemplate),
    corrections: z.array(correction),
    events: z.array(breakEvent),
  }),
  refusals: [...common, 'not_found'],
})

export const explainBreak = route({
  method: 'POST',
  path: '/api/desk/reconciliation/breaks/:breakId/explain',
  who: 'staff',
  summary: 'Write down why a break is there; it stays in sight until it ends.',
  params: breakParams,
  body: z.strictObject({ reason }),
  reply: z.object({}),
  refusals: [...common, 'not_found', 'action_not_possible'],
})

export const proposeCorrection = route({
  method: 'POST',
  path: '/api/desk/reconciliation/breaks/:breakId/corrections',
  who: 'staff',
  summary: 'Propose a correcting entry; somebody else approves it.',
  params: breakParams,
  body: z.strictObject({ template: correctionTemplate, amount, reason }),
  status: 201,
  reply: z.object({ id: z.uuid() }),
  refusals: [...common, 'not_found', 'action_not_possible', 'correction_not_possible'],
})

const correctionParams = z.object({ correctionId: z.uuid() })

export const approveCorrection = route({
  method: 'POST',
  path: '/api/desk/reconciliation/corrections/:correctionId/approve',
  who: 'staff',
  summary: 'Approve a correction of somebody else: posts its entry, once.',
  params: correctionParams,
  body: z.strictObject({}),
  reply: z.object({ entryId: z.uuid() }),
  refusals: [...common, 'not_found', 'action_not_possible', 'second_person_needed', 'correction_not_possible'],
})

export const rejectCorrection = route({
  method: 'POST',
  path: '/api/desk/reconciliation/corrections/:correctionId/reject',
  who: 'staff',
  summary: 'Turn a correction of somebody else down, with the reason.',
  params: correctionParams,
  body: z.strictObject({ reason }),
  reply: z.object({}),
  refusals: [...common, 'not_found', 'action_not_possible', 'second_person_needed'],
})

const taken = z.object({ day, records: z.int(), matched: z.int(), openBreaks: z.int(), known: z.boolean() })

export const uploadStatement = route({
  method: 'POST',
  path: '/api/desk/reconciliation/statements',
  who: 'staff',
  summary: 'Hand in a statement as multipart/form-data (part "file"). The same one again changes nothing.',
  upload: true,
  reply: taken,
  refusals: [
    ...common,
    'media_type_unsupported',
    'file_too_large',
    'statement_unreadable',
    'statement_changed',
    'statement_not_ours',
  ],
})

export const reconcileDay = route({
  method: 'POST',
  path: '/api/desk/reconciliation/days/:day/reconcile',
  who: 'staff',
  summary: 'Fetch the statement of a day if it is not here, match, and compare client money again.',
  params: z.object({ day }),
  body: z.strictObject({}),
  reply: taken,
  refusals: [
    ...common,
    'not_found',
    'bank_unreachable',
    'statement_unreadable',
    'statement_changed',
    'statement_not_ours',
  ],
})
