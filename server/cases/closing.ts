import type { ClosingFacts } from '../../contract/closing.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { changeSetting, type SettingDeps, versionOf } from '../audit/setting.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/database.ts'
import { refuse } from '../platform/refusals.ts'
import { tell as signal } from '../platform/signals.ts'
import { lockCase, lockLiveSession } from './case.sql.ts'
import { type CaseDeps, closeLocked, system } from './case.ts'
import {
  findQuiet,
  type Quiet,
  type QuietSearch,
  selectClosing,
  selectQuiet,
  storeClosingTold,
  updateClosing,
} from './closing.sql.ts'
import { appendEvents } from './timeline.sql.ts'
import { inTransaction } from './transaction.ts'

const dayMs = 24 * 3_600_000
/** Cases of a kind that one beat closes, or tells. */
const casesPerBeat = 200

const daysOf = { left: 'leftDays', unanswered: 'unansweredDays', solved: 'solvedDays' } as const satisfies Record<
  Quiet,
  keyof ClosingFacts
>

/**
 * Closes what has been quiet for the days that are set, and tells the customer a day before, where there is one: both stand
 * in the timeline. Their next message keeps the case open, or opens it again. Answers how many it closed.
 */
export async function closeQuietCases(deps: CaseDeps): Promise<number> {
  const now = deps.clock.now().getTime()
  const ago = (days: number) => new Date(now - days * dayMs)
  const setting = await selectClosing(deps.sql)
  let closed = 0
  for (const quiet of ['left', 'unanswered', 'solved'] as const) {
    const days = setting[daysOf[quiet]]
    if (days === null) continue
    const told = days > 1 ? { before: ago(1) } : 'any'
    closed += await forEachQuiet(deps, { quiet, since: ago(days), told }, (tx, at) => {
      const outcome = quiet === 'solved' ? 'solved' : 'no_answer'
      return closeLocked(tx, at, { author: system, outcome, text: String(days) }, deps.clock.now())
    })
    if (days > 1) await forEachQuiet(deps, { quiet, since: ago(days - 1), told: 'not_yet' }, tell)
  }
  return closed

  async function tell(tx: Tx, { caseId, updatedAt }: QuietCase) {
    const at = deps.clock.now()
    const seq = await appendEvents(tx, caseId, at, [{ kind: 'action', author: system, action: 'closing_soon' }])
    await storeClosingTold(tx, { caseId, updatedAt, at })
    await signal(tx, [['case', caseId, seq, '']])
  }
}

type QuietCase = Parameters<typeof closeLocked>[1] & { updatedAt: Date }

/** Somebody may have written, or taken it up, since it was found. Answers of how many cases it was still true. */
async function forEachQuiet(
  { sql }: CaseDeps,
  search: QuietSearch,
  work: (tx: Tx, found: QuietCase) => Promise<void>,
): Promise<number> {
  let done = 0
  for (const caseId of await selectQuiet(sql, search, casesPerBeat))
    await inTransaction(sql, async (tx) => {
      const session = await lockLiveSession(tx, caseId)
      const { stage } = (await lockCase(tx, caseId))!
      const updatedAt = await findQuiet(tx, caseId, search)
      if (!updatedAt) return
      await work(tx, { caseId, stage, session, updatedAt })
      done += 1
    })
  return done
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
