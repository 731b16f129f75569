import type { Db } from '../platform/database.ts'

/** Whether this supervisor has told since then that they read along. */
export async function hasToldSince(
  db: Db,
  { caseId, staffId, since }: { caseId: string; staffId: string; since: Date },
): Promise<boolean> {
  const found = await db`
    select 1 from case_event
    where case_id = ${caseId} and author_id = ${staffId} and kind = 'note' and action = 'listen' and at > ${since} limit 1`
  return found.length > 0
}
