import * as contract from '../../contract/desk-settings.ts'
import { listSettingChanges } from '../../contract/setting-changes.ts'
import type { SettingDeps } from '../audit/setting.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { Http } from '../platform/http.ts'
import { readCriterionSettings, saveCriterion } from './criterion-settings.ts'
import { readSettingChanges } from './setting-changes.ts'

/** What conversations are reviewed by, as supervisors set it, and who changed which setting. */
export function registerSupervisionSettingsRoutes(http: Http, deps: SettingDeps) {
  http.serve(contract.readCriterionSettings, async (_input, { actor }) => {
    const refusal = requirePermission(actor, 'desk.configure')
    return refusal ?? { criteria: await readCriterionSettings(deps.sql) }
  })
  http.serve(
    contract.saveCriterion,
    async ({ params, body }, { actor }) => (await saveCriterion(deps, actor, params.code, body)) ?? {},
  )
  http.serve(
    listSettingChanges,
    async ({ query }, { actor }) => requirePermission(actor, 'desk.configure') ?? readSettingChanges(deps.sql, query),
  )
}
