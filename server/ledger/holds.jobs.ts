import type { Jobs } from '../platform/jobs.ts'
import { selectDueHolds } from './ledger.sql.ts'
import { submitUnderLocks, type UnderLocksDeps } from './ledger.ts'

const holdsJob = 'ledger_due_holds'
/** Holds that one transaction gives back: it keeps their accounts locked. */
const holdsAtOnce = 100

/** Every minute, by whichever process comes first. */
export const holdsCrontab = `* * * * * ${holdsJob}`

export function holdJobs(deps: UnderLocksDeps): Jobs {
  return { [holdsJob]: () => releaseDueHolds(deps) }
}

/**
 * Gives back what is held past its time. Until this comes by a hold can still be settled: whoever of the two is first has
 * it, and the other finds it closed.
 */
export async function releaseDueHolds(deps: UnderLocksDeps): Promise<void> {
  for (let left = holdsAtOnce; left === holdsAtOnce; ) {
    const due = await selectDueHolds(deps.sql, deps.clock.now(), holdsAtOnce)
    left = due.length
    if (left === 0) return
    await submitUnderLocks(
      deps,
      due.map(({ id: holdId, accountId }) => {
        const operation = { kind: 'release', holdId, accountId } as const
        return { actorId: accountId, key: `due ${holdId}`, operation }
      }),
    )
  }
}
