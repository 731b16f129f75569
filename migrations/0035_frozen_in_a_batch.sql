-- As before, but a frozen account gives nothing in any entry. Looking at what a batch changes it by in all, an entry that
-- took money out slipped through behind one that brought more in, where a process did not know yet that it was frozen.
create or replace function ledger.post(
  p_posted_at timestamptz,
  p_entry_ids uuid[], p_entry_kinds text[], p_entry_accounts text[],
  p_leg_entries int[], p_leg_accounts uuid[], p_leg_amounts bigint[], p_leg_seqs bigint[], p_leg_balances bigint[],
  p_hold_ids uuid[], p_hold_accounts uuid[], p_hold_amounts bigint[], p_hold_expiries timestamptz[],
  p_closed_holds uuid[], p_closed_states text[], p_closed_entries uuid[],
  p_request_actors uuid[], p_request_keys text[], p_request_digests text[], p_request_outcomes text[]
) returns void language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
  affected int;
  touched int;
  has_frozen boolean;
  first_currency text;
  last_currency text;
  held_accounts uuid[] := p_hold_accounts;
  held_amounts bigint[] := p_hold_amounts;
begin
  if cardinality(p_hold_ids) > 0 then
    insert into hold (id, account_id, amount, placed_at, expires_at)
    select h.id, h.account_id, h.amount, p_posted_at, h.expires_at
    from unnest(p_hold_ids, p_hold_accounts, p_hold_amounts, p_hold_expiries) h (id, account_id, amount, expires_at);
    perform 1 from unnest(p_hold_accounts) h (account_id) left join account a on a.id = h.account_id
      where a.state is distinct from 'open';
    if found then
      raise exception 'an account is unknown, frozen or closed' using errcode = '23514', constraint = 'account_movable';
    end if;
  end if;

  if cardinality(p_closed_holds) > 0 then
    with closed as (
      update hold set state = c.state, closed_at = p_posted_at, entry_id = c.entry_id
      from unnest(p_closed_holds, p_closed_states, p_closed_entries) c (id, state, entry_id)
      where hold.id = c.id and hold.state = 'open'
      returning hold.account_id, hold.amount
    )
    select count(*), held_accounts || array_agg(account_id), held_amounts || array_agg(-amount)
      into affected, held_accounts, held_amounts from closed;
    if affected <> cardinality(p_closed_holds) then
      raise exception 'a hold was closed before' using errcode = '23514', constraint = 'hold_closed_once';
    end if;
    update account a set held = a.held + h.amount
    from (select account_id, sum(amount)::bigint as amount from unnest(held_accounts, held_amounts) h (account_id, amount) group by account_id) h
    where a.id = h.account_id and h.amount < 0;
  end if;

  if cardinality(p_entry_ids) > 0 then
    perform 1 from unnest(p_leg_entries, p_leg_amounts) l (entry, amount) group by l.entry having sum(l.amount) <> 0;
    if found then
      raise exception 'an entry does not sum to zero' using errcode = '23514', constraint = 'entry_balanced';
    end if;

    insert into entry (id, posted_at, kind, account_ids)
    select e.id, p_posted_at, e.kind, e.account_ids::uuid[]
    from unnest(p_entry_ids, p_entry_kinds, p_entry_accounts) e (id, kind, account_ids);

    insert into posting (account_id, posted_at, seq, entry_id, amount, balance_after)
    select l.account_id, p_posted_at, l.seq, p_entry_ids[l.entry], l.amount, l.balance_after
    from unnest(p_leg_entries, p_leg_accounts, p_leg_amounts, p_leg_seqs, p_leg_balances) l (entry, account_id, amount, seq, balance_after);

    with change as (
      select l.account_id, sum(l.amount)::bigint as amount, count(*) as legs, min(l.seq) as first_seq, max(l.seq) as version,
        (max(array[l.seq, l.balance_after]))[2] as balance
      from unnest(p_leg_accounts, p_leg_amounts, p_leg_seqs, p_leg_balances) l (account_id, amount, seq, balance_after)
      group by l.account_id
    ), moved as (
      update account a set balance = c.balance, version = c.version, last_posted_at = p_posted_at
      from change c
      where a.id = c.account_id and a.version + 1 = c.first_seq and a.version + c.legs = c.version
        and a.balance + c.amount = c.balance
        and p_posted_at >= a.last_posted_at and (a.state = 'open' or (a.state = 'frozen' and c.amount >= 0))
      returning a.currency, a.state
    )
    select (select count(*) from change), count(*), min(currency), max(currency), bool_or(moved.state <> 'open')
      into touched, affected, first_currency, last_currency, has_frozen from moved;
    if affected <> touched then
      raise exception 'an account is unknown, frozen, closed or has moved on' using errcode = '23514', constraint = 'account_movable';
    end if;

    if has_frozen then
      perform 1 from unnest(p_leg_entries, p_leg_accounts, p_leg_amounts) l (entry, account_id, amount)
        join account a on a.id = l.account_id and a.state <> 'open'
        group by l.entry, l.account_id having sum(l.amount) < 0;
      if found then
        raise exception 'an account is frozen' using errcode = '23514', constraint = 'account_movable';
      end if;
    end if;

    if first_currency <> last_currency then
      perform 1 from unnest(p_leg_entries, p_leg_accounts, p_leg_amounts) l (entry, account_id, amount)
        join account a on a.id = l.account_id
        group by l.entry, a.currency having sum(l.amount) <> 0;
      if found then
        raise exception 'an entry does not sum to zero in each currency' using errcode = '23514', constraint = 'entry_balanced';
      end if;
    end if;
  end if;

  if cardinality(p_hold_ids) > 0 then
    update account a set held = a.held + h.amount
    from (select account_id, sum(amount)::bigint as amount from unnest(held_accounts, held_amounts) h (account_id, amount) group by account_id) h
    where a.id = h.account_id and h.amount > 0;
  end if;

  if cardinality(p_request_actors) > 0 then
    insert into request (actor_id, idempotency_key, digest, outcome, posted_at)
    select r.actor_id, r.idempotency_key, decode(r.digest, 'hex'), r.outcome::jsonb, p_posted_at
    from unnest(p_request_actors, p_request_keys, p_request_digests, p_request_outcomes) r (actor_id, idempotency_key, digest, outcome);
  end if;
end $$;
