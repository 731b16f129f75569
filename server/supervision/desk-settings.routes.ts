import * as contract from '../../contract/desk-settings.ts'
import { listSettingChanges, settingChangesCsv } from '../../contract/setting-changes.ts'
import type { SettingDeps } from '../audit/setting.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { Http } from '../platform/http.ts'
import { readCriterionSettings, saveCriterion } from './criterion-settings.ts'
import { settingChangesAsCsv } from './setting-changes.csv.ts'
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
  http.serve(settingChangesCsv, async ({ query }, { actor, reply }) => {
    const refusal = requirePermission(actor, 'desk.configure')
    if (refusal) return refusal
    reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="setting-changes.csv"')
    return settingChangesAsCsv(deps.sql, query)
  })
}
