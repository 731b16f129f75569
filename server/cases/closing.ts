import type { ClosingFacts } from '../../contract/closing.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { changeSetting, type SettingDeps, versionOf } from '../audit/setting.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { refuse } from '../platform/refusals.ts'
import { lockCase, lockLiveSession } from './case.sql.ts'
import { type CaseDeps, closeLocked, system } from './case.ts'
import { isQuiet, type Quiet, selectClosing, selectQuiet, updateClosing } from './closing.sql.ts'
import { inTransaction } from './transaction.ts'

const dayMs = 24 * 3_600_000
/** Cases of a kind that one beat closes. */
const casesPerBeat = 200

const daysOf = { left: 'leftDays', unanswered: 'unansweredDays', solved: 'solvedDays' } as const satisfies Record<
  Quiet,
  keyof ClosingFacts
>

/**
 * Closes what has been quiet for the days that are set: the timeline says after how many, to the customer, too, whose next
 * message opens the case again. Answers how many.
 */
export async function closeQuietCases(deps: CaseDeps): Promise<number> {
  const now = deps.clock.now()
  const setting = await selectClosing(deps.sql)
  let closed = 0
  for (const quiet of ['left', 'unanswered', 'solved'] as const) {
    const days = setting[daysOf[quiet]]
    if (days === null) continue
    const since = new Date(now.getTime() - days * dayMs)
    for (const caseId of await selectQuiet(deps.sql, quiet, since, casesPerBeat))
      if (await closeQuiet(deps, caseId, { quiet, since, days })) closed += 1
  }
  return closed
}

/** Somebody may have written, or taken it up, since it was found. */
function closeQuiet(
  deps: CaseDeps,
  caseId: string,
  { quiet, since, days }: { quiet: Quiet; since: Date; days: number },
): Promise<boolean> {
  return inTransaction(deps.sql, async (tx) => {
    const session = await lockLiveSession(tx, caseId)
    const { stage } = (await lockCase(tx, caseId))!
    if (!(await isQuiet(tx, caseId, quiet, since))) return false
    const outcome = quiet === 'solved' ? 'solved' : 'no_answer'
    const event = { author: system, outcome, text: String(days) } as const
    await closeLocked(tx, { caseId, stage, session }, event, deps.clock.now())
    return true
  })
}

export async function readClosingSetting(db: Db): Promise<ClosingFacts & { version: string }> {
  const facts = await selectClosing(db)
  return { ...facts, version: versionOf(facts) }
}

/** Sets it, for the cases that are open, too. Refusals: permission_missing, setting_changed. */
export async function saveClosingSetting(
  deps: SettingDeps,
  actor: StaffActor,
  { version, leftDays, unansweredDays, solvedDays }: ClosingFacts & { version: string },
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'desk.configure')
  if (refusal) return refusal
  return changeSetting(deps, actor, async (tx) => {
    const before = await selectClosing(tx)
    if (versionOf(before) !== version) return refuse('setting_changed', {})
    const after = { leftDays, unansweredDays, solvedDays }
    await updateClosing(tx, after)
    return [{ subject: 'closing', key: 'closing', title: null, before, after }]
  })
}
