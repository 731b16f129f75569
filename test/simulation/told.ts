import type { TellMovement } from '../../server/ledger/ledger.ts'
import type { Sql } from '../../server/platform/database.ts'
import type { Ids } from '../../server/platform/ids.ts'

/** How the simulated processes tell of what the ledger's verb did for them. */
export function tellOf(ids: Ids): TellMovement {
  return ({ operation, id, postedAt }) => ({
    id: ids(),
    topic: `ledger.${operation.kind}`,
    subjectId: 'legs' in operation ? operation.legs[0]!.accountId : operation.accountId,
    payload: 'legs' in operation ? { entryId: id } : { holdId: id },
    at: postedAt,
  })
}

/** What is wrong with the events of everything that moved; `what` is an entry's id, or a hold's. */
export type Mistold = { what: string; wrong: 'not told once' | 'told of nothing' | 'out of order' }

/**
 * Each entry, each hold placed and each hold released has exactly one event, and no event is of anything else. In every
 * account they are in the order of its history; a hold is told of before its end. Openings are the prepared world's.
 */
export async function findMistold(sql: Sql): Promise<Mistold[]> {
  const rows = await sql<Mistold[]>`
    with moved as (
      select 'entry' as kind, id from ledger.entry where kind <> 'opening'
      union all select 'hold', id from ledger.hold
      union all select 'release', id from ledger.hold where state = 'released'
    ), told as (
      select position, coalesce(payload ->> 'entryId', payload ->> 'holdId')::uuid as id,
        case when payload -> 'entryId' is not null then 'entry' else replace(topic, 'ledger.', '') end as kind
      from outbox
    ), in_account as (
      select t.id, t.position, lag(t.position) over (partition by p.account_id order by p.seq) as earlier
      from ledger.posting p join told t on t.kind = 'entry' and t.id = p.entry_id
      union all
      select h.id, ended.position, placed.position
      from ledger.hold h join told placed on placed.kind = 'hold' and placed.id = h.id
      join told ended on (ended.kind, ended.id) in (('release', h.id), ('entry', h.entry_id))
    )
    select m.id as what, 'not told once' as wrong from moved m left join told t using (kind, id)
    group by m.kind, m.id having count(t.position) <> 1
    union all select t.id, 'told of nothing' from told t where not exists (select from moved m where (m.kind, m.id) = (t.kind, t.id))
    union all select id, 'out of order' from in_account where position < earlier`
  return [...rows]
}
