import type { Db, Tx } from '../platform/database.ts'
import { contentsOf, legsOfAll, legsOfEach, noId, unsealedSince } from './leaf.sql.ts'

/** Whether this is a database of ours at all. */
export async function hasLedger(db: Db): Promise<boolean> {
  const [row] = await db<{ there: boolean }[]>`select to_regclass('ledger.leaf') is not null as there`
  return row!.there
}

/** Lets another transaction see exactly what this one sees, while this one goes on. */
export async function exportSnapshot(tx: Tx): Promise<string> {
  const [row] = await tx<{ snapshot: string }[]>`select pg_export_snapshot() as snapshot`
  return row!.snapshot
}

/** Must be the first statement of its transaction. */
export async function adoptSnapshot(tx: Tx, snapshot: string): Promise<void> {
  if (!/^[0-9A-F-]+$/.test(snapshot)) throw new Error('not a snapshot')
  await tx.unsafe(`set transaction snapshot '${snapshot}'`)
}

/** Everything is looked at: memory for sorting and joining beats a disk. */
export async function preferRoom(tx: Tx): Promise<void> {
  await tx`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`
}

/** The same, and going through a table beats going into its index for each row, also where no statistics say so. */
export async function preferWholeTables(tx: Tx): Promise<void> {
  await preferRoom(tx)
  await tx`select set_config('enable_nestloop', 'off', true)`
}

export async function preferAnyWay(tx: Tx): Promise<void> {
  await tx`select set_config('enable_nestloop', 'on', true)`
}

/** The end of the archive, from its rows and not from a function of the database, which its owner could change. */
const archivedUntil = (db: Db) => db`(select (max(month) + interval '1 month') at time zone 'UTC' from ledger.archive)`

/** Entries of archived months are elsewhere: their leaves stand for them. */
const archived = (db: Db) => db`kind = 'entry' and coalesce(at < ${archivedUntil(db)}, false)`

/** Archived months whose leaves are not called as they were when the month was detached, or that nobody detached. */
export async function selectMisnamedMonths(db: Db, limit: number) {
  return db<{ month: string; expected: string; found: string }[]>`
    with names as (
      select date_trunc('month', at at time zone 'UTC')::date as month, block,
        sha256(string_agg(convert_to(concat_ws(' ', position, id, key, extract(epoch from at)), 'UTF8'), ',' order by position)) as names
      from ledger.leaf where ${archived(db)} group by 1, 2
    ), found as (
      select month, sha256(string_agg(names, ''::bytea order by block)) as names from names group by month
    )
    select to_char(coalesce(x.month, f.month), 'YYYY-MM-DD') as month,
      coalesce(encode(x.leaf_names, 'hex'), 'no such archive') as expected, encode(coalesce(f.names, sha256('')), 'hex') as found
    from ledger.archive x full join found f on f.month = x.month
    where x.leaf_names is distinct from coalesce(f.names, sha256('')) order by 1 limit ${limit}`
}

/** The first blocks of which some row no longer says what its leaf holds. One pass over each table. */
export async function selectChangedBlocks(db: Db, limit: number): Promise<number[]> {
  const everything = contentsOf(db, db`select * from ledger.leaf`, legsOfAll(db))
  const rows = await db<{ block: bigint }[]>`
    with ${everything}
    select distinct block from said
    where case when content is null then not (${archived(db)}) else hash <> sha256('\\x00'::bytea || convert_to(content, 'UTF8')) end
    order by block limit ${limit}`
  return rows.map((row) => Number(row.block))
}

export type BlockLeaves = { block: number; leaves: number; isGapless: boolean; hashes: Buffer }

/** What the leaves of some blocks hold: 32 bytes each, one after the other in the order of their positions. */
export async function selectHashesOfBlocks(db: Db, first: number, last: number): Promise<BlockLeaves[]> {
  return db<BlockLeaves[]>`
    select block::int, count(*)::int as leaves, bool_and(position + 1 = place) as "isGapless",
      string_agg(hash, ''::bytea order by position) as hashes
    from (
      select *, row_number() over (partition by block order by position) as place
      from ledger.leaf where block between ${first} and ${last}
    ) l group by block`
}

export type LeafRow = {
  position: number
  kind: string
  id: string
  key: string
  hash: Buffer
  archived: boolean
  content: string | null
}

/** The leaves of one block, each with what its record says now. */
export async function selectLeaves(db: Db, block: number): Promise<LeafRow[]> {
  const leaves = db`select * from ledger.leaf where block = ${block}`
  return db<LeafRow[]>`
    with ${contentsOf(db, leaves, legsOfEach(db))}
    select position, kind, id, key, hash, ${archived(db)} as archived, content from said order by position`
}

/** Leaves of blocks that are not there. */
export async function selectStrayLeaves(db: Db, limit: number) {
  return db<{ block: string; position: number }[]>`
    select l.block::text, l.position from ledger.leaf l left join ledger.block b on b.number = l.block
    where b.number is null order by l.block, l.position limit ${limit}`
}

/**
 * Records without a leaf that lie further back than the grace, from the last block or from the newest of them: where
 * nobody seals any more, or the chain was cut off, there is no later block. The first ones, and how many there are in all.
 */
export async function selectUnsealed(db: Db, since: { headAt: string; graceMs: number }, limit: number) {
  const unsealed = unsealedSince(db, { at: '-infinity', id: noId })
  return db<{ kind: string; id: string; key: string; at: string; unsealed: number }[]>`
    with unsealed as materialized (${unsealed}), latest as (
      select greatest(to_timestamp(${since.headAt}::numeric),
        max(at::timestamptz) filter (where isfinite(at::timestamptz))) as at from unsealed
    )
    select u.kind, u.id, u.key, u.at, (select count(*)::int from unsealed) as unsealed
    from (select) one left join lateral (
      select * from unsealed
      where at::timestamptz < (select at from latest) - ${`${since.graceMs} milliseconds`}::interval or at in ('infinity', '-infinity')
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
    union all
    select 'carried', c.account_id || ' ' || c.seq, 'carried_archive', 'an archived month', to_char(c.month, 'YYYY-MM-DD')
    from ledger.carried c left join ledger.archive x on x.month = c.month where x.month is null
    limit ${limit}`
}
