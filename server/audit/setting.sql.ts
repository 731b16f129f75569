import type { SettingChange, SettingSubject } from '../../contract/setting-changes.ts'
import type { Db, Tx } from '../platform/database.ts'

export async function lockSettings(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('desk_settings'))`
}

export type SettingChangeRow = Omit<SettingChange, 'at'> & { at: Date }

/** Changes of settings, newest first, older than the one named. */
export async function selectSettingChanges(
  db: Db,
  { subject, before, limit }: { subject: SettingSubject | undefined; before: string | undefined; limit: number },
): Promise<SettingChangeRow[]> {
  return db<SettingChangeRow[]>`
    select id, at, actor_name as by, details ->> 'setting' as subject, split_part(action, '.', 2) as deed,
      details ->> 'key' as key, details -> 'title' as title, details -> 'before' as before, details -> 'after' as after
    from operation_event
    where details ? 'setting' ${subject ? db`and details ->> 'setting' = ${subject}` : db``}
      ${before ? db`and id < ${before}` : db``}
    order by id desc limit ${limit}`
}
