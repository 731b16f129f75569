import { every, measures, type ServicePromise, type TargetSetting } from '../../contract/desk-settings.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { changeSetting, type SettingDeps, versionOf } from '../audit/setting.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { refuse } from '../platform/refusals.ts'
import { replaceTargets, selectCategoryNames, selectTargetSettings } from './target-settings.sql.ts'

type Promises = TargetSetting['promises']
type Target = Pick<TargetSetting, 'category' | 'channel' | 'promises'>

/** Promised times by category and channel, each with the version that a change must name. */
export async function readTargetSettings(db: Db): Promise<TargetSetting[]> {
  return (await selectTargetSettings(db)).map(({ category, channel, promises: row }) => {
    const promises = inOrder(row)
    return { category, channel, promises, version: versionOf(promises) }
  })
}

/**
 * Sets the promised times of a category on a channel, or takes them away where all are null. Promises under way keep
 * theirs. Refusals: permission_missing, setting_changed, setting_not_possible (`category_unknown`, `base_promise`).
 */
export async function saveTarget(
  deps: SettingDeps,
  actor: StaffActor,
  { category, channel, promises: given, version }: Target & { version: string | null },
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'desk.configure')
  if (refusal) return refusal
  const promises = inOrder(given)
  const isBase = category === every && channel === every
  if (isBase && measures.some((measure) => promises[measure] === null))
    return refuse('setting_not_possible', { reason: 'base_promise' })
  return changeSetting(deps, actor, async (tx) => {
    const title = await selectCategoryNames(tx, category)
    if (category !== every && !title) return refuse('setting_not_possible', { reason: 'category_unknown' })
    const targets = await readTargetSettings(tx)
    const known = targets.find((one) => one.category === category && one.channel === channel)
    if ((known?.version ?? null) !== version) return refuse('setting_changed', {})
    await replaceTargets(tx, { category, channel, promises })
    const after = measures.some((measure) => promises[measure]) ? promises : null
    return [{ subject: 'target', key: `${category} ${channel}`, title, before: known?.promises ?? null, after }]
  })
}

function inOrder({ first_reply, next_reply, resolution }: Promises): Promises {
  return { first_reply: fields(first_reply), next_reply: fields(next_reply), resolution: fields(resolution) }
}

function fields(promise: ServicePromise): ServicePromise {
  return promise && { minutes: promise.minutes, warnPercent: promise.warnPercent }
}
