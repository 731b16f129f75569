import { type Paper, page } from '../platform/paper.ts'
import { startOfDay } from '../policy/calendar.ts'
import type { CustomerStatement, Line } from './statement.ts'
import { type DocumentLanguage, documentWords, formatDate, formatMoment, formatRupiah } from './statement.words.ts'

export type DocumentFacts = { operator: string; name: string; phone: string; language: DocumentLanguage; at: Date }

/** Heights in points: all lines are alike, so the number of pages is known before the first is set. */
const lineHeight = 31
const firstTop = 312
const nextTop = 118
const bottom = page.height - 84
const linesOnFirst = Math.floor((bottom - firstTop) / lineHeight)
const linesOnNext = Math.floor((bottom - nextTop) / lineHeight)

const inner = page.width - 2 * page.border
const columns = { when: page.border, what: page.border + 118, amount: 352, balance: 452 }
const figureWidth = page.width - page.border - columns.balance

export function pagesOf(lineCount: number): number {
  return 1 + Math.max(0, Math.ceil((lineCount - linesOnFirst) / linesOnNext))
}

export type StatementOrder = { statement: CustomerStatement; facts: DocumentFacts }

/** The statement, set page by page while it is read; its lines come in pieces. */
export const statementSetter = {
  about({ statement, facts: { operator: author, language, at } }: StatementOrder) {
    return {
      title: `${documentWords[language].statement} ${statement.days.from} ${statement.days.to}`,
      author,
      language,
      at,
    }
  },
  set: (paper: Paper, { statement, facts }: StatementOrder, pieces: AsyncIterable<Line[]>) =>
    setStatement(paper, statement, facts, pieces),
}

async function setStatement(
  paper: Paper,
  statement: CustomerStatement,
  facts: DocumentFacts,
  pieces: AsyncIterable<Line[]>,
) {
  const words = documentWords[facts.language]
  const pages = pagesOf(statement.lineCount)
  await prepareWords(paper, statement, facts)
  let number = 1
  let place = 0
  let top = firstTop
  setHead(paper, statement, facts)
  setColumns(paper, words, firstTop - 24)
  setFoot(paper, facts, words.page(number, pages))
  if (statement.lineCount === 0) paper.text(words.none, page.border, top + 8, { size: 10, ink: 'soft' })
  for await (const lines of pieces) {
    await paper.prepare(
      lines.map((line) => line.name ?? ''),
      450,
    )
    for (const line of lines) {
      if (place === (number === 1 ? linesOnFirst : linesOnNext)) {
        await paper.nextPage()
        number += 1
        place = 0
        top = nextTop
        setRunningHead(paper, statement, facts)
        setColumns(paper, words, nextTop - 24)
        setFoot(paper, facts, words.page(number, pages))
      }
      setLine(paper, line, facts.language, top + place * lineHeight)
      await paper.pause()
      place += 1
    }
  }
  paper.end()
}

/** Loads what all pages need; names of lines are loaded with them. */
async function prepareWords(paper: Paper, statement: CustomerStatement, facts: DocumentFacts) {
  const words = documentWords[facts.language]
  const months = Array.from({ length: 12 }, (_, month) => formatMoment(new Date(Date.UTC(2026, month, 15)), words))
  const figures = '0123456789.,:−+- RpABCDEF·'
  const texts = Object.values(words).filter((word) => typeof word === 'string')
  const days = daysOf(statement, facts.language)
  await paper.prepare(
    [...texts, ...months, figures, days, words.page(1, 1), facts.operator, facts.name, facts.phone],
    450,
  )
  const bold = [words.statement, words.when, words.what, words.amount, words.balance]
  await paper.prepare([...bold, figures, facts.operator], 700)
}

function daysOf(statement: CustomerStatement, language: DocumentLanguage): string {
  const words = documentWords[language]
  const [from, to] = [statement.days.from, statement.days.to].map((day) => formatDate(startOfDay(day), words))
  return from === to ? from! : `${from} ${words.to} ${to}`
}

