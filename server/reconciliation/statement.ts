import { maximumStatementBytes } from '../../contract/reconciliation.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { readCamt053 } from './camt053.ts'

/** One line of what a counterparty says of our money. Every kind of file is read into this. */
export type StatementLine = {
  /** Our own reference, where the counterparty hands it back. */
  reference: string | null
  /** The counterparty's reference of the same movement. */
  bankReference: string | null
  /** Which of our customers' accounts it was for, as the counterparty knows it. */
  account: string | null
  /** Above zero it came to us, below it left, in minor units. */
  amountMinor: bigint
  /** Days of the operator's calendar, YYYY-MM-DD. */
  bookedOn: string
  valueOn: string
  text: string | null
}

export type Statement = {
  /** The counterparty's own name of this statement: the same one comes once. */
  statementId: string
  account: string
  currency: string
  day: string
  openingMinor: bigint
  closingMinor: bigint
  lines: StatementLine[]
}

export type Unreadable = Refusal<'statement_unreadable'>
export type Parser = (bytes: Buffer) => Statement | Unreadable

/** To read a further kind of file, write its parser in a file of its own and name it here. */
export const parsers = { 'camt.053': readCamt053 } as const satisfies Record<string, Parser>
export type Format = keyof typeof parsers

/** Most lines of one statement. */
const maximumLines = 50_000

/**
 * Reads a file of a counterparty: size first, then the format's own checks, then those that hold for every format.
 * Refuses with `statement_unreadable`, its reason and the line of the file where it is known (0 where it is not).
 */
export function readStatement(format: Format, bytes: Buffer): Statement | Unreadable {
  if (bytes.length > maximumStatementBytes) return unreadable('too_large', 0)
  const statement = parsers[format](bytes)
  if (isRefusal(statement)) return statement
  if (statement.lines.length > maximumLines) return unreadable('too_large', 0)
  const sum = statement.lines.reduce((total, line) => total + line.amountMinor, statement.openingMinor)
  return sum === statement.closingMinor ? statement : unreadable('sums', 0)
}

export function unreadable(reason: Unreadable['figures']['reason'], line: number): Unreadable {
  return refuse('statement_unreadable', { reason, line })
}
