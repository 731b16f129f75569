import type { AgentFacts, AgentSetting } from '../../contract/desk-settings.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { changeSetting, type SettingDeps, versionOf } from '../audit/setting.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { refuse } from '../platform/refusals.ts'
import { selectAgentSettings, storeAgent } from './agent-settings.sql.ts'
import { defaultCapacity } from './presence.ts'

/** The columns' defaults, for who was never at the desk. */
const defaultPlaces = { chat: defaultCapacity, message: 2, call: 1 }

/** Everybody who answers customers, with languages, topics learnt and places. */
export async function readAgentSettings(db: Db): Promise<AgentSetting[]> {
  const rows = await selectAgentSettings(db)
  return rows.map(({ id, name, languages, skills, chat, message, call }) => {
    const places = {
      chat: chat ?? defaultPlaces.chat,
      message: message ?? defaultPlaces.message,
      call: call ?? defaultPlaces.call,
    }
    const facts = inOrder({ languages, skills, places })
    return { id, name, ...facts, version: versionOf(facts) }
  })
}

/**
 * Sets what an agent may be given; conversations under way stay with them. Refusals: permission_missing, not_found,
 * setting_changed.
 */
export async function saveAgent(
  deps: SettingDeps,
  actor: StaffActor,
  staffId: string,
  { version, ...given }: AgentFacts & { version: string },
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'desk.configure')
  if (refusal) return refusal
  const after = inOrder(given)
  return changeSetting(deps, actor, async (tx) => {
    const agent = (await readAgentSettings(tx)).find(({ id }) => id === staffId)
    if (!agent) return refuse('not_found', {})
    if (agent.version !== version) return refuse('setting_changed', {})
    await storeAgent(tx, staffId, after)
    const { name, languages, skills, places } = agent
    return [{ subject: 'agent', key: staffId, title: name, before: { languages, skills, places }, after }]
  })
}

function inOrder({ languages, skills, places: { chat, message, call } }: AgentFacts): AgentFacts {
  return {
    languages: [...new Set(languages)].sort(),
    skills: [...new Set(skills)].sort(),
    places: { chat, message, call },
  }
}
