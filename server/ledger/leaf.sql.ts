import type postgres from 'postgres'
import type { Db } from '../platform/database.ts'

/** A record that has a leaf: `key` where its id is not enough; `at` is PostgreSQL's text, which keeps microseconds. */
export type RecordName = { kind: string; id: string; key: string; at: string }

/** Stands where a record has no id of its own, and before all ids. */
export const noId = '00000000-0000-0000-0000-000000000000'

/**
 * The words of leaves, for a query to go on from: `record` is what was asked for, a query of (kind, id, key, at, …);
 * `said` is each of them with `content`, what its row says now, or null where there is no such row. One line of JSON for
 * each, times in seconds since 1970, so that neither zone nor format of a session changes a leaf. `legs` joins the legs
 * of entry `e` as l.legs: below are two ways. Not materialized: PostgreSQL knows how many leaves of a kind there are, and
 * not how many a query of them would give.
 *
 * Legs of an entry show amount and currency, and only a digest of account, sequence and balance: whoever gets the receipt
 * of one side learns nothing about the other's account.
 */
export function contentsOf(db: Db, records: postgres.Fragment, legs: postgres.Fragment) {
  return db`
    record as not materialized (${records}), said as (
      select r.*, '{"entry":"' || e.id || '","at":"' || extract(epoch from e.posted_at) || '","kind":' || to_json(e.kind)
        || ',"accounts":"' || encode(sha256(e.account_ids::text::bytea), 'hex') || '","legs":[' || coalesce(l.legs, '') || ']}' as content
      from (select * from record where kind = 'entry') r
      left join ledger.entry e on e.id = r.id and e.posted_at = r.at and r.key = '' ${legs}
      where coalesce(r.kind, '') <> ''

      union all select r.*, '{"actor":"' || q.actor_id || '","key":' || to_json(q.idempotency_key)
        || ',"at":"' || extract(epoch from q.posted_at) || '","digest":"' || encode(q.digest, 'hex') || '","outcome":' || q.outcome || '}'
      from record r left join ledger.request q on q.actor_id = r.id and q.idempotency_key = r.key and q.posted_at = r.at
      where r.kind = 'request'

      union all select r.*, case when a.id is not null then
        json_build_array('account', a.id, a.purpose, a.owner_id, a.currency, a.floor::text, extract(epoch from a.opened_at)::text)::text end
      from record r left join ledger.account a on a.id = r.id and a.opened_at = r.at and r.key = '' where r.kind = 'account'

      union all select r.*, case when s.account_id is not null then
        json_build_array('account_state', s.account_id, s.change::text, s.state, extract(epoch from s.set_at)::text)::text end
      from record r left join ledger.account_state s on s.account_id = r.id and s.change::text = r.key and s.set_at = r.at
      where r.kind = 'account_state'

      union all select r.*, case when h.id is not null then
        json_build_array('hold', h.id, h.account_id, h.amount::text, extract(epoch from h.placed_at)::text, extract(epoch from h.expires_at)::text)::text end
      from record r left join ledger.hold h on h.id = r.id and h.placed_at = r.at and r.key = '' where r.kind = 'hold'

      union all select r.*, case when h.id is not null then
        json_build_array('hold_closed', h.id, h.state, h.entry_id, extract(epoch from h.closed_at)::text)::text end
      from record r left join ledger.hold h on h.id = r.id and h.closed_at = r.at and r.key = '' and h.state <> 'open'
      where r.kind = 'hold_closed'

      union all select r.*, case when x.month is not null then
        json_build_array('archive', x.month, extract(epoch from x.detached_at)::text, encode(x.leaf_names, 'hex'))::text end
      from record r left join ledger.archive x on r.id = ${noId} and to_char(x.month, 'YYYY-MM-DD') = r.key and x.detached_at = r.at
      where r.kind = 'archive'

      union all select r.*, case when c.account_id is not null then
        json_build_array('carried', c.account_id, c.month, extract(epoch from c.posted_at)::text, c.seq::text, c.balance::text)::text end
      from record r left join (ledger.carried c join ledger.archive x on x.month = c.month)
        on c.account_id = r.id and c.seq::text = r.key and x.detached_at = r.at
      where r.kind = 'carried'

      union all select r.*, null from record r
      where r.kind not in ('entry', 'request', 'account', 'account_state', 'hold', 'hold_closed', 'archive', 'carried')
    )`
}

