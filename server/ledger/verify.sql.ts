import type { Db, Tx } from '../platform/database.ts'
import { contentsOf, unsealedSince } from './leaf.sql.ts'

/** Many blocks are read at once: going through a table beats going into its index for each row. */
export async function preferWholeTables(tx: Tx): Promise<void> {
  await tx`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true), set_config('enable_nestloop', 'off', true)`
}

export async function preferAnyWay(tx: Tx): Promise<void> {
  await tx`select set_config('enable_nestloop', 'on', true)`
}

export type LeafRow = { block: number; position: number; hash: Buffer; archived: boolean; content: string | null }

/** The leaves of some blocks, each with what its record says now. Entries of archived months are elsewhere. */
export async function selectLeaves(db: Db, first: number, last: number): Promise<LeafRow[]> {
  return contentsOf(
    db,
    db`r.block::int, r.position, r.hash, r.archived`,
    db`select l.*, row_number() over (order by l.block, l.position) as place,
        l.kind = 'entry' and coalesce(l.at < ledger.archived_until(), false) as archived
      from ledger.leaf l where l.block between ${first} and ${last}`,
  ) as unknown as Promise<LeafRow[]>
}

export type LeafName = { kind: string; id: string; key: string }

export async function selectLeafName(db: Db, block: number, position: number): Promise<LeafName> {
  const [row] = await db<LeafName[]>`
    select kind, id, key from ledger.leaf where block = ${block} and position = ${position}`
  return row!
}

/** Leaves of blocks that are not there. */
export async function selectStrayLeaves(db: Db, limit: number) {
  return db<{ block: string; position: number }[]>`
    select l.block::text, l.position from ledger.leaf l left join ledger.block b on b.number = l.block
    where b.number is null order by l.block, l.position limit ${limit}`
}

/** Records without a leaf that are older than `before`, the first ones; and how many there are without one in all. */
export async function selectUnsealed(db: Db, before: string, limit: number) {
  const unsealed = unsealedSince(db, { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' })
  return db<{ kind: string; id: string; key: string; at: string; unsealed: number }[]>`
    with unsealed as materialized (${unsealed})
    select u.kind, u.id, u.key, u.at, (select count(*)::int from unsealed) as unsealed
    from (select) one left join lateral (
      select * from unsealed where at::timestamptz < to_timestamp(${before}::numeric) or at in ('infinity', '-infinity')
      order by kind, id, key limit ${limit}) u on true`
}

export async function countRecords(db: Db) {
  const [row] = await db<{ accounts: number; entries: number; postings: number; holds: number; requests: number }[]>`
    select (select count(*)::int from ledger.account) as accounts, (select count(*)::int from ledger.entry) as entries,
      (select count(*)::int from ledger.posting) as postings, (select count(*)::int from ledger.hold) as holds,
      (select count(*)::int from ledger.request) as requests`
  return row!
}

/** States that nothing recorded led to. */
export async function selectOrphanedStates(db: Db, limit: number) {
  return db<{ table: string; key: string; rule: string; expected: string; found: string }[]>`
    select 'account' as table, a.id::text as key, 'account_state' as rule, coalesce(s.state, 'open') as expected, a.state as found
    from ledger.account a
    left join lateral (select state from ledger.account_state s where s.account_id = a.id order by change desc limit 1) s on true
    where a.state <> coalesce(s.state, 'open')
    union all
    select 'account_state', s.account_id || ' ' || s.change, 'account_state_once', 'one after the other', 'a gap'
    from (select *, row_number() over (partition by account_id order by change) as place from ledger.account_state) s
    where s.change <> s.place
    union all
    select 'hold', h.id::text, 'hold_closing', 'closed or open', h.state || ', closed ' || coalesce(h.closed_at::text, 'never')
      || ', entry ' || coalesce(h.entry_id::text, 'none')
    from ledger.hold h
    where (h.state = 'open') <> (h.closed_at is null) or (h.state = 'settled') <> (h.entry_id is not null)
    limit ${limit}`
}
