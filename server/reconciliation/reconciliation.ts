import { createHash } from 'node:crypto'
import type { Refusal } from '../../contract/refusals.ts'
import { staffActor, systemActor } from '../audit/audit.ts'
import { recordOperation } from '../audit/operations.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { may, move } from '../platform/life-cycle.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import type { Signal } from '../platform/signals.ts'
import { dayOf } from '../policy/calendar.ts'
import {
  insertBreaks,
  insertMatches,
  insertRecords,
  insertSource,
  insertStatement,
  lockBreak,
  lockOpenBreaks,
  lockSource,
  type OpenBreak,
  type Source,
  type StatementRow,
  selectOurs,
  selectRivals,
  selectSettled,
  selectStatementOfDay,
  selectTheirs,
  selectThrough,
  updateBreakKind,
  updateBreakState,
  updateOpeningDifference,
} from './books.sql.ts'
import { compareMoney, type MoneyDeps, readLedgerAt } from './client-money.ts'
import { breakMoves } from './life-cycles.ts'
import { type Break, type Match, matchBooks, type TheirRecord } from './match.ts'
import type { Format, Statement } from './statement.ts'
import { readStatementAside } from './statement-reader.ts'

/** Where statements of a source come from, by day: its file, or why there is none. */
export type FetchStatement = (day: string) => Promise<Buffer | 'unreachable' | 'none'>

/** A counterparty as the wiring knows it; its file is read by one of the parsers. */
export type SourceSettings = { name: string; currency: 'IDR'; format: Format; fetch: FetchStatement }

export type ReconciliationDeps = MoneyDeps & { sql: Sql; ids: Ids; source: SourceSettings }

export type Taken = { day: string; records: number; matched: number; openBreaks: number; known: boolean }

type OpeningDeps = Pick<ReconciliationDeps, 'sql' | 'clock'> & { source: Pick<SourceSettings, 'name' | 'currency'> }

/** Something of the books was changed: finance staff who look at them read them again. */
export const booksSignal: Signal = ['books']

/** From the first start on the source's word is held against ours; what lies before is one opening difference. */
export function openSource({ sql, clock, source }: OpeningDeps): Promise<void> {
  return insertSource(sql, { name: source.name, currency: source.currency, beginsAt: clock.now() })
}

/** A statement that a member of staff hands in. Refuses as `takeStatement` does, and without the permission. */
export async function uploadStatement(
  deps: ReconciliationDeps,
  actor: StaffActor,
  bytes: Buffer,
): Promise<Taken | Refusal> {
  return requirePermission(actor, 'reconciliation.work') ?? takeStatement(deps, bytes, actor)
}

/**
 * Fetches the statement of a day, where it is not here yet, and takes it; else matches and compares again. Refuses with
 * `not_found` where the day has no statement (yet), `bank_unreachable`, or as `takeStatement` does.
 */
export async function reconcileDay(deps: ReconciliationDeps, actor: StaffActor, day: string): Promise<Taken | Refusal> {
  return requirePermission(actor, 'reconciliation.work') ?? fetchDay(deps, day, actor)
}

export async function fetchDay(
  deps: ReconciliationDeps,
  day: string,
  actor: StaffActor | null,
): Promise<Taken | Refusal> {
  const { sql, clock, source } = deps
  if (day >= dayOf(clock.now())) return refuse('not_found', {})
  const known = await selectStatementOfDay(sql, source.name, day)
  if (known) return sql.begin(async (tx) => settle(tx, deps, await lockSource(tx, source.name), known))
  const bytes = await source.fetch(day)
  if (bytes === 'unreachable') return refuse('bank_unreachable', { bank: source.name })
  if (bytes === 'none') return refuse('not_found', {})
  return takeStatement(deps, bytes, actor)
}

/**
 * Takes one statement in: whole or not at all. The same one again changes nothing (`known`); another content under the
 * same name or for the same day is `statement_changed`; one of another account, currency or time is `statement_not_ours`.
 * Then everything that is still open is matched, and client money compared.
 */
