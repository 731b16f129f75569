import type { Received, Reply } from '../../contract/route.ts'
import { type listSettingChanges, settingChangesPerPage } from '../../contract/setting-changes.ts'
import { type SettingChangeRow, selectSettingChanges } from '../audit/setting.sql.ts'
import type { Db } from '../platform/database.ts'
import { selectNames } from './setting-changes.sql.ts'

type Query = Received<typeof listSettingChanges>['query']
type Page = Reply<typeof listSettingChanges>

/** A page of changes of the desk's settings, newest first, with the names of those they speak of. */
export async function readSettingChanges(db: Db, { subject, before }: Query): Promise<Page> {
  const rows = await selectSettingChanges(db, { subject, before, limit: settingChangesPerPage + 1 })
  const shown = rows.slice(0, settingChangesPerPage)
  return {
    changes: shown.map((row) => ({ ...row, at: row.at.toISOString() })),
    known: Object.fromEntries(await namesIn(db, shown)),
    more: rows.length > shown.length,
  }
}

/** What the agents and teams that changes speak of are called, by their ids. */
export async function namesIn(db: Db, changes: readonly SettingChangeRow[]): Promise<Map<string, string>> {
  const names = await selectNames(db, [...new Set(changes.flatMap(idsIn))])
  return new Map(names.map(({ id, name }) => [id, name]))
}

/** Agents and teams that a change speaks of. */
function idsIn({ before, after }: SettingChangeRow): string[] {
  return [before, after].flatMap(({ memberIds = [], overflowTeamId }) =>
    overflowTeamId ? [...memberIds, overflowTeamId] : memberIds,
  )
}
