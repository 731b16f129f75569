import { topic } from '../../contract/chat.ts'
import type { CategorySetting } from '../../contract/desk-settings.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { changeSetting, type SettingDeps, versionOf } from '../audit/setting.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { refuse } from '../platform/refusals.ts'
import { selectCategorySettings, upsertCategory } from './category-settings.sql.ts'

type CategoryFacts = Pick<CategorySetting, 'topic' | 'names' | 'priority' | 'awaitsMoney' | 'retired'>

/** All categories, each with the version that a change must name. */
export async function readCategorySettings(db: Db): Promise<CategorySetting[]> {
  return (await selectCategorySettings(db)).map(({ code, openCases, ...row }) => {
    const facts = inOrder(row)
    const ofTopic = topic.options.some((one) => one === code)
    return { code, ...facts, ofTopic, openCases, version: versionOf(facts) }
  })
}

/**
 * Adds, changes, retires or brings back a category. Open cases keep theirs. Refusals: permission_missing,
 * setting_changed, setting_not_possible (`code_taken`, `stands_for_topic`).
 */
export async function saveCategory(
  deps: SettingDeps,
  actor: StaffActor,
  code: string,
  { version, ...given }: CategoryFacts & { version: string | null },
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'desk.configure')
  if (refusal) return refusal
  const after = inOrder(given)
  return changeSetting(deps, actor, async (tx) => {
    const known = (await readCategorySettings(tx)).find((one) => one.code === code)
    if (known && version === null) return refuse('setting_not_possible', { reason: 'code_taken' })
    if ((known?.version ?? null) !== version) return refuse('setting_changed', {})
    if (known?.ofTopic && (after.retired || after.topic !== known.topic))
      return refuse('setting_not_possible', { reason: 'stands_for_topic' })
    await upsertCategory(tx, code, after)
    return [{ subject: 'category', key: code, title: after.names, before: known ? inOrder(known) : null, after }]
  })
}

function inOrder({ topic, names: { zh, id, en }, priority, awaitsMoney, retired }: CategoryFacts): CategoryFacts {
  return { topic, names: { zh, id, en }, priority, awaitsMoney, retired }
}
