import type { Db } from '../platform/database.ts'

export type FaultRow = { rule: string; subject: string; expected: string; found: string }

/**
 * The rules of facts/ledger.md, "Always true", in one statement and so on one snapshot: money may move meanwhile. Postings
 * are read three times (in each account's order, by account, by entry), and only what breaks a rule is kept.
 */
export async function selectFaults(db: Db, limitPerRule: number): Promise<FaultRow[]> {
  return db<FaultRow[]>`
    with known as not materialized (
      select account_id, posted_at, seq, entry_id, amount, balance_after, 0 as archived from ledger.posting
      -- What archived months left behind stands for all postings in them.
      union all (
        select distinct on (account_id) account_id, posted_at, seq, null::uuid, balance, balance, seq - 1
        from ledger.carried order by account_id, seq desc
      )
    ), archived as (
      -- Not by the database's own function, which its owner could change. The first id (UUIDv7) that is not archived.
      select (lpad(to_hex((extract(epoch from (max(month) + interval '1 month') at time zone 'UTC') * 1000)::bigint), 12, '0')
        || repeat('0', 20))::uuid as until from ledger.archive
    ), misplaced as materialized (
      select * from (
        select account_id, entry_id, seq, balance_after, posted_at,
          row_number() over history + sum(archived) over history as place,
          sum(amount) over history as running,
          lag(posted_at) over history as posted_before
        from known window history as (partition by account_id order by seq, posted_at)
      ) leg where seq <> place or balance_after <> running or posted_at < posted_before
    ), summary as materialized (
      select account_id, count(*) + sum(archived) as legs, sum(amount) as balance, max(posted_at) as last_posted_at
      from known group by account_id
    ), moved as (
      select p.entry_id, p.posted_at, count(*) as legs, sum(p.amount) as total,
        min(a.currency) as first_currency, max(a.currency) as last_currency, array_agg(p.account_id order by p.account_id) as accounts
      from ledger.posting p left join ledger.account a on a.id = p.account_id group by p.entry_id, p.posted_at
    ), unlike as materialized (
      select coalesce(e.id, m.entry_id) as entry_id, coalesce(e.posted_at, m.posted_at) as posted_at, e.account_ids, m.legs, m.accounts
      from ledger.entry e full join moved m on m.entry_id = e.id and m.posted_at = e.posted_at
      where e.id is null or m.entry_id is null or m.total <> 0 or m.first_currency <> m.last_currency
        or m.accounts is distinct from e.account_ids
          and m.accounts is distinct from (select array_agg(id order by id) from unnest(e.account_ids) id)
    ), open_hold as (
      select account_id, sum(amount) as held from ledger.hold where state = 'open' group by account_id
    ), fault (rule, subject, expected, found) as (
      select 'currency_sum', currency, '0', sum(balance)::text
      from ledger.account group by currency having sum(balance) <> 0

      union all select 'entry_balanced', u.entry_id::text, '0', c.total || ' ' || c.currency
      from unlike u cross join lateral (
        select a.currency, sum(p.amount) as total
        from (select distinct id from unnest(u.accounts) id) touched
        join ledger.posting p on p.account_id = touched.id and p.posted_at = u.posted_at and p.entry_id = u.entry_id
        join ledger.account a on a.id = p.account_id
        group by a.currency having sum(p.amount) <> 0
      ) c

      union all select 'entry_legs', entry_id::text,
        coalesce(cardinality(account_ids)::text, 'no') || ' legs', coalesce(legs::text, 'no') || ' legs'
      from unlike where legs is null or accounts is distinct from (select array_agg(id order by id) from unnest(account_ids) id)

      union all select 'entry_once', id::text, '1', count(*)::text from ledger.entry group by id having count(*) > 1

      union all select 'posting_account', s.account_id::text, 'an account', 'none'
      from summary s left join ledger.account a on a.id = s.account_id where a.id is null

      union all select 'posting_sequence', account_id || ' ' || coalesce(entry_id::text, 'carried'), place::text, seq::text
      from misplaced where seq <> place

      union all select 'posting_balance', account_id || ' ' || seq, running::text, balance_after::text
      from misplaced where balance_after <> running

      union all select 'posting_time', account_id || ' ' || seq, 'from ' || posted_before, posted_at::text
      from misplaced where posted_at < posted_before

      union all select 'account_version', a.id::text, coalesce(s.legs, 0)::text, a.version::text
      from ledger.account a left join summary s on s.account_id = a.id where a.version <> coalesce(s.legs, 0)

      union all select 'account_balance', a.id::text, coalesce(s.balance, 0)::text, a.balance::text
      from ledger.account a left join summary s on s.account_id = a.id where a.balance <> coalesce(s.balance, 0)

      union all select 'account_time', a.id::text, s.last_posted_at::text, a.last_posted_at::text
      from ledger.account a left join summary s on s.account_id = a.id
      where a.last_posted_at <> coalesce(s.last_posted_at, '-infinity')

      union all select 'account_floor', a.id::text, 'from ' || a.floor, (a.balance - a.held)::text
      from ledger.account a where a.balance - a.held < a.floor

      union all select 'account_held', a.id::text, coalesce(h.held, 0)::text, a.held::text
      from ledger.account a left join open_hold h on h.account_id = a.id where a.held <> coalesce(h.held, 0)

      union all select 'hold_account', h.id::text, 'an account', 'none'
      from ledger.hold h left join ledger.account a on a.id = h.account_id where a.id is null

      union all select 'hold_settled', h.id::text, 'an entry of its account', h.entry_id::text
      from ledger.hold h
      where h.state = 'settled' and not coalesce(h.entry_id < (select until from archived), false)
        and not exists (select from ledger.entry e where e.id = h.entry_id and h.account_id = any (e.account_ids))

      union all select 'entry_settles_once', entry_id::text, '1', count(*)::text
      from ledger.hold where entry_id is not null group by entry_id having count(*) > 1

      union all select 'request_done', r.actor_id || ' ' || r.idempotency_key, 'an entry or a hold', r.outcome ->> 'done'
      from ledger.request r
      where r.outcome ? 'done'
        and not coalesce((r.outcome ->> 'done')::uuid < (select until from archived), false)
        and not exists (select from ledger.entry e where e.id = (r.outcome ->> 'done')::uuid)
        and not exists (select from ledger.hold h where h.id = (r.outcome ->> 'done')::uuid)

      union all select 'request_own_entry', done::text, '1', answers::text
      from (
        select (outcome ->> 'done')::uuid as done, count(*) as answers from ledger.request where outcome ? 'done'
        group by (outcome ->> 'done')::uuid having count(*) > 1
      ) shared where exists (select from ledger.entry e where e.id = done)
    )
    select rule, subject, expected, found
    from (select *, row_number() over (partition by rule order by subject) as place from fault) numbered
    where place <= ${limitPerRule}
    order by rule, subject`
}
