import type { Refusal } from '../../contract/refusals.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database.ts'
import { move } from '../platform/life-cycle.ts'
import { refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { priorityOf } from '../routing/queue-order.ts'
import { lockCase, readCustomerOfCase, storeSessionEnded } from './case.sql.ts'
import { type CaseDeps, system } from './case.ts'
import { caseMoves, sessionMoves } from './life-cycles.ts'
import { storeMatter } from './session.sql.ts'
import {
  lockDueHolds,
  type Priority,
  readCategories,
  readSheet,
  storeCategory,
  storePriority,
  storeStage,
} from './stage.sql.ts'
import { appendEvents, type NewEvent } from './timeline.sql.ts'
import { inTransaction } from './transaction.ts'
import { workOnCase } from './work.ts'

/** Cases that one beat moves on. */
const casesPerBeat = 200

export type StageMove =
  | { move: 'wait' | 'resume' | 'solve' }
  /** Until somebody else has answered, or until a time. */
  | { move: 'hold'; reason: string; until: Date | null }

/** The moves of the table that the desk offers from here. */
function movesFrom(stage: keyof typeof caseMoves): StageMove['move'][] {
  return (['wait', 'hold', 'resume', 'solve'] as const).filter((name) => name in caseMoves[stage])
}

/** Who waits in the queue is to be taken first: nobody is put off or called helped who was not spoken to, but by a supervisor. */
function mayPutOff(actor: StaffActor, session: { state: string } | undefined): boolean {
  return session?.state !== 'waiting' || actor.permissions.has('case.supervise')
}

/** The moves that are possible for this member of staff. */
export function movesFor(
  actor: StaffActor,
  { stage, session }: { stage: keyof typeof caseMoves; session: { state: string } | undefined },
): StageMove['move'][] {
  return movesFrom(stage).filter((name) => name === 'resume' || mayPutOff(actor, session))
}

/**
 * Moves a case on. Solving ends the conversation; the next message of the customer opens the case again, and none
 * for some days closes it (closing.ts). Refusals: permission_missing, not_found, case_closed, action_not_possible (`case_not_yours`, `stage`).
 */
export function changeStage(
  deps: CaseDeps,
  actor: StaffActor,
  caseId: string,
  wanted: StageMove,
): Promise<undefined | Refusal> {
  return workOnCase(deps, actor, caseId, async (tx, { row, session }, now) => {
    if (!movesFrom(row.stage).includes(wanted.move)) return refuse('action_not_possible', { reason: 'stage' })
    if (wanted.move !== 'resume' && !mayPutOff(actor, session))
      return refuse('action_not_possible', { reason: 'case_not_yours' })
    const stage = move(caseMoves, row.stage, wanted.move)
    const hold = wanted.move === 'hold' ? { reason: wanted.reason, until: wanted.until } : {}
    if (wanted.move === 'solve' && session) {
      move(sessionMoves, session.state, 'close')
      await storeSessionEnded(tx, { id: session.id, caseId, reason: 'closed', now })
    }
    await storeStage(tx, caseId, { stage, now, ...hold })
    return { action: `stage_${stage}`, ...('reason' in hold ? { text: hold.reason } : {}) }
  })
}

/**
 * What the case is about, from the list. Whoever waits with it waits from now on for the team that answers that, as
 * urgently as it deserves, in the old place. Refusals as `changeStage`, with reason `category`.
 */
export function changeCategory(deps: CaseDeps, actor: StaffActor, caseId: string, code: string) {
  return workOnCase(deps, actor, caseId, async (tx, { session }) => {
    const category = (await readCategories(tx)).find((one) => one.code === code && !one.retired)
    if (!category) return refuse('action_not_possible', { reason: 'category' })
    if ((await readSheet(tx, caseId))?.category === code) return undefined
    await storeCategory(tx, caseId, category)
    if (session) {
      const { topic } = category
      const priority = priorityOf(topic, (await readCustomerOfCase(tx, caseId))!)
      await storeMatter(tx, { id: session.id, caseId, topic, priority })
    }
    return { action: 'category_changed', text: code }
  })
}

/** How urgent the case is. Refusals as `changeStage`. */
export function changePriority(deps: CaseDeps, actor: StaffActor, caseId: string, priority: Priority) {
  return workOnCase(deps, actor, caseId, async (tx) => {
    if ((await readSheet(tx, caseId))?.priority === priority) return undefined
    await storePriority(tx, caseId, priority)
    return { action: 'priority_changed', text: priority }
  })
}

/** Customers who were waited for have written: their cases go on. `written` says when each wrote last. */
export async function goOnAfterAnswers(tx: Tx, written: ReadonlyMap<string, Date>): Promise<void> {
  for (const [caseId, at] of [...written].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const row = (await lockCase(tx, caseId))!
    const { stageSince } = (await readSheet(tx, caseId))!
    if (!('answer' in caseMoves[row.stage]) || stageSince > at) continue
    await storeStage(tx, caseId, { stage: move(caseMoves, row.stage, 'answer'), now: at })
    await note(tx, caseId, at, { kind: 'action', author: system, action: 'stage_open' })
  }
}

/** Holds that have run out go on. Answers how many. */
export async function endDueHolds(deps: CaseDeps): Promise<number> {
  return inTransaction(deps.sql, async (tx) => {
    const now = deps.clock.now()
    const resumed = await lockDueHolds(tx, now, casesPerBeat)
    for (const caseId of resumed) {
      await storeStage(tx, caseId, { stage: move(caseMoves, 'on_hold', 'resume'), now })
      await note(tx, caseId, now, { kind: 'action', author: system, action: 'stage_open' })
    }
    return resumed.length
  })
}

async function note(tx: Tx, caseId: string, now: Date, event: NewEvent): Promise<void> {
  const seq = await appendEvents(tx, caseId, now, [event])
  await tell(tx, [['case', caseId, seq, ''], ['inbox']])
}
