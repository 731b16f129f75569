import type { ClosingFacts } from '../../contract/closing.ts'
import type { Db, Tx } from '../platform/database.ts'

/** What a case is quiet about: the customer left the queue, does not answer us, or has what was asked for. */
export type Quiet = 'left' | 'unanswered' | 'solved'

export async function selectClosing(db: Db): Promise<ClosingFacts> {
  const [row] = await db<ClosingFacts[]>`
    select left_days as "leftDays", unanswered_days as "unansweredDays", solved_days as "solvedDays" from case_closing`
  return row!
}

export async function updateClosing(tx: Tx, { leftDays, unansweredDays, solvedDays }: ClosingFacts): Promise<void> {
  await tx`
    update case_closing set left_days = ${leftDays}, unanswered_days = ${unansweredDays}, solved_days = ${solvedDays}`
}

/** Nothing has happened in the case since then. Who left is still the last that was heard: nothing was held or solved since. */
function quietSince(db: Db, quiet: Quiet, since: Date) {
  if (quiet === 'solved') return db`stage = 'solved' and stage_since <= ${since}`
  if (quiet === 'unanswered')
    return db`
      stage = 'waiting_customer' and stage_since <= ${since} and updated_at <= ${since}
      and not exists (select from support_session where case_id = support_case.id and state = 'waiting')`
  return db`
    stage = 'open' and opened_at <= ${since} and updated_at <= ${since} and exists (
      select from (
        select end_reason, ended_at from support_session where case_id = support_case.id order by queued_at desc limit 1) last
      where last.end_reason = 'left' and last.ended_at >= stage_since)`
}

/** What is looked for: quiet since then, and told before a moment that it will close, not told at all, or either. */
export type QuietSearch = { quiet: Quiet; since: Date; told: { before: Date } | 'not_yet' | 'any' }

/** Whoever was told before the last word was said has not been told of this end. */
function quietAndTold(db: Db, { quiet, since, told }: QuietSearch) {
  const isTold =
    told === 'any'
      ? db`true`
      : told === 'not_yet'
        ? db`(closing_told_at < updated_at) is not false`
        : db`closing_told_at >= updated_at and closing_told_at <= ${told.before}`
  return db`${quietSince(db, quiet, since)} and ${isTold}`
}

export async function selectQuiet(db: Db, search: QuietSearch, limit: number): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select id from support_case where ${quietAndTold(db, search)} order by id limit ${limit}`
  return rows.map(({ id }) => id)
}

/** When something last happened in the case; undefined where it is not what is looked for. */
export async function findQuiet(db: Db, caseId: string, search: QuietSearch): Promise<Date | undefined> {
  const [row] = await db<{ updatedAt: Date }[]>`
    select updated_at as "updatedAt" from support_case where id = ${caseId} and ${quietAndTold(db, search)}`
  return row?.updatedAt
}

/** The telling itself is no word: the days go on from `updatedAt`. */
export async function storeClosingTold(tx: Tx, told: { caseId: string; updatedAt: Date; at: Date }): Promise<void> {
  await tx`
    update support_case set updated_at = ${told.updatedAt}, closing_told_at = ${told.at} where id = ${told.caseId}`
}
