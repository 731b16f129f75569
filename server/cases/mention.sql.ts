import { uuidArray } from '../platform/arrays.ts'
import type { Db } from '../platform/database.ts'

/** Who answers customers: these are named in notes and handed over to. */
const answers = (db: Db) => db`staff.disabled_at is null and staff.roles && array['agent', 'supervisor']`

/** Names colleagues in an entry; naming one again is nothing new. Answers those who were not named there before. */
export async function insertMentions(
  db: Db,
  mention: { staffIds: readonly string[]; byStaffId: string; caseId: string; seq: number; now: Date },
): Promise<string[]> {
  const rows = await db<{ staffId: string }[]>`
    insert into case_mention (staff_id, case_id, seq, at)
    select staff.id, ${mention.caseId}, ${mention.seq}, ${mention.now} from staff
    where staff.id = any(${uuidArray(mention.staffIds)}::uuid[]) and staff.id <> ${mention.byStaffId} and ${answers(db)}
    on conflict do nothing returning staff_id as "staffId"`
  return rows.map((row) => row.staffId)
}

/** Whoever opens the case has seen what was written to them there. Answers whether there was something new. */
export async function updateMentionsSeen(db: Db, staffId: string, caseId: string, now: Date): Promise<boolean> {
  const seen = await db`
    update case_mention set seen_at = ${now} where staff_id = ${staffId} and case_id = ${caseId} and seen_at is null`
  return seen.count > 0
}

export type ColleagueRow = { id: string; name: string; languages: ('id' | 'zh' | 'en')[]; available: boolean }

/** Who else answers customers; those who take conversations now first. */
export async function selectColleagues(db: Db, staffId: string, seenAfter: Date): Promise<ColleagueRow[]> {
  return db<ColleagueRow[]>`
    select staff.id, staff.name, staff.languages,
      coalesce(p.state = 'available' and p.seen_at > ${seenAfter}, false) as available
    from staff left join agent_presence p on p.staff_id = staff.id
    where staff.id <> ${staffId} and ${answers(db)} order by available desc, staff.name, staff.id`
}

export async function selectTeams(db: Db): Promise<{ id: string; name: string }[]> {
  return db<{ id: string; name: string }[]>`select id, name from team where not retired order by name`
}