const legsText = (db: Db) => db`
  string_agg(
    '["' || p.amount || '","' || coalesce(a.currency, '') || '","'
      || encode(sha256((p.account_id || ' ' || p.seq || ' ' || p.balance_after)::bytea), 'hex') || '"]',
    ',' order by p.account_id, p.seq) as legs`

/**
 * Through the accounts of what was asked for: for as many as a block has. An account is looked at once for each moment:
 * entries of one batch share it, and the accounts of shops and fees have many of each. A full join, for PostgreSQL takes
 * these for a handful, and would compare each entry with the legs of all; it does not know how for a full one.
 */
export function legsOfEach(db: Db) {
  return db`
    full join (
      select p.entry_id, p.posted_at, ${legsText(db)} from (
        select distinct x.posted_at, account_id
        from record r join ledger.entry x on x.id = r.id and x.posted_at = r.at cross join unnest(x.account_ids) account_id
        where r.kind = 'entry'
      ) m left join ledger.account a on a.id = m.account_id
      join ledger.posting p on p.account_id = m.account_id and p.posted_at = m.posted_at
      group by p.entry_id, p.posted_at
    ) l on l.entry_id = e.id and l.posted_at = e.posted_at`
}

/** All postings at once: for all there is. */
export function legsOfAll(db: Db) {
  return db`
    left join (
      select p.entry_id, p.posted_at, ${legsText(db)} from ledger.posting p left join ledger.account a on a.id = p.account_id
      group by p.entry_id, p.posted_at
    ) l on l.entry_id = e.id and l.posted_at = e.posted_at`
}

/**
 * What has no leaf yet, of what was written since: an id of that moment finds what is found by id, `since` the rest.
 * Entries, the many, are told apart by one pass over both sides, whatever PostgreSQL knows of their number.
 */
export function unsealedSince(db: Db, since: { at: string; id: string }) {
  const { at, id } = since
  return db<RecordName[]>`
    select 'account' as kind, a.id, '' as key, a.opened_at::text as at
    from ledger.account a where a.id >= ${id}
      and not exists (select from ledger.leaf l where l.kind = 'account' and l.id = a.id and l.id >= ${id})
    union all select 'account_state', s.account_id, s.change::text, s.set_at::text
    from ledger.account_state s where s.set_at >= ${at}::text::timestamptz
      and not exists (select from ledger.leaf l where l.kind = 'account_state' and l.id = s.account_id and l.key = s.change::text)
    union all select 'entry', e.id, '', e.posted_at::text
    from (
      select id from ledger.entry where id >= ${id}
      except select id from ledger.leaf where kind = 'entry' and id >= ${id}
    ) fresh join ledger.entry e on e.id = fresh.id
    union all select 'hold', h.id, '', h.placed_at::text
    from ledger.hold h where h.id >= ${id}
      and not exists (select from ledger.leaf l where l.kind = 'hold' and l.id = h.id and l.id >= ${id})
    union all select 'hold_closed', h.id, '', h.closed_at::text
    from ledger.hold h where h.state <> 'open' and h.closed_at >= ${at}::text::timestamptz
      and not exists (select from ledger.leaf l where l.kind = 'hold_closed' and l.id = h.id)
    union all select 'request', r.actor_id, r.idempotency_key, r.posted_at::text
    from ledger.request r where r.posted_at >= ${at}::text::timestamptz
      and not exists (select from ledger.leaf l where l.kind = 'request' and l.id = r.actor_id and l.key = r.idempotency_key)
    union all select 'archive', ${noId}, to_char(x.month, 'YYYY-MM-DD'), x.detached_at::text
    from ledger.archive x where x.detached_at >= ${at}::text::timestamptz
      and not exists (select from ledger.leaf l where l.kind = 'archive' and l.key = to_char(x.month, 'YYYY-MM-DD'))
    union all select 'carried', c.account_id, c.seq::text, x.detached_at::text
    from ledger.archive x join ledger.carried c on c.month = x.month where x.detached_at >= ${at}::text::timestamptz
      and not exists (select from ledger.leaf l where l.kind = 'carried' and l.id = c.account_id and l.key = c.seq::text)`
}
