import type { Refusal } from '../../contract/refusals.ts'
import type { Reply } from '../../contract/route.ts'
import type { FoundPerson, searchDesk } from '../../contract/search.ts'
import { requirePermission } from '../identity/permissions.ts'
import { referenceOf } from '../payments/history.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Sql } from '../platform/database.ts'
import { toMoney } from '../platform/money.ts'
import { excerptOf } from './excerpt.ts'
import { nearTerms } from './near-names.ts'
import {
  type FoundCaseRow,
  type FoundMessageRow,
  type FoundPaymentRow,
  findCaseOfNumber,
  findCases,
  findCustomers,
  findMessages,
  findPayments,
} from './search.sql.ts'
import { type Terms, termsOfName, termsOfText, toTsQuery } from './search-words.ts'

export type Finds = Reply<typeof searchDesk>

/** A case's number as it is read out or pasted, with words around it; without its letters only alone. */
const caseNumber = /(?<![\p{L}\p{Nd}])DC[ -]?(\d{4})[ -]?(\d{1,6})(?!\d)|^(\d{4})-(\d{1,6})$/iu
/** A person's name keeps its first letter. */
const shownLetters = 1
/** Figures of a phone number that are shown, from its end. */
const shownFigures = 3

/**
 * What holds all the words of a question, newest first, by kinds. Cases and messages are for who works on cases,
 * customers for who may read them, transactions for who may see their money; a kind that the role may not see is null.
 * Where nothing is written like the question, names that are one slip away (`near`).
 * Somebody whose conversation the agent does not have is masked. Refusals: permission_missing, where the role may see none
 * of it.
 */
export async function search(sql: Sql, actor: StaffActor, question: string, limit: number): Promise<Finds | Refusal> {
  const mayWork = actor.permissions.has('case.work')
  const mayRead = actor.permissions.has('customer.read')
  const maySeeMoney = mayRead && actor.permissions.has('customer.money')
  const maySeePhone = actor.permissions.has('customer.contact')
  if (!mayWork && !mayRead) return requirePermission(actor, 'case.work')!
  const found = await findAll(termsOfText(question), termsOfName(question))
  if (countOf(found) > 0) return { ...found, near: false }
  const names = await nearTerms(sql, question)
  const near = names && (await findAll([], names))
  return near ? { ...near, near: countOf(near) > 0 } : { ...found, near: false }

  async function findAll(texts: Terms, names: Terms): Promise<Omit<Finds, 'near'>> {
    const [byText, byName] = [toTsQuery(texts), toTsQuery(names)]
    const { staffId } = actor
    const ask = <T>(may: boolean, query: string | undefined, find: (query: string) => Promise<T[]>) =>
      !may ? null : query ? find(query) : []
    const [cases, messages, payments, customers] = await Promise.all([
      mayWork ? allCases(sql, staffId, question, byName, limit) : null,
      ask(mayWork, byText, (query) => findMessages(sql, staffId, query, limit)),
      ask(maySeeMoney, byName, (query) => findPayments(sql, staffId, query, limit)),
      ask(mayRead, byName, (query) => findCustomers(sql, staffId, query, limit)),
    ])
    return {
      cases: cases?.map(toCase) ?? null,
      messages: messages?.map((row) => toMessage(row, texts)) ?? null,
      payments: payments?.map(toPayment) ?? null,
      customers:
        customers?.map((row) => ({
          customer: personOf(row),
          phone: maySeePhone ? (row.ownCaseId ? row.phone : `…${row.phone.slice(-shownFigures)}`) : null,
          caseId: row.ownCaseId,
        })) ?? null,
    }
  }
}

const countOf = (found: Omit<Finds, 'near'>) =>
  Object.values(found).reduce((count, finds) => count + (finds?.length ?? 0), 0)

/** A number that is read out names its case at once, also before it is in the index. */
async function allCases(sql: Sql, staffId: string, question: string, query: string | undefined, limit: number) {
  const [, asked, last, bareYear, bareLast] = caseNumber.exec(question.trim()) ?? []
  const [year, figures] = [asked ?? bareYear, last ?? bareLast]
  if (year) return findCaseOfNumber(sql, staffId, `DC-${year}-${figures!.padStart(6, '0')}`)
  return query ? findCases(sql, staffId, query, limit) : []
}

type Person = { customerId: string; customerName: string; ownCaseId: string | null }

function personOf({ customerId, customerName, ownCaseId }: Person): FoundPerson {
  const masked = ownCaseId === null
  return { id: customerId, name: masked ? maskName(customerName) : customerName, masked }
}

/** Budi Santoso is B*** S***: enough to recognise whom one talks with, too little to look people up. */
export function maskName(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  return words.map((word) => `${[...word].slice(0, shownLetters).join('')}***`).join(' ')
}

function toCase({ at, customerId, customerName, ownCaseId, ...row }: FoundCaseRow) {
  return {
    ...row,
    topic: row.topic as Exclude<Finds['cases'], null>[number]['topic'],
    customer: personOf({ customerId, customerName, ownCaseId }),
    at: at.toISOString(),
  }
}

function toMessage({ at, text, customerId, customerName, ownCaseId, ...row }: FoundMessageRow, terms: Terms) {
  const customer = personOf({ customerId, customerName, ownCaseId })
  return { ...row, customer, excerpt: excerptOf(text, terms, customer.masked), at: at.toISOString() }
}

function toPayment({ at, amountMinor, counterparty, customerId, customerName, ownCaseId, ...row }: FoundPaymentRow) {
  const customer = personOf({ customerId, customerName, ownCaseId })
  return {
    ...row,
    reference: referenceOf(row.paymentId),
    amount: amountMinor === null ? null : toMoney(amountMinor, 'IDR'),
    counterparty: customer.masked ? null : counterparty,
    customer,
    at: at.toISOString(),
  }
}
