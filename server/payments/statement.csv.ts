import { Readable } from 'node:stream'
import { byteOrderMark, csvRow as row, csvText as text } from '../platform/csv.ts'
import type { Db } from '../platform/database.ts'
import { toDecimal } from '../platform/money.ts'
import { momentOf as moment } from '../policy/calendar.ts'
import { type CustomerStatement, customerLines } from './statement.ts'
import { type DocumentLanguage, documentWords } from './statement.words.ts'

/** The file, written while it is read: as much is fetched as the reader takes. */
export function statementAsCsv(db: Db, statement: CustomerStatement, language: DocumentLanguage): Readable {
  return Readable.from(rows(db, statement, language))
}

async function* rows(db: Db, statement: CustomerStatement, language: DocumentLanguage): AsyncGenerator<string> {
  const words = documentWords[language]
  const { currency } = statement
  const stand = (at: Date, what: string, minor: bigint) =>
    row([moment(at), text(what), '', '', '', currency, toDecimal(minor, currency)])
  const header = [words.when, words.what, words.otherSide, words.reference, words.amount, words.currency, words.balance]
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
