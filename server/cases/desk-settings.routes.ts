import { readClosingSetting as readClosing, saveClosingSetting as saveClosing } from '../../contract/closing.ts'
import * as contract from '../../contract/desk-settings.ts'
import type { SettingDeps } from '../audit/setting.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { Http } from '../platform/http.ts'
import { readCategorySettings, saveCategory } from './category-settings.ts'
import { readClosingSetting, saveClosingSetting } from './closing.ts'
import { readTargetSettings, saveTarget } from './target-settings.ts'

/** What cases are about, what is promised for them and when they close by themselves, as supervisors set it. */
export function registerCaseSettingsRoutes(http: Http, deps: SettingDeps) {
  http.serve(contract.readCategorySettings, async (_input, { actor }) => {
    const refusal = requirePermission(actor, 'desk.configure')
    return refusal ?? { categories: await readCategorySettings(deps.sql) }
  })
  http.serve(
    contract.saveCategory,
    async ({ params, body }, { actor }) => (await saveCategory(deps, actor, params.code, body)) ?? {},
  )
  http.serve(contract.readTargetSettings, async (_input, { actor }) => {
    const refusal = requirePermission(actor, 'desk.configure')
    return refusal ?? { targets: await readTargetSettings(deps.sql) }
  })
  http.serve(contract.saveTarget, async ({ body }, { actor }) => (await saveTarget(deps, actor, body)) ?? {})
  http.serve(readClosing, async (_input, { actor }) => {
    const refusal = requirePermission(actor, 'desk.configure')
    return refusal ?? readClosingSetting(deps.sql)
  })
  http.serve(saveClosing, async ({ body }, { actor }) => (await saveClosingSetting(deps, actor, body)) ?? {})
}
