import type { Money } from '../../contract/money.ts'
import type { PaymentStory } from '../../contract/payments.ts'
import { toMinor } from '../platform/money.ts'
import { type Paper, page } from '../platform/paper.ts'
import type { DocumentFacts } from './statement.pdf.ts'
import { documentWords, formatMoment, formatRupiah, type Words } from './statement.words.ts'

const labelWidth = 150
const valueWidth = page.width - 2 * page.border - labelWidth

export type ReceiptOrder = { payment: PaymentStory; facts: DocumentFacts }

/** One transaction on one page, with the words of the app's own page about it. */
export const receiptSetter = {
  about({ payment, facts: { operator: author, language, at } }: ReceiptOrder) {
    return { title: `${documentWords[language].receipt} ${payment.reference}`, author, language, at }
  },
  set: (paper: Paper, { payment, facts }: ReceiptOrder) => setReceipt(paper, payment, facts),
}

function factsOf(
  payment: PaymentStory,
  { name, language, at }: DocumentFacts,
): { amount: string; rows: [string, string][] } {
  const words = documentWords[language]
  const say = (money: Money) => formatRupiah(toMinor(money.amount, money.currency), words)
  const incoming = payment.direction === 'in'
  const other = payment.counterparty ?? unknownPayee(payment) ?? '—'
  const rows: [string, string][] = [
    [words.state, stateOf(payment, words)],
    [words.when, formatMoment(new Date(payment.at), words)],
    [words.what, whatOf(payment, words)],
    [words.from, incoming ? other : name],
    [words.payee, incoming ? name : other],
    ...(payment.fee && toMinor(payment.fee.amount, payment.fee.currency) > 0n
      ? ([[words.fee, say(payment.fee)]] as [string, string][])
      : []),
    ...(payment.note ? ([[words.note, payment.note]] as [string, string][]) : []),
    [words.paymentReference, payment.reference],
    [words.made, formatMoment(at, words)],
  ]
  return { amount: payment.amount ? say(payment.amount) : '—', rows }
}

/** What became of it: money that is kept was not refused, and what was to be sent was not "paid". */
function stateOf({ kind, state, direction, refusal }: PaymentStory, words: Words): string {
  if (state === 'paid') return direction === 'in' ? words.got : kind === 'send' ? words.sent : words.paid
  if (refusal?.code === 'balance_ceiling')
    return words[keptStates.find((kept) => kept === refusal.figures.state) ?? 'kept']
  return kind === 'send' ? words.notSent : words.refused
}

const keptStates = ['credited', 'returning', 'returned'] as const

/** What was done; of what came to nothing, what was to be done. */
function whatOf({ kind, state, direction }: PaymentStory, words: Words): string {
  if (state !== 'paid') return words[({ send: 'sending', shop: 'paying', top_up: 'transfer' } as const)[kind]]
  return direction === 'in' && kind === 'send' ? words.received : words[kind]
}

/** The number that nobody has, where money was to be sent to it. */
function unknownPayee({ refusal }: PaymentStory): string | undefined {
  return refusal?.code === 'payee_unknown' ? String(refusal.figures.payee) : undefined
}

async function setReceipt(paper: Paper, payment: PaymentStory, facts: DocumentFacts) {
  const words = documentWords[facts.language]
  const { amount, rows } = factsOf(payment, facts)
  await paper.prepare([words.zone, ...rows.flat()], 450)
  await paper.prepare([facts.operator, words.receipt, amount], 700)
  paper.text(facts.operator, page.border, 46, { size: 13, weight: 700, ink: 'accent' })
  paper.text(words.receipt, page.border, 70, { size: 24, weight: 700 })
  paper.text(amount, page.border, 128, { size: 34, weight: 700, width: page.width - 2 * page.border })
  paper.rule(188)
  let y = 206
  for (const [label, value] of rows) {
    paper.text(label, page.border, y, { size: 11, ink: 'soft', width: labelWidth - 12 })
    y = paper.lines(value, page.border + labelWidth, y, { size: 11, width: valueWidth }) + 9
  }
  paper.rule(y + 6)
  paper.text(words.zone, page.border, y + 18, { size: 8.5, ink: 'soft', width: page.width - 2 * page.border })
  paper.end()
}
