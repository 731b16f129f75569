import { uuidArray } from '../platform/arrays.ts'
import type { Db } from '../platform/database.ts'

/** Names of members of staff and teams, of those who left and of retired ones too. */
export async function selectNames(db: Db, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  const list = uuidArray(ids)
  return db<{ id: string; name: string }[]>`
    select id, name from staff where id = any(${list}::uuid[])
    union all select id, name from team where id = any(${list}::uuid[])`
}
