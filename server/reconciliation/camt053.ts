import { readFileSync } from 'node:fs'
import { ParseOption, XmlDocument, type XmlElement, XmlLibError, XsdValidator } from 'libxml2-wasm'
import { currencyDecimals } from '../../contract/money.ts'
import { refuse } from '../platform/refusals.ts'
import { dayOf } from '../policy/calendar.ts'
import type { Statement, StatementLine, Unreadable } from './statement.ts'

// ISO 20022 camt.053.001.08, the bank-to-customer statement: one statement of one account and one day in a file.

const namespaces = { c: 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08' }
/** Nothing is fetched and nothing outside the file is read, whatever the file asks for. */
const parseOption = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE
const notProvided = 'NOTPROVIDED'

let validator: XsdValidator | undefined

function schema(): XsdValidator {
  validator ??= XsdValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(new URL('camt053.xsd', import.meta.url))))
  return validator
}

/** What is wrong with the file, found while it is read; becomes the refusal. */
class Fault extends Error {
  readonly reason: Unreadable['figures']['reason']
  readonly line: number
  constructor(reason: Unreadable['figures']['reason'], line: number) {
    super(reason)
    this.reason = reason
    this.line = line
  }
}

/**
 * Reads one camt.053.001.08 file. Refused: text that is not UTF-8 or declares a document type (`xml`; entities are how
 * XML reaches for other files and grows without bound), what the schema forbids (`schema`), and what is allowed by the
 * schema and of no use (`content`): several statements, no opening or closing balance, entries that are not booked, or
 * another currency than the account's.
 */
export function readCamt053(bytes: Buffer): Statement | Unreadable {
  try {
    const document = parse(bytes)
    try {
      return readDocument(document.root)
    } finally {
      document.dispose()
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return refuse('statement_unreadable', { reason: error.reason, line: error.line })
  }
}

function parse(bytes: Buffer): XmlDocument {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Fault('xml', 0)
  }
  const declared = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1]
  // Text with zeros is of a wider encoding, which the parser would recognise by itself and we would not see through.
  if (
    text.includes('\0') ||
    text.includes('<!DOCTYPE') ||
    (declared !== undefined && declared.toLowerCase() !== 'utf-8')
  )
    throw new Fault('xml', 0)
  const document = attempt('xml', () => XmlDocument.fromBuffer(Buffer.from(text), { option: parseOption }))
  try {
    attempt('schema', () => schema().validate(document))
  } catch (error) {
    document.dispose()
    throw error
  }
  return document
}

function attempt<T>(reason: Fault['reason'], work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error
    throw new Fault(reason, error.details[0]?.line ?? 0)
  }
}

function readDocument(root: XmlElement): Statement {
  const [statement, ...more] = all(root, 'c:BkToCstmrStmt/c:Stmt')
  if (!statement || more.length > 0) throw new Fault('content', more[0]?.line ?? 0)
  const opening = balance(statement, 'OPBD')
  const closing = balance(statement, 'CLBD')
  const { currency } = closing
  const lines = all(statement, 'c:Ntry').flatMap((entry) => readEntry(entry, currency))
  return {
    statementId: text(statement, 'c:Id')!,
    account: text(statement, 'c:Acct/c:Id/c:IBAN') ?? text(statement, 'c:Acct/c:Id/c:Othr/c:Id')!,
    currency,
    day: closing.day,
    openingMinor: opening.minor,
    closingMinor: closing.minor,
    lines,
  }
}

function balance(statement: XmlElement, code: 'OPBD' | 'CLBD') {
  const found = all(statement, `c:Bal[c:Tp/c:CdOrPrtry/c:Cd="${code}"]`)
  const [element] = found
  if (!element || found.length > 1) throw new Fault('content', (found[1] ?? statement).line)
  const amount = one(element, 'c:Amt')
  const currency = amount.attr('Ccy')!.value
  return { minor: signed(element, amount, currency), currency, day: date(element, 'c:Dt')! }
}

