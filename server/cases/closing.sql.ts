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

/** Cases that have been quiet since then. */
export async function selectQuiet(db: Db, quiet: Quiet, since: Date, limit: number): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select id from support_case where ${quietSince(db, quiet, since)} order by id limit ${limit}`
  return rows.map(({ id }) => id)
}

export async function isQuiet(db: Db, caseId: string, quiet: Quiet, since: Date): Promise<boolean> {
  const found = await db`select from support_case where id = ${caseId} and ${quietSince(db, quiet, since)}`
  return found.length > 0
}
