import * as contract from '../../contract/desk-settings.ts'
import type { SettingDeps } from '../audit/setting.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { Http } from '../platform/http.ts'
import { readAgentSettings, saveAgent } from './agent-settings.ts'
import { readTeamSettings, retireTeam, saveTeam } from './team-settings.ts'

/** Teams and agents, as supervisors set them. */
export function registerDeskSettingsRoutes(http: Http, deps: SettingDeps) {
  http.serve(contract.readTeamSettings, async (_input, { actor }) => {
    const refusal = requirePermission(actor, 'desk.configure')
    if (refusal) return refusal
    const [teams, agents] = await Promise.all([
      readTeamSettings(deps.sql, deps.clock.now()),
      readAgentSettings(deps.sql),
    ])
    return { teams, agents }
  })
  http.serve(
    contract.saveTeam,
    async ({ params, body }, { actor }) => (await saveTeam(deps, actor, params.teamId, body)) ?? {},
  )
  http.serve(
    contract.retireTeam,
    async ({ params, body }, { actor }) => (await retireTeam(deps, actor, params.teamId, body.version)) ?? {},
  )
  http.serve(
    contract.saveAgent,
    async ({ params, body }, { actor }) => (await saveAgent(deps, actor, params.staffId, body)) ?? {},
  )
}
