import { type Macro, macroVariables, variablesOf } from '../../contract/macros.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { changeSetting, type Replaced, type SettingDeps } from '../audit/setting.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { refuse } from '../platform/refusals.ts'
import { deleteMacroRow, type MacroFacts, selectMacro, selectMacros, upsertMacro } from './macro.sql.ts'

/** All macros, by language and name. Refusals: permission_missing. */
export async function listMacros({ sql }: { sql: Db }, actor: StaffActor): Promise<{ macros: Macro[] } | Refusal> {
  return requirePermission(actor, 'case.work') ?? { macros: await selectMacros(sql) }
}

/**
 * Adds or changes a macro, on record with what it was before. Refusals: permission_missing, action_not_possible
 * (`name_taken`, `variable_unknown`: a gap that nothing would ever fill).
 */
export async function saveMacro(
  deps: SettingDeps,
  actor: StaffActor,
  macro: MacroFacts & { id: string },
): Promise<Macro | Refusal> {
  const refusal = requirePermission(actor, 'macro.edit')
  if (refusal) return refusal
  const variables: readonly string[] = macroVariables
  if (!variablesOf(macro.text).every((name) => variables.includes(name)))
    return refuse('action_not_possible', { reason: 'variable_unknown' })
  const now = deps.clock.now()
  const after = inOrder(macro)
  const refused = await changeSetting(deps, actor, async (tx) => {
    const known = await selectMacro(tx, macro.id)
    const named = await upsertMacro(tx, { id: macro.id, ...after, staffId: actor.staffId, now })
    if (!named) return refuse('action_not_possible', { reason: 'name_taken' })
    return [changed(macro.id, known, after)]
  })
  return refused ?? { id: macro.id, ...after, changedAt: now.toISOString(), changedBy: actor.name }
}

/** Takes a macro away. Refusals: permission_missing. */
export async function deleteMacro(deps: SettingDeps, actor: StaffActor, macroId: string): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'macro.edit')
  if (refusal) return refusal
  return changeSetting(deps, actor, async (tx) => {
    const known = await selectMacro(tx, macroId)
    if (!known) return []
    await deleteMacroRow(tx, macroId)
    return [changed(macroId, known, null)]
  })
}

function changed(id: string, before: MacroFacts | undefined, after: MacroFacts | null): Replaced {
  const title = (after ?? before)?.name ?? null
  return { subject: 'macro', key: id, title, before: before ? inOrder(before) : null, after }
}

function inOrder({ name, language, text, command }: MacroFacts): MacroFacts {
  return { name, language, text, command }
}
