import type { CategorySetting } from '../../contract/desk-settings.ts'
import type { Db, Tx } from '../platform/database.ts'

type Facts = Pick<CategorySetting, 'topic' | 'names' | 'priority' | 'awaitsMoney' | 'retired'>

/** All categories, retired ones among them, each with how many open cases it has. */
export async function selectCategorySettings(db: Db): Promise<(Facts & { code: string; openCases: number })[]> {
  return db<(Facts & { code: string; openCases: number })[]>`
    select code, topic, names, priority, awaits_money as "awaitsMoney", retired,
      (select count(*)::int from support_case where category = code and state = 'open') as "openCases"
    from case_category order by position, code`
}

/** A new category stands behind the others of its topic. */
export async function upsertCategory(tx: Tx, code: string, facts: Facts): Promise<void> {
  await tx`
    insert into case_category (code, topic, names, priority, awaits_money, retired, position)
    values (${code}, ${facts.topic}, ${JSON.stringify(facts.names)}::text::jsonb, ${facts.priority}, ${facts.awaitsMoney}, ${facts.retired},
      (select coalesce(max(position), 0) + 1 from case_category where topic = ${facts.topic}))
    on conflict (code) do update set topic = excluded.topic, names = excluded.names, priority = excluded.priority,
      awaits_money = excluded.awaits_money, retired = excluded.retired`
}
