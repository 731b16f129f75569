import { deskStatementCsv, deskStatementPdf } from '../../contract/desk-statements.ts'
import { recordAudit, staffActor } from '../audit/audit.ts'
import { readCustomer } from '../identity/customer.ts'
import { requirePermission } from '../identity/permissions.ts'
import { asFile } from '../payments/document.ts'
import { statementAsPdf } from '../payments/documents.ts'
import { statementAsCsv } from '../payments/statement.csv.ts'
import type { DocumentFacts } from '../payments/statement.pdf.ts'
import { type Days, openCustomerStatement } from '../payments/statement.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import type { Http } from '../platform/http.ts'
import type { Ids } from '../platform/ids.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { openCustomer } from './look.ts'

export type DeskStatementDeps = { sql: Sql; clock: Clock; ids: Ids; operator: string }

/** Stands for what this member of staff may not see. */
const withheld = '—'

/** Statements of customers for whoever may see their money; each is on record for the customer. */
export function registerDeskStatementRoutes(http: Http, deps: DeskStatementDeps) {
  const { sql, operator } = deps

  http.serve(deskStatementPdf, async ({ params, query }, { actor, reply }) => {
    const opened = await openStatementOf(deps, actor, params.customerId, query, 'pdf')
    if (isRefusal(opened)) return opened
    const name = `${operator}-${query.from}-${query.to}.pdf`
    return asFile(reply, 'application/pdf', name, statementAsPdf(sql, opened.statement, opened.facts))
  })

  http.serve(deskStatementCsv, async ({ params, query }, { actor, reply }) => {
    const opened = await openStatementOf(deps, actor, params.customerId, query, 'csv')
    if (isRefusal(opened)) return opened
    const name = `${operator}-${query.from}-${query.to}.csv`
    return asFile(reply, 'text/csv; charset=utf-8', name, statementAsCsv(sql, opened.statement, opened.facts.language))
  })
}

async function openStatementOf(
  { sql, clock, ids, operator }: DeskStatementDeps,
  actor: StaffActor,
  customerId: string,
  days: Days,
  form: 'pdf' | 'csv',
) {
  const refusal = requirePermission(actor, 'customer.money') ?? (await openCustomer(sql, { clock }, actor, customerId))
  if (refusal) return refusal
  const customer = await readCustomer(sql, customerId)
  if (!customer) return refuse('not_found', {})
  const { name, language, accountId } = customer
  const statement = await openCustomerStatement(sql, { customerId, accountId }, days)
  if (isRefusal(statement)) return statement
  const at = clock.now()
  const details = { ...days, form }
  await recordAudit(sql, {
    id: ids(),
    customerId,
    at,
    actor: staffActor(actor),
    action: 'statement.fetched',
    caseId: null,
    details,
  })
  const phone = actor.permissions.has('customer.contact') ? customer.phone : withheld
  const facts: DocumentFacts = { operator, name, phone, language, at }
  return { statement, facts }
}
