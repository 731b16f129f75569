import { type Macro, macroVariables, variablesOf } from '../../contract/macros.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { staffActor } from '../audit/audit.ts'
import { recordOperation } from '../audit/operations.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { deleteMacroRow, selectMacros, upsertMacro } from './macro.sql.ts'

type MacroDeps = { sql: Sql; clock: Clock; ids: Ids }
type NewMacro = Pick<Macro, 'id' | 'language' | 'name' | 'text' | 'command'>

/** All macros, by language and name. Refusals: permission_missing. */
export async function listMacros({ sql }: MacroDeps, actor: StaffActor): Promise<{ macros: Macro[] } | Refusal> {
  return requirePermission(actor, 'case.work') ?? { macros: await selectMacros(sql) }
}

/**
 * Adds or changes a macro. Refusals: permission_missing, action_not_possible (`name_taken`, `variable_unknown`: a gap
 * that nothing would ever fill).
 */
export async function saveMacro(deps: MacroDeps, actor: StaffActor, macro: NewMacro): Promise<Macro | Refusal> {
  const refusal = requirePermission(actor, 'macro.edit')
  if (refusal) return refusal
  const known: readonly string[] = macroVariables
  if (!variablesOf(macro.text).every((name) => known.includes(name)))
    return refuse('action_not_possible', { reason: 'variable_unknown' })
  const now = deps.clock.now()
  const saved = await deps.sql.begin(async (tx) => {
    const named = await upsertMacro(tx, { ...macro, staffId: actor.staffId, now })
    if (!named) return refuse('action_not_possible', { reason: 'name_taken' })
    await recordOperation(tx, operation(deps, actor, 'macro.saved', macro.id, now))
    return undefined
  })
  return isRefusal(saved) ? saved : { ...macro, changedAt: now.toISOString(), changedBy: actor.name }
}

/** Takes a macro away. Refusals: permission_missing. */
export async function deleteMacro(deps: MacroDeps, actor: StaffActor, macroId: string): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'macro.edit')
  if (refusal) return refusal
  await deps.sql.begin(async (tx) => {
    if (!(await deleteMacroRow(tx, macroId))) return
    await recordOperation(tx, operation(deps, actor, 'macro.deleted', macroId, deps.clock.now()))
  })
  return undefined
}

function operation({ ids }: MacroDeps, actor: StaffActor, action: string, subjectId: string, at: Date) {
  return { id: ids(), at, actor: staffActor(actor), action, subjectId }
}
