import type { SuspectKind } from '../../contract/directory.ts'
import type { Db, Tx } from '../platform/database.ts'

export type SuspectPlace = { kind: SuspectKind; value: string }

/** How many customers reported it, and what staff made of that. */
export async function selectReports(
  db: Db,
  { kind, value }: SuspectPlace,
): Promise<{ customers: number; verdict: 'confirmed' | 'dismissed' | null }> {
  const [row] = await db<{ customers: number; verdict: 'confirmed' | 'dismissed' | null }[]>`
    select (select count(*)::int from scam_report where kind = ${kind} and value = ${value}) as customers,
      (select verdict from scam_verdict where kind = ${kind} and value = ${value}) as verdict`
  return row!
}

export async function insertReport(
  db: Db,
  row: SuspectPlace & { id: string; customerId: string; caseId: string; at: Date },
): Promise<void> {
  await db`
    insert into scam_report (id, kind, value, customer_id, case_id, at)
    values (${row.id}, ${row.kind}, ${row.value}, ${row.customerId}, ${row.caseId}, ${row.at})
    on conflict on constraint scam_report_once do nothing`
}

const reportsShown = 100
export type ReportRow = SuspectPlace & {
  customers: number
  lastAt: Date
  verdict: 'confirmed' | 'dismissed' | null
}

export async function selectReported(db: Db): Promise<ReportRow[]> {
  return db<ReportRow[]>`
    select r.kind, r.value, count(*)::int as customers, max(r.at) as "lastAt", v.verdict
    from scam_report r left join scam_verdict v using (kind, value)
    group by r.kind, r.value, v.verdict order by (v.verdict is null) desc, max(r.at) desc limit ${reportsShown}`
}

/** False where nobody reported it. */
export async function storeVerdict(
  tx: Tx,
  row: SuspectPlace & { verdict: string; staffId: string; staffName: string; at: Date },
): Promise<boolean> {
  const { count } = await tx`
    insert into scam_verdict (kind, value, verdict, staff_id, staff_name, at)
    select ${row.kind}, ${row.value}, ${row.verdict}, ${row.staffId}, ${row.staffName}, ${row.at}
    where exists (select 1 from scam_report where kind = ${row.kind} and value = ${row.value})
    on conflict (kind, value) do update set verdict = excluded.verdict, staff_id = excluded.staff_id,
      staff_name = excluded.staff_name, at = excluded.at`
  return count === 1
}
