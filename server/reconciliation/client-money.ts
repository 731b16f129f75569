import type { Clock } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { dayOf, endOfDay } from '../policy/calendar.ts'
import { type Source, selectStatementOfDay } from './books.sql.ts'
import { type MoneyRow, selectExplained, selectInTransit, selectLedgerAt, upsertMoneyDay } from './client-money.sql.ts'

/** All in minor units. `bank` is what our books say is at the bank; the next five are whose it is. */
export type MoneyFigures = {
  bank: bigint
  customers: bigint
  merchants: bigint
  fees: bigint
  suspense: bigint
  opening: bigint
  statementClosing: bigint | null
  /** What the bank has more than our books, less the difference with which reconciliation began. */
  difference: bigint | null
  explained: bigint | null
}
/** `explained`: there is a difference, and open breaks and money in transit account for all of it. */
export type MoneyState = 'balanced' | 'explained' | 'unexplained' | 'no_statement'

const dayMs = 86_400_000

/** Whether client money is whole: our books in themselves first, then against the bank. Pure. */
export function judgeMoney(figures: MoneyFigures): MoneyState {
  const { bank, customers, merchants, fees, suspense, opening, difference, explained } = figures
  if (bank !== customers + merchants + fees + suspense + opening) return 'unexplained'
  if (difference === null) return 'no_statement'
  if (difference === 0n) return 'balanced'
  return difference === explained ? 'explained' : 'unexplained'
}

/** When a day of the operator's calendar ends. */
export function endOf(day: string): Date {
  return endOfDay(new Date(`${day}T05:00:00Z`))
}

/** Our books at an instant: what we have at the bank, and for whom. */
export async function readLedgerAt(tx: Db, currency: string, before: Date) {
  const totals = await selectLedgerAt(tx, currency, before)
  const of = (purpose: string) => totals[purpose] ?? 0n
  return {
    // The ledger keeps our account at the bank below zero, as the other side of what we owe.
    bank: -of('bank'),
    customers: of('customer'),
    merchants: of('merchant'),
    fees: of('fees'),
    suspense: of('suspense'),
    opening: of('opening'),
  }
}

export type MoneyDeps = {
  clock: Clock
  log: Log
  /** First day whose difference is an alarm; else yesterday. */
  alarmsFrom?: string
}

/**
 * Works out and stores the figure of one day. A difference is an alarm and is logged as an error; one of a day that is
 * only caught up with is the page's to show, for the newest day has it as well until it ends.
 */
export async function compareMoney(
  tx: Tx,
  { clock, log, alarmsFrom }: MoneyDeps,
  source: Source,
  day: string,
): Promise<MoneyState> {
  const end = endOf(day)
  const books = await readLedgerAt(tx, source.currency, end)
  const statement = await selectStatementOfDay(tx, source.name, day)
  const figures: MoneyFigures = { ...books, statementClosing: null, difference: null, explained: null }
  if (statement) {
    figures.statementClosing = statement.closing
    figures.difference = statement.closing - books.bank - (source.openingDifference ?? 0n)
    const inTransit = await selectInTransit(tx, source.beginsAt, end)
    figures.explained = inTransit + (await selectExplained(tx, source.name, day))
  }
  const state = judgeMoney(figures)
  const row: MoneyRow = { ...figures, day, state, computedAt: clock.now() }
  await upsertMoneyDay(tx, source.name, source.currency, row)
  if (state === 'explained' || state === 'unexplained') {
    const { difference, explained } = figures
    const first = alarmsFrom ?? dayOf(new Date(clock.now().getTime() - dayMs))
    log[day < first ? 'info' : 'error'](
      { source: source.name, day, state, differenceMinor: String(difference), explainedMinor: String(explained) },
      'client money differs from the bank',
    )
  }
  return state
}
