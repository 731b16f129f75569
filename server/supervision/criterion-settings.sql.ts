import type { CriterionSetting } from '../../contract/desk-settings.ts'
import type { Db, Tx } from '../platform/database.ts'

type Row = Pick<CriterionSetting, 'code' | 'names' | 'retired' | 'reviews'>

export async function selectCriterionSettings(db: Db): Promise<Row[]> {
  return db<Row[]>`
    select code, names, retired, (select count(*)::int from case_review_score where criterion = code) as reviews
    from review_criterion order by retired, position, code`
}

/** A new criterion stands last on the score card. */
export async function upsertCriterion(
  tx: Tx,
  code: string,
  { names, retired }: Pick<CriterionSetting, 'names' | 'retired'>,
): Promise<void> {
  await tx`
    insert into review_criterion (code, names, retired, position)
    values (${code}, ${JSON.stringify(names)}::text::jsonb, ${retired}, (select coalesce(max(position), 0) + 10 from review_criterion))
    on conflict (code) do update set names = excluded.names, retired = excluded.retired`
}
