import type { AgentFacts } from '../../contract/desk-settings.ts'
import { textArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'

type Row = Omit<AgentFacts, 'places'> & {
  id: string
  name: string
  chat: number | null
  message: number | null
  call: number | null
}

/** Everybody who answers customers, by name; places are null for who was never at the desk. */
export async function selectAgentSettings(db: Db): Promise<Row[]> {
  return db<Row[]>`
    select staff.id, staff.name, staff.languages, p.capacity as chat, p.message_capacity as message, p.call_capacity as call,
      (select coalesce(json_agg(topic order by topic), '[]') from agent_skill where staff_id = staff.id) as skills
    from staff left join agent_presence p on p.staff_id = staff.id
    where staff.disabled_at is null and staff.roles && array['agent', 'supervisor']
    order by lower(staff.name), staff.id`
}

/** Whoever was never at the desk is not thereby at it. */
export async function storeAgent(tx: Tx, staffId: string, { languages, skills, places }: AgentFacts): Promise<void> {
  await tx`update staff set languages = ${textArray(languages)}::text[] where id = ${staffId}`
  await tx`delete from agent_skill where staff_id = ${staffId}`
  await tx`insert into agent_skill (staff_id, topic) select ${staffId}, unnest(${textArray(skills)}::text[])`
  await tx`
    insert into agent_presence (staff_id, state, seen_at, capacity, message_capacity, call_capacity)
    values (${staffId}, 'away', 'epoch', ${places.chat}, ${places.message}, ${places.call})
    on conflict (staff_id) do update set capacity = excluded.capacity, message_capacity = excluded.message_capacity,
      call_capacity = excluded.call_capacity`
}
