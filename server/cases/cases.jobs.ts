import type { Jobs } from '../platform/jobs.ts'
import type { CaseDeps } from './case.ts'
import { watchPromises } from './clocks.ts'
import { closeQuietCases } from './closing.ts'
import { endDueHolds } from './stage.ts'

const beatJob = 'cases_beat'

/** Every minute, by whichever process comes first. */
export const casesCrontab = `* * * * * ${beatJob}`

/** What time alone does to cases: holds end, quiet ones close, promises are warned of and escalated. */
export function casesJobs(deps: CaseDeps): Jobs {
  return {
    [beatJob]: async () => {
      await endDueHolds(deps)
      await closeQuietCases(deps)
      await watchPromises(deps)
    },
  }
}
