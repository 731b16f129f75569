import { z } from 'zod'
import { route } from './route.ts'
import { file, period } from './statements.ts'

const params = z.object({ customerId: z.uuid() })
const refusals = [
  'signin_required',
  'permission_missing',
  'reason_needed',
  'not_found',
  'period_archived',
  'period_too_long',
] as const

export const deskStatementPdf = route({
  method: 'GET',
  path: '/api/desk/customers/:customerId/statement.pdf',
  who: 'staff',
  summary: "A customer's statement as they would get it themselves; they see in their record that it was fetched.",
  params,
  query: period,
  reply: file,
  refusals,
})

export const deskStatementCsv = route({
  method: 'GET',
  path: '/api/desk/customers/:customerId/statement.csv',
  who: 'staff',
  summary: "A customer's statement as CSV; they see in their record that it was fetched.",
  params,
  query: period,
  reply: file,
  refusals,
})
