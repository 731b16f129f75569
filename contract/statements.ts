import { z } from 'zod'
import { money, signedMoney } from './money.ts'
import { route } from './route.ts'

/** Most days of one statement: a leap year. */
export const maximumStatementDays = 366

/** First and last day of the period, both within it, in the operator's time (Asia/Jakarta). */
export const period = z
  .object({ from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, { message: 'the first day comes after the last', path: ['to'] })

const refusals = ['signin_required', 'period_archived', 'period_too_long'] as const

export const statement = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  opening: signedMoney,
  in: money,
  out: money,
  closing: signedMoney,
  /** Movements within the period. */
  lineCount: z.int().min(0),
})
export type Statement = z.infer<typeof statement>

export const readStatement = route({
  method: 'GET',
  path: '/api/statement',
  who: 'customer',
  summary: "What one's own account had at the beginning and end of a period, and what moved in between.",
  query: period,
  reply: statement,
  refusals,
})

/** The reply is the file itself, written while it is read. */
export const file = z.unknown()

export const statementPdf = route({
  method: 'GET',
  path: '/api/statement.pdf',
  who: 'customer',
  summary: "The statement of a period as PDF, in the customer's language.",
  query: period,
  reply: file,
  refusals,
})

export const statementCsv = route({
  method: 'GET',
  path: '/api/statement.csv',
  who: 'customer',
  summary: 'The statement of a period as CSV (UTF-8 with byte order mark, RFC 4180, amounts as decimal strings).',
  query: period,
  reply: file,
  refusals,
})

export const receiptPdf = route({
  method: 'GET',
  path: '/api/payments/:id/receipt.pdf',
  who: 'customer',
  summary: "One transaction as PDF on one page, in the customer's language.",
  params: z.object({ id: z.uuid() }),
  reply: file,
  refusals: ['signin_required', 'not_found'],
})
