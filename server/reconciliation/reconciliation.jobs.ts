import type { Jobs } from '../platform/jobs.ts'
import { isRefusal } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { dayOf } from '../policy/calendar.ts'
import { selectSource, selectThrough } from './books.sql.ts'
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

/** Fetches each statement up to yesterday's that is not here yet, in order, and stops at the first that does not come. */
export async function catchUp(deps: ReconciliationDeps): Promise<void> {
  const { sql, clock, log, source } = deps
  const { beginsAt } = await selectSource(sql, source.name)
  const through = await selectThrough(sql, source.name)
  const first = through === null ? dayOf(beginsAt) : dayOf(new Date(Date.parse(through) + dayMs))
  const yesterday = dayOf(new Date(clock.now().getTime() - dayMs))
  // Yesterday's again where it is here: its credits may have come since.
  let day = [first, yesterday].sort()[0]!
  for (let count = 0; day <= yesterday && count < maximumDaysFetched; count += 1) {
    const taken = await fetchDay(deps, day, null)
    if (isRefusal(taken)) {
      log.error({ source: source.name, day, refusal: taken }, 'no statement of the bank')
      if (taken.refused === 'bank_unreachable') throw new Error('the bank does not answer')
      return
    }
    log.info({ source: source.name, ...taken }, 'statement matched')
    await tell(sql, [booksSignal])
    day = dayOf(new Date(Date.parse(day) + dayMs))
  }
}
