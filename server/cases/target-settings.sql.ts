import { type CategorySetting, measures, type TargetSetting } from '../../contract/desk-settings.ts'
import type { Db, Tx } from '../platform/database.ts'

type Target = Pick<TargetSetting, 'category' | 'channel' | 'promises'>

/** Promised times by category and channel; that of all stands first, then by category. */
export async function selectTargetSettings(db: Db): Promise<Target[]> {
  return db<Target[]>`
    select t.category, t.channel,
      json_build_object('first_reply', ${promise(db, 'first_reply')}, 'next_reply', ${promise(db, 'next_reply')},
        'resolution', ${promise(db, 'resolution')}) as promises
    from service_target t left join case_category k on k.code = t.category
    group by t.category, t.channel, k.position
    order by k.position nulls first, t.category, t.channel <> '*', t.channel`
}

const promise = (db: Db, measure: string) => db`
  (json_agg(json_build_object('minutes', minutes, 'warnPercent', warn_percent)) filter (where measure = ${measure})) -> 0`

/** Null where there is no such category. */
export async function selectCategoryNames(db: Db, code: string): Promise<CategorySetting['names'] | null> {
  const [row] = await db<Pick<CategorySetting, 'names'>[]>`select names from case_category where code = ${code}`
  return row?.names ?? null
}

/** The promises of a category on a channel are these and no others. */
export async function replaceTargets(tx: Tx, { category, channel, promises }: Target): Promise<void> {
  await tx`delete from service_target where category = ${category} and channel = ${channel}`
  for (const measure of measures) {
    const given = promises[measure]
    if (!given) continue
    await tx`
      insert into service_target (category, channel, measure, minutes, warn_percent)
      values (${category}, ${channel}, ${measure}, ${given.minutes}, ${given.warnPercent})`
  }
}
