import type { Jobs } from '../platform/jobs.ts'
import { isRefusal } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { dayOf } from '../policy/calendar.ts'
import { selectMissingDays, selectSource, selectThrough } from './books.sql.ts'
import { booksSignal, fetchDay, type ReconciliationDeps } from './reconciliation.ts'

/** Most days that one run catches up with. */
const maximumDaysFetched = 31
const dayMs = 86_400_000

/** When the worker runs it, in UTC: 02:30 in Jakarta, when the bank has closed its day; again where it was late. */
export const reconciliationCrontab = '30 19,22 * * * reconcile_bank'

/**
 * `reconcile_past` is for the days that lie before the wallet's first start, as the demo world has them: nobody was there
 * to be alarmed. The page shows their differences, and what is still open is an alarm again with the first day after.
 */
export function reconciliationJobs(deps: ReconciliationDeps): Jobs {
  return {
    reconcile_bank: () => catchUp(deps),
    reconcile_past: () => catchUp({ ...deps, alarmsFrom: dayOf(deps.clock.now()) }),
  }
}

/**
 * Fetches each statement up to yesterday's that is not here yet, in order. A day that has none (yet) does not keep those
 * after it from coming, and is asked for again at the next run, until a later statement shows that nothing is missing.
 */
export async function catchUp(deps: ReconciliationDeps): Promise<void> {
  const { sql, clock, log, source } = deps
  const { beginsAt } = await selectSource(sql, source.name)
  const through = await selectThrough(sql, source.name)
  const from = through === null ? dayOf(beginsAt) : daysAfter(through, 1)
  const yesterday = daysAfter(dayOf(clock.now()), -1)
  const missing = await selectMissingDays(sql, source.name, { from, to: yesterday, limit: maximumDaysFetched })
  // Yesterday's again where it is here: its credits may have come since.
  const days = missing.length < maximumDaysFetched ? [...new Set([...missing, yesterday])] : missing
  for (const day of days) {
    const taken = await fetchDay(deps, day, null)
    if (isRefusal(taken)) {
      log.error({ source: source.name, day, refusal: taken }, 'no statement of the bank')
      if (taken.refused === 'bank_unreachable') throw new Error('the bank does not answer')
      // Everything begins with the first one: no other is taken before it.
      if (through === null && day === from) return
      continue
    }
    log.info({ source: source.name, ...taken }, 'statement matched')
    await tell(sql, [booksSignal])
  }
}

function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)
}
