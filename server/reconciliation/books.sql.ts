import { bigintArray, intArray, textArray, uuidArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { BreakState } from './life-cycles.ts'
import type { Break, BreakKind, Match, OurRecord, TheirRecord } from './match.ts'
import type { Statement } from './statement.ts'

export type Source = { name: string; currency: string; beginsAt: Date; openingDifference: bigint | null }

const sourceColumns = (db: Db) => db`
  name, currency, begins_at as "beginsAt", opening_difference as "openingDifference"`

export async function insertSource(db: Db, source: { name: string; currency: string; beginsAt: Date }): Promise<void> {
  await db`
    insert into settlement_source (name, currency, begins_at)
    values (${source.name}, ${source.currency}, ${source.beginsAt}) on conflict (name) do nothing`
}

export async function selectSource(db: Db, name: string): Promise<Source> {
  const [row] = await db<Source[]>`select ${sourceColumns(db)} from settlement_source where name = ${name}`
  return row!
}

/** One statement or deed of a source at a time. */
export async function lockSource(tx: Tx, name: string): Promise<Source> {
  const [row] = await tx<Source[]>`
    select ${sourceColumns(tx)} from settlement_source where name = ${name} for no key update`
  return row!
}

export async function updateOpeningDifference(tx: Tx, name: string, differenceMinor: bigint): Promise<void> {
  await tx`update settlement_source set opening_difference = ${differenceMinor} where name = ${name}`
}

export type StatementRow = {
  id: string
  statementId: string
  digest: Buffer
  account: string
  day: string
  closing: bigint
  records: number
}

const statementColumns = (db: Db) => db`
  id, statement_id as "statementId", digest, account, day::text, closing, records`

/** What could stand in the way of a new statement: the same name, the same day, and any other for its account. */
export async function selectRivals(db: Db, source: string, statementId: string, day: string) {
  return db<StatementRow[]>`
    (select ${statementColumns(db)} from settlement_statement where source = ${source} and statement_id = ${statementId})
    union
    (select ${statementColumns(db)} from settlement_statement where source = ${source} and day = ${day}::date)
    union
    (select ${statementColumns(db)} from settlement_statement where source = ${source} order by day limit 1)`
}

export async function selectStatementOfDay(db: Db, source: string, day: string): Promise<StatementRow | undefined> {
  const [row] = await db<StatementRow[]>`
    select ${statementColumns(db)} from settlement_statement where source = ${source} and day = ${day}::date`
  return row
}

export type NewStatement = {
  id: string
  source: string
  digest: Buffer
  format: string
  content: Buffer
  staffId: string | null
  receivedAt: Date
}

export async function insertStatement(tx: Tx, statement: Statement, about: NewStatement): Promise<void> {
  await tx`
    insert into settlement_statement (id, source, statement_id, digest, account, currency, day, opening, closing, records,
      format, content, staff_id, received_at)
    values (${about.id}, ${about.source}, ${statement.statementId}, ${about.digest}, ${statement.account},
      ${statement.currency}, ${statement.day}::date, ${statement.openingMinor}, ${statement.closingMinor},
      ${statement.lines.length}, ${about.format}, ${about.content}, ${about.staffId}, ${about.receivedAt})`
}

export async function insertRecords(tx: Tx, statement: Statement, about: NewStatement, ids: string[]): Promise<void> {
  const { lines } = statement
  await tx`
    insert into settlement_record (id, source, statement_id, line, reference, bank_reference, account, amount, currency,
      booked_on, value_on, remittance)
    select r.id, ${about.source}, ${about.id}, r.line, r.reference, r.bank_reference, r.account, r.amount,
      ${statement.currency}, r.booked_on, r.value_on, r.remittance
    from unnest(${uuidArray(ids)}::uuid[], ${textArray(lines.map((line) => line.reference))}::text[],
      ${textArray(lines.map((line) => line.bankReference))}::text[], ${textArray(lines.map((line) => line.account))}::text[],
      ${bigintArray(lines.map((line) => line.amountMinor))}::bigint[], ${textArray(lines.map((line) => line.bookedOn))}::text[]::date[],
      ${textArray(lines.map((line) => line.valueOn))}::text[]::date[], ${textArray(lines.map((line) => line.text))}::text[])
      with ordinality r (id, reference, bank_reference, account, amount, booked_on, value_on, remittance, line)`
}

/**
 * The last day up to which nothing is missing since reconciliation began; null before the first statement. A bank may have
 * no statement for a day without bookings: the next one then opens with what the last one closed with.
 */
export async function selectThrough(db: Db, source: string): Promise<string | null> {
  const [row] = await db<{ through: string | null }[]>`
    select max(day)::text as through from (
      select day, bool_and(follows) over (order by day) as whole from (
        select day, coalesce(day = lag(day) over days + 1 or opening = lag(closing) over days, true) as follows
        from settlement_statement where source = ${source} window days as (order by day)
      ) steps
    ) reached where whole`
  return row!.through
}

/** The days from one to another of which there is no statement, oldest first. */
export async function selectMissingDays(
  db: Db,
  source: string,
  { from, to, limit }: { from: string; to: string; limit: number },
): Promise<string[]> {
  const rows = await db<{ day: string }[]>`
    select asked::date::text as day from generate_series(${from}::date, ${to}::date, interval '1 day') asked
    where not exists (select from settlement_statement s where s.source = ${source} and s.day = asked::date)
    order by 1 limit ${limit}`
  return rows.map(({ day }) => day)
}

/**
 * Credits and lines whose books were put right by a correction are settled and take no part any more. What was put right
 * of a duplicate is that line alone.
 */
export async function selectOurs(db: Db, source: Source): Promise<OurRecord[]> {
  return db<OurRecord[]>`
    select c.reference, c.bank_reference as "bankReference", c.virtual_account as account, c.amount as "amountMinor",
      (coalesce(c.transferred_at, c.received_at) at time zone 'Asia/Jakarta')::date::text as day
    from bank_credit c
    where c.received_at >= ${source.beginsAt} and c.currency = ${source.currency}
      and not exists (select from settlement_match m where m.source = ${source.name} and m.our_reference = c.reference)
      and not exists (select from settlement_break b
        where b.source = ${source.name} and b.our_reference = c.reference and b.state = 'corrected' and b.kind <> 'duplicate')`
}

export async function selectTheirs(db: Db, source: string): Promise<TheirRecord[]> {
  return db<TheirRecord[]>`
    select r.id, r.reference, r.bank_reference as "bankReference", r.account, r.amount as "amountMinor",
      r.booked_on::text as "bookedOn", r.value_on::text as "valueOn"
    from settlement_record r
    where r.source = ${source}
      and not exists (select from settlement_match m where m.record_id = r.id)
      and not exists (select from settlement_break b where b.record_id = r.id and b.state = 'corrected')`
}

/** Credits that have had their line, or were put right without it: what still comes for one of them is not missing here. */
export async function selectSettled(db: Db, source: string, references: string[]): Promise<Set<string>> {
  const rows = await db<{ reference: string }[]>`
    select our_reference as reference from settlement_match
    where source = ${source} and our_reference = any (${textArray(references)}::text[])
    union
    select our_reference from settlement_break
    where source = ${source} and our_reference = any (${textArray(references)}::text[]) and state = 'corrected'
      and kind <> 'duplicate'`
  return new Set(rows.map(({ reference }) => reference))
}

export async function insertMatches(tx: Tx, source: string, matches: Match[], at: Date): Promise<void> {
  await tx`
    insert into settlement_match (record_id, source, our_reference, rule, days_late, matched_at)
    select m.record_id, ${source}, m.our_reference, m.rule, m.days_late, ${at}
    from unnest(${uuidArray(matches.map((match) => match.recordId))}::uuid[],
      ${textArray(matches.map((match) => match.ourReference))}::text[],
      ${textArray(matches.map((match) => match.rule))}::text[],
      ${intArray(matches.map((match) => match.daysLate))}::int[]) m (record_id, our_reference, rule, days_late)`
}

export type OpenBreak = {
  id: string
  kind: BreakKind
  recordId: string | null
  ourReference: string | null
  amount: bigint
  state: BreakState
}

export async function lockOpenBreaks(tx: Tx, source: string): Promise<OpenBreak[]> {
  return tx<OpenBreak[]>`
    select id, kind, record_id as "recordId", our_reference as "ourReference", amount, state from settlement_break
    where source = ${source} and state in ('open', 'explained') order by id for no key update`
}

export async function insertBreaks(
  tx: Tx,
  source: Source,
  breaks: (Break & { id: string })[],
  openedAt: Date,
): Promise<void> {
  await tx`
    insert into settlement_break (id, source, kind, record_id, our_reference, amount, currency, day, opened_at)
    select b.id, ${source.name}, b.kind, b.record_id, b.our_reference, b.amount, ${source.currency}, b.day, ${openedAt}
    from unnest(${uuidArray(breaks.map(({ id }) => id))}::uuid[], ${textArray(breaks.map(({ kind }) => kind))}::text[],
      ${uuidArray(breaks.map(({ recordId }) => recordId))}::uuid[],
      ${textArray(breaks.map(({ ourReference }) => ourReference))}::text[],
      ${bigintArray(breaks.map(({ differenceMinor }) => differenceMinor))}::bigint[],
      ${textArray(breaks.map(({ day }) => day))}::text[]::date[]) b (id, kind, record_id, our_reference, amount, day)`
}

export async function updateBreakKind(tx: Tx, id: string, kind: BreakKind, differenceMinor: bigint): Promise<void> {
  await tx`update settlement_break set kind = ${kind}, amount = ${differenceMinor} where id = ${id}`
}

/** `endedDay`: from this day on bank and books no longer differ by it. */
export async function updateBreakState(
  tx: Tx,
  id: string,
  state: BreakState,
  ended: { at: Date; day: string } | null,
): Promise<void> {
  await tx`
    update settlement_break set state = ${state}, ended_at = ${ended?.at ?? null}, ended_day = ${ended?.day ?? null}::date
    where id = ${id}`
}

export type BreakRow = {
  id: string
  source: string
  kind: BreakKind
  state: BreakState
  day: string
  amount: bigint
  currency: 'IDR'
  recordId: string | null
  ourReference: string | null
  reference: string | null
  proposed: boolean
}

const breakColumns = (db: Db) => db`
  b.id, b.source, b.kind, b.state, b.day::text, b.amount, b.currency, b.record_id as "recordId",
  b.our_reference as "ourReference", coalesce(b.our_reference, r.reference, r.bank_reference) as reference,
  exists (select from correction c where c.break_id = b.id and c.state = 'proposed') as proposed`

export async function selectOpenBreaks(db: Db, source: string, limit: number): Promise<BreakRow[]> {
  return db<BreakRow[]>`
    select ${breakColumns(db)} from settlement_break b left join settlement_record r on r.id = b.record_id
    where b.source = ${source} and b.state in ('open', 'explained') order by b.day, b.id limit ${limit}`
}

export async function selectBreak(db: Db, id: string): Promise<BreakRow | undefined> {
  const [row] = await db<BreakRow[]>`
    select ${breakColumns(db)} from settlement_break b left join settlement_record r on r.id = b.record_id
    where b.id = ${id}`
  return row
}

/** Takes the lock on a break before it is judged. */
export async function lockBreak(tx: Tx, id: string): Promise<BreakRow | undefined> {
  await tx`select from settlement_break where id = ${id} for no key update`
  return selectBreak(tx, id)
}

export type SideRow = {
  reference: string | null
  bankReference: string | null
  account: string | null
  amount: bigint
  day: string
  text: string | null
}

export async function selectRecordSide(db: Db, id: string): Promise<SideRow & { bookedAt: Date }> {
  const [row] = await db<(SideRow & { bookedAt: Date })[]>`
    select reference, bank_reference as "bankReference", account, amount, booked_on::text as day, remittance as text,
      value_on::timestamp at time zone 'Asia/Jakarta' as "bookedAt"
    from settlement_record where id = ${id}`
  return row!
}

export async function selectOurSide(db: Db, reference: string): Promise<SideRow> {
  const [row] = await db<SideRow[]>`
    select c.reference, c.bank_reference as "bankReference", c.virtual_account as account, c.amount,
      (coalesce(c.transferred_at, c.received_at) at time zone 'Asia/Jakarta')::date::text as day, null as text
    from bank_credit c where c.reference = ${reference}`
  return row!
}

/** Whose virtual account this is. */
export async function selectAccountOwner(db: Db, account: string): Promise<string | undefined> {
  const [row] = await db<{ customerId: string }[]>`
    select customer_id as "customerId" from virtual_account where number = ${account}`
  return row?.customerId
}

export type DayRow = {
  day: string
  statementId: string | null
  records: number | null
  uploaded: boolean | null
  receivedAt: Date | null
  matched: number
  openBreaks: number
}

export async function selectDays(db: Db, source: string, limit: number): Promise<DayRow[]> {
  return db<DayRow[]>`
    select d.day::text, s.statement_id as "statementId", s.records, s.staff_id is not null as uploaded,
      s.received_at as "receivedAt",
      (select count(*)::int from settlement_match m join settlement_record r on r.id = m.record_id where r.statement_id = s.id) as matched,
      (select count(*)::int from settlement_break b
        where b.source = ${source} and b.day = d.day and b.state in ('open', 'explained')) as "openBreaks"
    from (select day from settlement_statement where source = ${source}
      union select day from client_money_day where source = ${source}) d
    left join settlement_statement s on s.source = ${source} and s.day = d.day
    order by d.day desc limit ${limit}`
}
