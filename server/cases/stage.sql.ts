import type { Language } from '../../contract/identity.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Stage } from './life-cycles.ts'

export type Priority = 'low' | 'normal' | 'high' | 'urgent'

/** Stores where the case stands now; closing and opening again have statements of their own. */
export async function storeStage(
  tx: Tx,
  caseId: string,
  to: { stage: Stage; now: Date; reason?: string; until?: Date | null },
): Promise<void> {
  await tx`
    update support_case set stage = ${to.stage}, stage_since = ${to.now}, hold_reason = ${to.reason ?? null},
      hold_until = ${to.until ?? null}, updated_at = ${to.now}
    where id = ${caseId}`
}

export type Category = {
  code: string
  topic: string
  names: Record<Language, string>
  priority: Priority
  awaitsMoney: boolean
  retired: boolean
}

export async function readCategories(db: Db): Promise<Category[]> {
  return db<Category[]>`
    select code, topic, names, priority, awaits_money as "awaitsMoney", retired from case_category order by position, code`
}

/** What the desk keeps of a case beside its conversation. */
export type Sheet = {
  stage: Stage
  stageSince: Date
  holdReason: string | null
  holdUntil: Date | null
  category: string
  priority: Priority
  reopenings: number
  mergedInto: string | null
}

export async function readSheet(db: Db, caseId: string): Promise<Sheet | undefined> {
  const [row] = await db<Sheet[]>`
    select stage, stage_since as "stageSince", hold_reason as "holdReason", hold_until as "holdUntil", category, priority,
      reopenings, merged_into as "mergedInto"
    from support_case where id = ${caseId}`
  return row
}

/** The topic, by which the queue knows a case, follows its category. */
export async function storeCategory(tx: Tx, caseId: string, category: Pick<Category, 'code' | 'topic'>) {
  await tx`update support_case set category = ${category.code}, topic = ${category.topic} where id = ${caseId}`
}

export async function storePriority(tx: Tx, caseId: string, priority: Priority): Promise<void> {
  await tx`update support_case set priority = ${priority} where id = ${caseId}`
}

/** Cases whose hold has run out; locked, oldest first. */
export async function lockDueHolds(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    select id from support_case where stage = 'on_hold' and hold_until <= ${now}
    order by hold_until limit ${limit} for no key update skip locked`
  return rows.map((row) => row.id)
}