function setHead(paper: Paper, statement: CustomerStatement, facts: DocumentFacts) {
  const words = documentWords[facts.language]
  const left = page.border
  paper.text(facts.operator, left, 46, { size: 13, weight: 700, ink: 'accent' })
  paper.text(words.statement, left, 70, { size: 24, weight: 700 })
  paper.text(daysOf(statement, facts.language), left, 104, { size: 11, ink: 'soft' })
  const about: [string, string][] = [
    [words.holder, facts.name],
    [words.phone, facts.phone],
    [words.made, formatMoment(facts.at, words)],
  ]
  for (const [row, [label, value]] of about.entries()) {
    paper.text(label, left, 134 + row * 17, { size: 9.5, ink: 'soft', width: 110 })
    paper.text(value, columns.what, 134 + row * 17, { size: 9.5, width: inner - 118 })
  }
  paper.rule(196)
  const figures: [string, bigint][] = [
    [words.opening, statement.openingMinor],
    [words.incoming, statement.inMinor],
    [words.outgoing, statement.outMinor],
    [words.closing, statement.closingMinor],
  ]
  const width = inner / figures.length
  for (const [at, [label, minor]] of figures.entries()) {
    const x = left + at * width
    paper.text(label, x, 208, { size: 9, ink: 'soft', width: width - 8 })
    const last = at === figures.length - 1
    paper.text(formatRupiah(minor, words), x, 223, { size: 12, weight: last ? 700 : 450, width: width - 8 })
  }
  paper.text(words.zone, left, 254, { size: 8.5, ink: 'soft', width: inner })
}

function setRunningHead(paper: Paper, statement: CustomerStatement, facts: DocumentFacts) {
  const words = documentWords[facts.language]
  paper.text(facts.operator, page.border, 46, { size: 10, weight: 700, ink: 'accent' })
  paper.text(`${words.statement} · ${facts.name}`, page.border, 62, { size: 9, ink: 'soft', width: 260 })
  paper.text(daysOf(statement, facts.language), 320, 62, {
    size: 9,
    ink: 'soft',
    align: 'right',
    width: page.width - page.border - 320,
  })
}

function setColumns(paper: Paper, words: (typeof documentWords)['en'], y: number) {
  const style = { size: 9, weight: 700, ink: 'soft' } as const
  paper.text(words.when, columns.when, y, style)
  paper.text(words.what, columns.what, y, style)
  paper.text(words.amount, columns.amount, y, { ...style, align: 'right', width: figureWidth })
  paper.text(words.balance, columns.balance, y, { ...style, align: 'right', width: figureWidth })
  paper.rule(y + 17)
}

function setLine(paper: Paper, line: Line, language: DocumentLanguage, y: number) {
  const words = documentWords[language]
  const width = columns.amount - columns.what - 8
  const what = words[line.what]
  paper.text(formatMoment(line.at, words), columns.when, y + 4, { size: 9, ink: 'soft', width: 112 })
  paper.text(line.name ?? what, columns.what, y + 1, { size: 10, width })
  const below = [line.name ? what : '', line.reference ?? ''].filter(Boolean).join(' · ')
  paper.text(below, columns.what, y + 14, { size: 8, ink: 'soft', width })
  const ink = line.amountMinor > 0n ? 'good' : 'ink'
  const figure = { size: 10, align: 'right', width: figureWidth } as const
  paper.text(formatRupiah(line.amountMinor, words, true), columns.amount, y + 4, { ...figure, ink })
  paper.text(formatRupiah(line.balanceMinor, words), columns.balance, y + 4, figure)
  paper.rule(y + lineHeight - 4)
}

function setFoot(paper: Paper, facts: DocumentFacts, pageWords: string) {
  const y = page.height - 56
  paper.text(facts.operator, page.border, y, { size: 8.5, ink: 'soft' })
  paper.text(pageWords, page.border, y, { size: 8.5, ink: 'soft', align: 'right', width: inner })
}
