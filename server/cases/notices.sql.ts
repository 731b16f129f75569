import type { Escalation, Mention } from '../../contract/colleagues.ts'
import type { Db, Tx } from '../platform/database.ts'

/** Notices of each kind shown at once, newest first. */
const noticesShown = 30
/** Longest text of a note that a notice shows. */
const excerptCharacters = 200

/** Notes that name this person and that they have not seen. */
export async function selectNewMentions(db: Db, staffId: string): Promise<Mention[]> {
  const rows = await db<(Omit<Mention, 'at'> & { at: Date })[]>`
    select m.case_id as "caseId", m.seq, c.number, e.author_name as by, m.at, left(coalesce(e.text, ''), ${excerptCharacters}) as text
    from case_mention m
    join support_case c on c.id = m.case_id
    join case_event e on e.case_id = m.case_id and e.seq = m.seq
    where m.staff_id = ${staffId} and m.seen_at is null and e.kind = 'note' order by m.at desc limit ${noticesShown}`
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

/** Broken promises of open cases that this supervisor has not looked into. */
export async function selectNewEscalations(db: Db, staffId: string): Promise<Escalation[]> {
  const rows = await db<(Omit<Escalation, 'at'> & { at: Date })[]>`
    select m.case_id as "caseId", m.seq, c.number, e.text as measure, m.at
    from case_mention m
    join support_case c on c.id = m.case_id
    join case_event e on e.case_id = m.case_id and e.seq = m.seq
    where m.staff_id = ${staffId} and m.seen_at is null and e.action = 'promise_broken' and c.state = 'open'
    order by m.at desc limit ${noticesShown}`
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

/** Names every supervisor in an entry that says that a promise was broken. Answers those who were not named there before. */
export async function insertEscalation(
  tx: Tx,
  { caseId, seq, at }: { caseId: string; seq: number; at: Date },
): Promise<string[]> {
  const rows = await tx<{ staffId: string }[]>`
    insert into case_mention (staff_id, case_id, seq, at)
    select staff.id, ${caseId}, ${seq}, ${at} from staff where staff.disabled_at is null and 'supervisor' = any(staff.roles)
    on conflict do nothing returning staff_id as "staffId"`
  return rows.map((row) => row.staffId)
}
