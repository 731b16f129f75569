import { Readable } from 'node:stream'
import type { Db } from '../platform/database.ts'
import { toDecimal } from '../platform/money.ts'
import { type CustomerStatement, customerLines } from './statement.ts'
import { type DocumentLanguage, documentWords } from './statement.words.ts'

/** Tells spreadsheets that the text is UTF-8. */
const byteOrderMark = '\uFEFF'
const offsetMs = 7 * 3_600_000

/** The file, written while it is read: as much is fetched as the reader takes. */
export function statementAsCsv(db: Db, statement: CustomerStatement, language: DocumentLanguage): Readable {
  return Readable.from(rows(db, statement, language))
}

async function* rows(db: Db, statement: CustomerStatement, language: DocumentLanguage): AsyncGenerator<string> {
  const words = documentWords[language]
  const { currency } = statement
  const stand = (at: Date, what: string, minor: bigint) =>
    row([moment(at), text(what), '', '', '', currency, toDecimal(minor, currency)])
  const header = [words.when, words.what, words.holder, words.reference, words.amount, 'ISO 4217', words.balance]
  yield byteOrderMark + row(header.map(text)) + stand(statement.from, words.opening, statement.openingMinor)
  for await (const lines of customerLines(db, statement)) {
    yield lines
      .map((line) =>
        row([
          moment(line.at),
          text(words[line.what]),
          text(line.name ?? ''),
          text(line.reference ?? ''),
          toDecimal(line.amountMinor, currency),
          currency,
          toDecimal(line.balanceMinor, currency),
        ]),
      )
      .join('')
  }
  yield stand(new Date(statement.to.getTime() - 1), words.closing, statement.closingMinor)
}

/** In the operator's time, with its offset: 2026-11-22T14:05:09+07:00. */
const moment = (at: Date) => `${new Date(at.getTime() + offsetMs).toISOString().slice(0, 19)}+07:00`

/** What a spreadsheet would take for a formula gets an apostrophe, which it takes for "this is text". */
const text = (value: string) => (/^[=+\-@\t\r\n＝＋－＠]/u.test(value.trimStart()) ? `'${value}` : value)

const row = (cells: string[]) => `${cells.map(quoted).join(',')}\r\n`

const quoted = (cell: string) => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
