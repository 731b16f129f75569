import type { Macro } from '../../contract/macros.ts'
import { type Db, type Tx, violatedConstraint } from '../platform/database.ts'

/** Macros of one desk; nobody finds anything among more. */
const macrosShown = 500

type Row = Omit<Macro, 'changedAt'> & { changedAt: Date }
/** What somebody sets of a macro. */
export type MacroFacts = Pick<Macro, 'name' | 'language' | 'text' | 'command'>

export async function selectMacros(db: Db): Promise<Macro[]> {
  const rows = await db<Row[]>`
    select m.id, m.language, m.name, m.text, m.command, m.changed_at as "changedAt", staff.name as "changedBy"
    from macro m left join staff on staff.id = m.changed_by order by m.language, lower(m.name), m.id limit ${macrosShown}`
  return rows.map(({ changedAt, ...row }) => ({ ...row, changedAt: changedAt.toISOString() }))
}

export async function selectMacro(db: Db, id: string): Promise<MacroFacts | undefined> {
  const [row] = await db<MacroFacts[]>`select name, language, text, command from macro where id = ${id}`
  return row
}

/** False where another macro of the language has the name. */
export async function upsertMacro(
  tx: Tx,
  macro: MacroFacts & { id: string; staffId: string; now: Date },
): Promise<boolean> {
  try {
    await tx.savepoint(
      (nested) => nested`
        insert into macro (id, language, name, text, command, changed_at, changed_by)
        values (${macro.id}, ${macro.language}, ${macro.name}, ${macro.text}, ${macro.command}, ${macro.now}, ${macro.staffId})
        on conflict (id) do update set language = excluded.language, name = excluded.name, text = excluded.text,
          command = excluded.command, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    )
    return true
  } catch (error) {
    if (violatedConstraint(error) === 'macro_name') return false
    throw error
  }
}

export async function deleteMacroRow(tx: Tx, id: string): Promise<void> {
  await tx`delete from macro where id = ${id}`
}
