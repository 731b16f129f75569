import * as contract from '../../contract/desk-settings.ts'
import type { SettingDeps } from '../audit/setting.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { Http } from '../platform/http.ts'
import { readCriterionSettings, saveCriterion } from './criterion-settings.ts'

/** What conversations are reviewed by, as supervisors set it. */
export function registerCriterionSettingsRoutes(http: Http, deps: SettingDeps) {
  http.serve(contract.readCriterionSettings, async (_input, { actor }) => {
    const refusal = requirePermission(actor, 'desk.configure')
    return refusal ?? { criteria: await readCriterionSettings(deps.sql) }
  })
  http.serve(
    contract.saveCriterion,
    async ({ params, body }, { actor }) => (await saveCriterion(deps, actor, params.code, body)) ?? {},
  )
}
