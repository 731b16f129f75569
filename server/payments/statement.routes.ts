import { readStatement, receiptPdf, statementCsv, statementPdf } from '../../contract/statements.ts'
import { readSelf } from '../identity/me.ts'
import type { CustomerActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import type { Http } from '../platform/http.ts'
import { toMoney } from '../platform/money.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { asFile } from './document.ts'
import { receiptAsPdf, statementAsPdf } from './documents.ts'
import { readPayment } from './history.ts'
import { statementAsCsv } from './statement.csv.ts'
import type { DocumentFacts } from './statement.pdf.ts'
import { type Days, openCustomerStatement } from './statement.ts'

/** `operator` is whose name stands on documents. */
export type StatementRouteDeps = { sql: Sql; clock: Clock; operator: string }

/** Statements and receipts as files: written while they are read, so that a large one costs no memory. */
export function registerStatementRoutes(http: Http, { sql, clock, operator }: StatementRouteDeps) {
  async function open(actor: CustomerActor, days: Days) {
    const self = await readSelf(sql, actor)
    const statement = await openCustomerStatement(sql, { customerId: self.id, accountId: self.accountId }, days)
    const { name, phone, language } = self
    const facts: DocumentFacts = { operator, name, phone, language, at: clock.now() }
    return isRefusal(statement) ? statement : { statement, facts }
  }

  http.serve(readStatement, async ({ query }, { actor }) => {
    const opened = await open(actor, query)
    if (isRefusal(opened)) return opened
    const { currency, openingMinor, inMinor, outMinor, closingMinor, lineCount, days } = opened.statement
    const money = (minor: bigint) => toMoney(minor, currency)
    return {
      ...days,
      opening: money(openingMinor),
      in: money(inMinor),
      out: money(outMinor),
      closing: money(closingMinor),
      lineCount,
    }
  })

  http.serve(statementPdf, async ({ query }, { actor, reply }) => {
    const opened = await open(actor, query)
    if (isRefusal(opened)) return opened
    const name = `${operator}-${query.from}-${query.to}.pdf`
    return asFile(reply, 'application/pdf', name, statementAsPdf(sql, opened.statement, opened.facts))
  })

  http.serve(statementCsv, async ({ query }, { actor, reply }) => {
    const opened = await open(actor, query)
    if (isRefusal(opened)) return opened
    const name = `${operator}-${query.from}-${query.to}.csv`
    return asFile(reply, 'text/csv; charset=utf-8', name, statementAsCsv(sql, opened.statement, opened.facts.language))
  })

  http.serve(receiptPdf, async ({ params }, { actor, reply }) => {
    const [self, payment] = await Promise.all([readSelf(sql, actor), readPayment(sql, actor.customerId, params.id)])
    if (isRefusal(payment)) return payment
    // That no account number could be had was about no money: there is nothing to give a receipt of.
    if (payment.kind === 'top_up' && !payment.amount) return refuse('not_found', {})
    const { name, phone, language } = self
    const facts = { operator, name, phone, language, at: clock.now() }
    return asFile(reply, 'application/pdf', `${operator}-${payment.reference}.pdf`, receiptAsPdf(payment, facts))
  })
}