export async function takeStatement(
  deps: ReconciliationDeps,
  bytes: Buffer,
  actor: StaffActor | null,
): Promise<Taken | Refusal> {
  const { sql, source: settings } = deps
  const statement = await readStatementAside({ format: settings.format, bytes })
  if (isRefusal(statement)) return statement
  const digest = createHash('sha256').update(bytes).digest()
  return sql.begin(async (tx) => {
    const source = await lockSource(tx, settings.name)
    const rivals = await selectRivals(tx, source.name, statement.statementId, statement.day)
    const same = rivals.find((rival) => rival.statementId === statement.statementId && rival.digest.equals(digest))
    if (same) return settle(tx, deps, source, same)
    const refusal = judgeStatement(statement, source, rivals, dayOf(deps.clock.now()))
    if (refusal) return refusal
    return settle(tx, deps, await store(tx, deps, source, statement, { bytes, digest, actor }), null, statement)
  })
}

/** Why a statement cannot be one of this source's, beside those that we have. Pure. */
export function judgeStatement(
  statement: Pick<Statement, 'statementId' | 'account' | 'currency' | 'day'>,
  source: Pick<Source, 'currency' | 'beginsAt'>,
  rivals: readonly Pick<StatementRow, 'statementId' | 'account' | 'day'>[],
  today: string,
): Refusal | undefined {
  const { statementId, account, currency, day } = statement
  const changed = rivals.find((rival) => rival.statementId === statementId || rival.day === day)
  if (changed) return refuse('statement_changed', { statement: changed.statementId, day: changed.day })
  if (currency !== source.currency) return refuse('statement_not_ours', { reason: 'currency' })
  if (rivals.some((rival) => rival.account !== account)) return refuse('statement_not_ours', { reason: 'account' })
  // The first statement is that of the first day: what came before it would be missing for ever.
  const first = dayOf(source.beginsAt)
  const inTime = rivals.length === 0 ? day === first : day > first
  return inTime && day < today ? undefined : refuse('statement_not_ours', { reason: 'day' })
}

type Received = { bytes: Buffer; digest: Buffer; actor: StaffActor | null }

async function store(
  tx: Tx,
  { clock, ids, source: settings }: ReconciliationDeps,
  source: Source,
  statement: Statement,
  { bytes, digest, actor }: Received,
): Promise<Source> {
  const now = clock.now()
  const about = {
    id: ids(),
    source: source.name,
    digest,
    format: settings.format,
    content: bytes,
    staffId: actor?.staffId ?? null,
    receivedAt: now,
  }
  await insertStatement(tx, statement, about)
  if (statement.lines.length > 0) await insertRecords(tx, statement, about, statement.lines.map(ids))
  await recordOperation(tx, {
    id: ids(),
    at: now,
    actor: actor ? staffActor(actor) : systemActor,
    action: 'statement.taken',
    subjectId: about.id,
    details: { statement: statement.statementId, day: statement.day, records: statement.lines.length },
  })
  if (source.openingDifference !== null) return source
  const books = await readLedgerAt(tx, source.currency, source.beginsAt)
  const openingDifference = statement.openingMinor - books.bank
  await updateOpeningDifference(tx, source.name, openingDifference)
  return { ...source, openingDifference }
}

/** Matches what is open, brings the breaks up to date, and compares client money from this statement's day on. */
async function settle(
  tx: Tx,
  deps: ReconciliationDeps,
  source: Source,
  known: StatementRow | null,
  fresh?: Statement,
): Promise<Taken> {
  const day = known?.day ?? fresh!.day
  const through = (await selectThrough(tx, source.name)) ?? day
  const matched = await settleBooks(tx, deps, source, through)
  for (const later of daysFrom(day, through)) await compareMoney(tx, deps, source, later)
  const openBreaks = (await lockOpenBreaks(tx, source.name)).length
  return { day, records: known?.records ?? fresh!.lines.length, matched, openBreaks, known: known !== null }
}

