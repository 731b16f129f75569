import type { z } from 'zod'
import type * as contract from '../../contract/reconciliation.ts'
import type { Reply } from '../../contract/route.ts'
import { readOperations } from '../audit/operations.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import { toMoney } from '../platform/money.ts'
import { refuse } from '../platform/refusals.ts'
import { dayOf } from '../policy/calendar.ts'
import {
  type BreakRow,
  type SideRow,
  selectBreak,
  selectDays,
  selectOpenBreaks,
  selectOurSide,
  selectRecordSide,
  selectSource,
} from './books.sql.ts'
import { type MoneyRow, selectMoneyDays } from './client-money.sql.ts'
import { selectCorrections } from './correction.sql.ts'
import { readTemplates } from './correction.ts'
import { daysBetween } from './match.ts'

const daysShown = 62
const breaksShown = 500
const currency = 'IDR'

export type ViewDeps = { sql: Sql; clock: Clock; sourceName: string }

/** The latest days and all that is open. Refuses without the permission. */
export async function readReconciliation({ sql, clock, sourceName }: ViewDeps, actor: StaffActor) {
  const forbidden = requirePermission(actor, 'reconciliation.work')
  if (forbidden) return forbidden
  const [source, days, money, breaks] = await Promise.all([
    selectSource(sql, sourceName),
    selectDays(sql, sourceName, daysShown),
    selectMoneyDays(sql, sourceName, daysShown),
    selectOpenBreaks(sql, sourceName, breaksShown),
  ])
  const moneyOf = new Map(money.map((row) => [row.day, row]))
  const latest = money.find((row) => row.state !== 'no_statement')
  const differs = latest?.state === 'explained' || latest?.state === 'unexplained'
  return {
    bank: sourceName,
    alarm: differs ? latest.day : null,
    openingDifference: source.openingDifference === null ? null : toMoney(source.openingDifference, currency),
    days: days.map((row) => {
      const figures = moneyOf.get(row.day)
      return {
        day: row.day,
        statement: row.statementId
          ? {
              id: row.statementId,
              records: row.records!,
              uploaded: row.uploaded!,
              receivedAt: row.receivedAt!.toISOString(),
            }
          : null,
        matched: row.matched,
        openBreaks: row.openBreaks,
        clientMoney: figures ? showMoney(figures) : null,
      }
    }),
    breaks: breaks.map((row) => showBreak(row, clock.now())),
  } satisfies Reply<typeof contract.readReconciliation>
}

function showMoney(row: MoneyRow): z.input<typeof contract.clientMoney> {
  const shown = (minor: bigint | null) => (minor === null ? null : toMoney(minor, currency))
  return {
    state: row.state,
    atBank: toMoney(row.bank, currency),
    customers: toMoney(row.customers, currency),
    merchants: toMoney(row.merchants, currency),
    fees: toMoney(row.fees, currency),
    suspense: toMoney(row.suspense, currency),
    opening: toMoney(row.opening, currency),
    statementClosing: shown(row.statementClosing),
    difference: shown(row.difference),
    explained: shown(row.explained),
    computedAt: row.computedAt.toISOString(),
  }
}

function showBreak(row: BreakRow, now: Date) {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    day: row.day,
    ageDays: Math.max(0, daysBetween(row.day, dayOf(now))),
    difference: toMoney(row.amount, row.currency),
    reference: row.reference,
    proposed: row.proposed,
  }
}

/** One break with both sides. Refuses without the permission, and where there is none. */
export async function readBreak({ sql, clock }: ViewDeps, actor: StaffActor, breakId: string) {
  const forbidden = requirePermission(actor, 'reconciliation.work')
  if (forbidden) return forbidden
  const row = await selectBreak(sql, breakId)
  if (!row) return refuse('not_found', {})
  const [bank, ours, templates, corrections, events] = await Promise.all([
    row.recordId ? selectRecordSide(sql, row.recordId) : null,
    row.ourReference ? selectOurSide(sql, row.ourReference) : null,
    readTemplates(sql, row),
    selectCorrections(sql, breakId),
    readOperations(sql, breakId),
  ])
  return {
    row: showBreak(row, clock.now()),
    bank: bank && showSide(bank),
    ours: ours && showSide(ours),
    templates,
    corrections: corrections.map((correction) => ({
      id: correction.id,
      template: correction.template,
      amount: toMoney(correction.amount, correction.currency),
      reason: correction.reason,
      state: correction.state,
      proposedBy: correction.proposedByName,
      own: correction.proposedBy === actor.staffId,
      decidedBy: correction.decidedByName,
    })),
    events: events.map(({ at, actor: by, action, reason }) => ({ at: at.toISOString(), actor: by, action, reason })),
  } satisfies Reply<typeof contract.readBreak>
}

function showSide({ amount, reference, bankReference, account, day, text }: SideRow) {
  return { reference, bankReference, account, day, text, amount: toMoney(amount, currency) }
}