/** An entry that sums up several transactions is read as those; their amounts must then be there and add up to it. */
function readEntry(entry: XmlElement, currency: string): StatementLine[] {
  if (text(entry, 'c:Sts/c:Cd') !== 'BOOK') throw new Fault('content', entry.line)
  const total = signed(entry, one(entry, 'c:Amt'), currency)
  const bookedOn = date(entry, 'c:BookgDt')
  if (!bookedOn) throw new Fault('content', entry.line)
  const about = { bookedOn, valueOn: date(entry, 'c:ValDt') ?? bookedOn }
  const bankReference = text(entry, 'c:AcctSvcrRef')
  const details = all(entry, 'c:NtryDtls/c:TxDtls')
  if (details.length < 2) {
    const [detail] = details
    return [{ ...about, ...readDetail(detail, bankReference), amountMinor: nonZero(total, entry) }]
  }
  const lines = details.map((detail) => {
    const amount = detail.get('c:Amt', namespaces) as XmlElement | null
    if (!amount) throw new Fault('content', detail.line)
    const direction = text(detail, 'c:CdtDbtInd') ? detail : entry
    const amountMinor = nonZero(signed(direction, amount, currency), detail)
    return { ...about, ...readDetail(detail, bankReference), amountMinor }
  })
  if (lines.reduce((sum, line) => sum + line.amountMinor, 0n) !== total) throw new Fault('sums', entry.line)
  return lines
}

function readDetail(detail: XmlElement | undefined, entryReference: string | null) {
  if (!detail) return { reference: null, bankReference: entryReference, account: null, text: null }
  const reference = text(detail, 'c:Refs/c:EndToEndId')
  const creditor = 'c:RltdPties/c:CdtrAcct/c:Id'
  const remittance = all(detail, 'c:RmtInf/c:Ustrd').map((part) => part.content)
  return {
    reference: reference === notProvided ? null : reference,
    bankReference: text(detail, 'c:Refs/c:AcctSvcrRef') ?? entryReference,
    account: text(detail, `${creditor}/c:Othr/c:Id`) ?? text(detail, `${creditor}/c:IBAN`),
    text: remittance.length > 0 ? remittance.join(' ') : null,
  }
}

function signed(holder: XmlElement, amount: XmlElement, currency: string): bigint {
  const decimals = (currencyDecimals as Record<string, number>)[currency]
  if (decimals === undefined || amount.attr('Ccy')!.value !== currency) throw new Fault('content', amount.line)
  const [whole = '', fraction = ''] = amount.content.trim().replace(/^\+/, '').split('.')
  const digits = fraction.replace(/0+$/, '')
  if (digits.length > decimals) throw new Fault('content', amount.line)
  const minor = BigInt((whole || '0') + digits.padEnd(decimals, '0'))
  return text(holder, 'c:CdtDbtInd') === 'DBIT' ? -minor : minor
}

function nonZero(minor: bigint, where: XmlElement): bigint {
  if (minor === 0n) throw new Fault('content', where.line)
  return minor
}

/** The operator's day. A date may carry a zone, which does not move it; a moment is put into the operator's zone. */
function date(holder: XmlElement, path: string): string | null {
  const plain = text(holder, `${path}/c:Dt`)
  if (plain) return plain.slice(0, 'YYYY-MM-DD'.length)
  const moment = text(holder, `${path}/c:DtTm`)
  if (!moment) return null
  return /(Z|[+-]\d\d:\d\d)$/.test(moment) ? dayOf(new Date(moment)) : moment.slice(0, 'YYYY-MM-DD'.length)
}

const all = (from: XmlElement, path: string) => from.find(path, namespaces) as XmlElement[]
const one = (from: XmlElement, path: string) => from.get(path, namespaces) as XmlElement
/** Trimmed; null where there is none. */
const text = (from: XmlElement, path: string) => from.get(path, namespaces)?.content.trim() || null