/** Most days that are compared again when an older statement comes in. */
const maximumDaysCompared = 62
const dayMs = 86_400_000

function daysFrom(day: string, through: string): string[] {
  const first = Date.parse(day)
  const count = Math.max(1, Math.round((Date.parse(through) - first) / dayMs) + 1)
  return Array.from({ length: Math.min(count, maximumDaysCompared) }, (_, index) =>
    new Date(first + index * dayMs).toISOString().slice(0, 10),
  )
}

/** Answers how many were matched now. */
async function settleBooks(tx: Tx, { clock, ids }: ReconciliationDeps, source: Source, through: string) {
  const ours = await selectOurs(tx, source)
  const theirs = await selectTheirs(tx, source.name)
  const references = theirs.flatMap(({ reference }) => reference ?? [])
  const settled = await selectSettled(tx, source.name, references)
  const { matches, breaks } = matchBooks({ ours, theirs, settled, through })
  const now = clock.now()
  const earlier = await lockOpenBreaks(tx, source.name)
  if (matches.length > 0) await insertMatches(tx, source.name, matches, now)
  const known = new Map(earlier.map((item) => [keyOf(item), item]))
  const fresh: (Break & { id: string })[] = []
  for (const found of breaks) {
    const item = known.get(keyOf(found))
    known.delete(keyOf(found))
    if (!item) fresh.push({ ...found, id: ids() })
    else if (item.kind !== found.kind || item.amount !== found.differenceMinor)
      await updateBreakKind(tx, item.id, found.kind, found.differenceMinor)
  }
  if (fresh.length > 0) await insertBreaks(tx, source, fresh, now)
  const bookedOn = bookingDays(theirs, matches, breaks)
  for (const item of known.values()) {
    const day = bookedOn.get(item.recordId ?? '') ?? bookedOn.get(item.ourReference ?? '') ?? through
    await updateBreakState(tx, item.id, move(breakMoves, item.state, 'arrive'), { at: now, day })
    await recordOperation(tx, {
      id: ids(),
      at: now,
      actor: systemActor,
      action: 'break.closed',
      subjectId: item.id,
      details: { day },
    })
  }
  return matches.length
}

/** A break is its two sides; what kind it is may change with time. */
const keyOf = (sides: Pick<OpenBreak, 'recordId' | 'ourReference'>) => `${sides.recordId} ${sides.ourReference}`

/** When the source booked what ended a break, by the line and by our reference. */
function bookingDays(theirs: TheirRecord[], matches: Match[], breaks: Break[]): Map<string, string> {
  const byId = new Map(theirs.map((their) => [their.id, their.bookedOn]))
  const days = new Map<string, string>()
  for (const { recordId, ourReference } of [...breaks, ...matches]) {
    const day = byId.get(recordId ?? '')
    if (day === undefined) continue
    days.set(recordId!, day)
    if (ourReference) days.set(ourReference, day)
  }
  return days
}

/** Writes down why a break is there. Refuses where it has ended. */
export async function explainBreak(
  { sql, clock, ids }: Pick<ReconciliationDeps, 'sql' | 'clock' | 'ids'>,
  actor: StaffActor,
  breakId: string,
  reason: string,
): Promise<Record<string, never> | Refusal> {
  const forbidden = requirePermission(actor, 'reconciliation.work')
  if (forbidden) return forbidden
  return sql.begin(async (tx) => {
    const found = await lockBreak(tx, breakId)
    if (!found) return refuse('not_found', {})
    if (!may(breakMoves, found.state, 'explain')) return refuse('action_not_possible', { reason: found.state })
    await updateBreakState(tx, breakId, move(breakMoves, found.state, 'explain'), null)
    const at = clock.now()
    const deed = { action: 'break.explained', subjectId: breakId, reason }
    await recordOperation(tx, { id: ids(), at, actor: staffActor(actor), ...deed })
    return {}
  })
}
