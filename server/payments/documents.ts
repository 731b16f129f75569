import type { Readable } from 'node:stream'
import type { PaymentStory } from '../../contract/payments.ts'
import type { Db } from '../platform/database.ts'
import { openPress } from '../platform/press.ts'
import type { DocumentName } from './documents.thread.ts'
import type { ReceiptOrder } from './receipt.pdf.ts'
import type { DocumentFacts, StatementOrder } from './statement.pdf.ts'
import { type CustomerStatement, customerLines } from './statement.ts'

const press = openPress(new URL('./documents.thread.ts', import.meta.url))
const print = (name: DocumentName, order: StatementOrder | ReceiptOrder, pieces?: AsyncIterable<unknown>) =>
  press.print(name, order, pieces)

/** The statement as PDF: lines are read as it is set, and it is set as it is read. */
export function statementAsPdf(db: Db, statement: CustomerStatement, facts: DocumentFacts): Readable {
  return print('statement', { statement, facts }, customerLines(db, statement))
}

export function receiptAsPdf(payment: PaymentStory, facts: DocumentFacts): Readable {
  return print('receipt', { payment, facts })
}
