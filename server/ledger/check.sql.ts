import type { Db } from '../platform/database.ts'

export type FaultRow = { rule: string; subject: string; expected: string; found: string }

/** The rules of facts/ledger.md, "Always true", in one statement and so on one snapshot: money may move meanwhile. */
export async function selectFaults(db: Db, limitPerRule: number): Promise<FaultRow[]> {
  return db<FaultRow[]>`
    with known as (
      select account_id, posted_at, seq, entry_id, amount, balance_after, 0 as archived from ledger.posting
      -- What archived months left behind stands for all postings in them.
      union all select account_id, posted_at, seq, null, balance, balance, seq - 1 from ledger.carried
    ), leg as materialized (
      select p.account_id, p.posted_at, p.seq, p.entry_id, p.amount, p.balance_after,
        row_number() over history + sum(p.archived) over history as place,
        sum(p.amount) over history as running,
        lag(p.posted_at) over history as posted_before
      from known p
      window history as (partition by p.account_id order by p.seq, p.posted_at)
    ), summary as (
      select account_id, max(place) as legs, sum(amount) as balance, max(posted_at) as last_posted_at,
        (array_agg(balance_after order by place desc))[1] as last_balance
      from leg group by account_id
    ), moved as (
      select entry_id, posted_at, count(*) as legs, array_agg(account_id order by account_id) as accounts from leg
      where entry_id is not null group by entry_id, posted_at
    ), open_hold as (
      select account_id, sum(amount) as held from ledger.hold where state = 'open' group by account_id
    ), fault (rule, subject, expected, found) as (
      select 'currency_sum', currency, '0', sum(balance)::text
      from ledger.account group by currency having sum(balance) <> 0

      union all select 'entry_balanced', l.entry_id::text, '0', sum(l.amount)::text || ' ' || a.currency
      from leg l join ledger.account a on a.id = l.account_id
      where l.entry_id is not null group by l.entry_id, a.currency having sum(l.amount) <> 0

      union all select 'entry_legs', coalesce(e.id, m.entry_id)::text,
        coalesce(cardinality(e.account_ids)::text, 'no') || ' legs', coalesce(m.legs::text, 'no') || ' legs'
      from ledger.entry e full join moved m on m.entry_id = e.id and m.posted_at = e.posted_at
      where e.id is null or m.entry_id is null
        or (select array_agg(id order by id) from unnest(e.account_ids) id) <> m.accounts

      union all select 'entry_once', id::text, '1', count(*)::text from ledger.entry group by id having count(*) > 1

      union all select 'posting_account', l.account_id::text, 'an account', 'none'
      from leg l left join ledger.account a on a.id = l.account_id where a.id is null

      union all select 'posting_sequence', l.account_id || ' ' || l.entry_id, l.place::text, l.seq::text
      from leg l where l.seq <> l.place

      union all select 'posting_balance', l.account_id || ' ' || l.seq, l.running::text, l.balance_after::text
      from leg l where l.balance_after <> l.running

      union all select 'posting_time', l.account_id || ' ' || l.seq, 'from ' || l.posted_before, l.posted_at::text
      from leg l where l.posted_at < l.posted_before

      union all select 'account_version', a.id::text, coalesce(s.legs, 0)::text, a.version::text
      from ledger.account a left join summary s on s.account_id = a.id where a.version <> coalesce(s.legs, 0)

      union all select 'account_balance', a.id::text,
        coalesce(s.balance, 0) || ', last ' || coalesce(s.last_balance, 0), a.balance::text
      from ledger.account a left join summary s on s.account_id = a.id
      where a.balance <> coalesce(s.balance, 0) or a.balance <> coalesce(s.last_balance, 0)

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
      where h.state = 'settled' and not coalesce(uuid_extract_timestamp(h.entry_id) < ledger.archived_until(), false)
        and not exists (select from ledger.entry e where e.id = h.entry_id and h.account_id = any (e.account_ids))

      union all select 'entry_settles_once', entry_id::text, '1', count(*)::text
      from ledger.hold where entry_id is not null group by entry_id having count(*) > 1

      union all select 'request_done', r.actor_id || ' ' || r.idempotency_key, 'an entry or a hold', r.outcome ->> 'done'
      from ledger.request r
      where r.outcome ? 'done'
        and not coalesce(uuid_extract_timestamp((r.outcome ->> 'done')::uuid) < ledger.archived_until(), false)
        and not exists (select from ledger.entry e where e.id = (r.outcome ->> 'done')::uuid)
        and not exists (select from ledger.hold h where h.id = (r.outcome ->> 'done')::uuid)

      union all select 'request_own_entry', r.outcome ->> 'done', '1', count(*)::text
      from ledger.request r join ledger.entry e on e.id = (r.outcome ->> 'done')::uuid
      group by r.outcome ->> 'done' having count(*) > 1
    )
    select rule, subject, expected, found
    from (select *, row_number() over (partition by rule order by subject) as place from fault) numbered
    where place <= ${limitPerRule}
    order by rule, subject`
}
