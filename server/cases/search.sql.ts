import { intArray, textArray, timeArray, uuidArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'

export type SearchKind = 'message' | 'case' | 'payment' | 'customer'

export type NewSearchEntry = {
  kind: SearchKind
  customerId: string
  subjectId: string
  seq: number
  at: Date
  words: readonly string[]
}

/** Adds rows of one kind at its end; the row lock of the kind hands out the positions. */
export async function insertSearchEntries(tx: Tx, kind: SearchKind, rows: readonly NewSearchEntry[]): Promise<void> {
  if (rows.length === 0) return
  await tx`
    with place as (
      update search_kind set written = written + ${rows.length} where kind = ${kind} returning written - ${rows.length} as first)
    insert into search_entry (kind, position, customer_id, subject_id, seq, at, words)
    select ${kind}, first + ord - 1, n.customer_id, n.subject_id, n.seq, n.at,
      array_to_tsvector(string_to_array(n.words, E'\\n')
        || array[search_block(${kind}, first + ord - 1), search_slice(${kind}, first + ord - 1)])
    from place cross join unnest(
      ${uuidArray(rows.map((row) => row.customerId))}::uuid[], ${uuidArray(rows.map((row) => row.subjectId))}::uuid[],
      ${intArray(rows.map((row) => row.seq))}::int[], ${timeArray(rows.map((row) => row.at))}::timestamptz[],
      ${textArray(rows.map((row) => row.words.join('\n')))}::text[]
    ) with ordinality as n (customer_id, subject_id, seq, at, words, ord)`
}

/** Whether this agent has the customer's conversation now. */
const ownConversation = (db: Db, staffId: string) => db`
  (select s.case_id from support_session s join support_case own on own.id = s.case_id
   where s.agent_id = ${staffId} and s.state = 'active' and own.customer_id = customer.id limit 1)`

type Person = { customerId: string; customerName: string; ownCaseId: string | null }

export type FoundCaseRow = Person & {
  caseId: string
  number: string
  state: 'open' | 'closed'
  topic: string
  category: string
  at: Date
}

const caseColumns = (db: Db, staffId: string) => db`
  c.id as "caseId", c.number, c.state, c.topic, c.category, c.opened_at as at, customer.id as "customerId",
  customer.name as "customerName", ${ownConversation(db, staffId)} as "ownCaseId"`

export async function findCases(db: Db, staffId: string, query: string, limit: number): Promise<FoundCaseRow[]> {
  return db<FoundCaseRow[]>`
    select ${caseColumns(db, staffId)}
    from find_entries('case', ${query}, ${limit}) f
    join support_case c on c.id = f.subject_id join customer on customer.id = c.customer_id
    order by f.position desc`
}

export async function findCaseOfNumber(db: Db, staffId: string, number: string): Promise<FoundCaseRow[]> {
  return db<FoundCaseRow[]>`
    select ${caseColumns(db, staffId)} from support_case c join customer on customer.id = c.customer_id
    where c.number = ${number}`
}

export type FoundMessageRow = Person & {
  caseId: string
  seq: number
  number: string
  kind: 'message' | 'note'
  by: 'customer' | 'agent' | 'system'
  text: string
  at: Date
}

export async function findMessages(db: Db, staffId: string, query: string, limit: number): Promise<FoundMessageRow[]> {
  return db<FoundMessageRow[]>`
    select e.case_id as "caseId", e.seq, c.number, e.kind, e.author_kind as by, coalesce(e.text, '') as text, e.at,
      customer.id as "customerId", customer.name as "customerName", ${ownConversation(db, staffId)} as "ownCaseId"
    from find_entries('message', ${query}, ${limit}) f
    join case_event e on e.case_id = f.subject_id and e.seq = f.seq
    join support_case c on c.id = e.case_id join customer on customer.id = c.customer_id
    order by f.position desc`
}

export type FoundPaymentRow = Person & {
  paymentId: string
  kind: 'send' | 'shop' | 'top_up'
  state: 'paid' | 'refused' | 'abandoned'
  amountMinor: bigint | null
  counterparty: string | null
  caseId: string | null
  at: Date
}

export async function findPayments(db: Db, staffId: string, query: string, limit: number): Promise<FoundPaymentRow[]> {
  return db<FoundPaymentRow[]>`
    select p.id as "paymentId", p.kind, p.state, p.amount as "amountMinor", p.counterparty, p.at,
      (select c.id from case_link l join support_case c on c.id = l.case_id
       where l.target_id = p.id and c.customer_id = p.customer_id order by c.opened_at desc limit 1) as "caseId",
      customer.id as "customerId", customer.name as "customerName", ${ownConversation(db, staffId)} as "ownCaseId"
    from find_entries('payment', ${query}, ${limit}) f
    join payment p on p.customer_id = f.customer_id and p.id = f.subject_id
    join customer on customer.id = p.customer_id
    order by f.position desc`
}

export type FoundCustomerRow = Person & { phone: string }

export async function findCustomers(
  db: Db,
  staffId: string,
  query: string,
  limit: number,
): Promise<FoundCustomerRow[]> {
  return db<FoundCustomerRow[]>`
    select customer.id as "customerId", customer.name as "customerName", customer.phone,
      ${ownConversation(db, staffId)} as "ownCaseId"
    from find_entries('customer', ${query}, ${limit}) f join customer on customer.id = f.subject_id
    order by f.position desc`
}
