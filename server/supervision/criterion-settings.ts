import type { CriterionSetting } from '../../contract/desk-settings.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { changeSetting, type SettingDeps, versionOf } from '../audit/setting.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { refuse } from '../platform/refusals.ts'
import { selectCriterionSettings, upsertCriterion } from './criterion-settings.sql.ts'

type CriterionFacts = Pick<CriterionSetting, 'names' | 'retired'>

/** All criteria, retired ones last, each with the version that a change must name. */
export async function readCriterionSettings(db: Db): Promise<CriterionSetting[]> {
  return (await selectCriterionSettings(db)).map(({ code, reviews, ...row }) => {
    const facts = inOrder(row)
    return { code, ...facts, reviews, version: versionOf(facts) }
  })
}

/**
 * Adds, changes, retires or brings back a criterion of the score card. Earlier reviews keep their scores. Refusals:
 * permission_missing, setting_changed, setting_not_possible (`code_taken`, `last_criterion`).
 */
export async function saveCriterion(
  deps: SettingDeps,
  actor: StaffActor,
  code: string,
  { version, ...given }: CriterionFacts & { version: string | null },
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'desk.configure')
  if (refusal) return refusal
  const after = inOrder(given)
  return changeSetting(deps, actor, async (tx) => {
    const all = await readCriterionSettings(tx)
    const known = all.find((one) => one.code === code)
    if (known && version === null) return refuse('setting_not_possible', { reason: 'code_taken' })
    if ((known?.version ?? null) !== version) return refuse('setting_changed', {})
    if (after.retired && all.every((one) => one.retired || one.code === code))
      return refuse('setting_not_possible', { reason: 'last_criterion' })
    await upsertCriterion(tx, code, after)
    return [{ subject: 'criterion', key: code, title: after.names, before: known ? inOrder(known) : null, after }]
  })
}

function inOrder({ names: { zh, id, en }, retired }: CriterionFacts): CriterionFacts {
  return { names: { zh, id, en }, retired }
}
