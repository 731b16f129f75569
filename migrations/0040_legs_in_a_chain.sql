-- As before, but every leg is held against the one before it in its account, and not the last alone: a batch says which
-- that is (its number; 0 for the first), so that nothing is summed up or sorted here, and each account's first and last
-- leg, which are held against the account itself. Nobody slips through: only an account's first leg may name none before
-- it, two that name the same would stand at one place of the account's history, which the key of postings refuses, and
-- the stretches from first to last have to cover all legs. Legs stand entry by entry: an entry's accounts are a stretch.
drop function ledger.post_and_tell, ledger.post;

create function ledger.post(
  p_posted_at timestamptz,
  p_entry_ids uuid[], p_entry_kinds text[], p_entry_firsts int[], p_entry_lasts int[],
  p_leg_entries int[], p_leg_accounts uuid[], p_leg_amounts bigint[], p_leg_seqs bigint[], p_leg_balances bigint[],
  p_leg_befores int[], p_account_firsts int[], p_account_lasts int[],
  p_hold_ids uuid[], p_hold_accounts uuid[], p_hold_amounts bigint[], p_hold_expiries timestamptz[],
  p_closed_holds uuid[], p_closed_states text[], p_closed_entries uuid[],
  p_request_actors uuid[], p_request_keys text[], p_request_digests text[], p_request_outcomes text[]
) returns void language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
  is_balanced boolean;
  is_chained boolean;
  firsts int;
  affected int;
  covered int;
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
    select bool_and(e.is_balanced), bool_and(e.is_chained), sum(e.firsts) into is_balanced, is_chained, firsts from (
      select sum(l.amount) = 0 as is_balanced, count(*) filter (where l.before = 0) as firsts,
        bool_and((l.before = 0 or (p_leg_accounts[l.before] = l.account_id and p_leg_seqs[l.before] + 1 = l.seq
          and p_leg_balances[l.before] + l.amount = l.balance_after)) is true) as is_chained
      from unnest(p_leg_entries, p_leg_accounts, p_leg_amounts, p_leg_seqs, p_leg_balances, p_leg_befores)
        l (entry, account_id, amount, seq, balance_after, before)
      group by l.entry
    ) e;
    if not is_balanced then
      raise exception 'an entry does not sum to zero' using errcode = '23514', constraint = 'entry_balanced';
    end if;
    if is_chained is not true or firsts <> cardinality(p_account_firsts) then
      raise exception 'a leg does not follow the one before it in its account' using errcode = '23514', constraint = 'account_movable';
    end if;

    insert into entry (id, posted_at, kind, account_ids)
    select e.id, p_posted_at, e.kind, p_leg_accounts[e.first_leg:e.last_leg]
    from unnest(p_entry_ids, p_entry_kinds, p_entry_firsts, p_entry_lasts) e (id, kind, first_leg, last_leg);

    insert into posting (account_id, posted_at, seq, entry_id, amount, balance_after)
    select l.account_id, p_posted_at, l.seq, p_entry_ids[l.entry], l.amount, l.balance_after
    from unnest(p_leg_entries, p_leg_accounts, p_leg_amounts, p_leg_seqs, p_leg_balances) l (entry, account_id, amount, seq, balance_after);

    with moved as (
      update account a set balance = p_leg_balances[c.last_leg], version = p_leg_seqs[c.last_leg], last_posted_at = p_posted_at
      from unnest(p_account_firsts, p_account_lasts) c (first_leg, last_leg)
      where a.id = p_leg_accounts[c.first_leg] and a.id = p_leg_accounts[c.last_leg]
        and p_leg_befores[c.first_leg] = 0 and a.version + 1 = p_leg_seqs[c.first_leg]
        and a.balance + p_leg_amounts[c.first_leg] = p_leg_balances[c.first_leg]
        and p_posted_at >= a.last_posted_at
        and (a.state = 'open' or (a.state = 'frozen' and p_leg_balances[c.last_leg] >= a.balance))
      returning a.currency, a.state, p_leg_seqs[c.last_leg] - p_leg_seqs[c.first_leg] + 1 as legs
    )
    select count(*), sum(moved.legs), min(currency), max(currency), bool_or(moved.state <> 'open')
      into affected, covered, first_currency, last_currency, has_frozen from moved;
    if affected <> cardinality(p_account_firsts) or covered is distinct from cardinality(p_leg_accounts) then
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

create function ledger.post_and_tell(
  p_posted_at timestamptz,
  p_entry_ids uuid[], p_entry_kinds text[], p_entry_firsts int[], p_entry_lasts int[],
  p_leg_entries int[], p_leg_accounts uuid[], p_leg_amounts bigint[], p_leg_seqs bigint[], p_leg_balances bigint[],
  p_leg_befores int[], p_account_firsts int[], p_account_lasts int[],
  p_hold_ids uuid[], p_hold_accounts uuid[], p_hold_amounts bigint[], p_hold_expiries timestamptz[],
  p_closed_holds uuid[], p_closed_states text[], p_closed_entries uuid[],
  p_request_actors uuid[], p_request_keys text[], p_request_digests text[], p_request_outcomes text[],
  p_event_ids uuid[], p_event_topics text[], p_event_subjects uuid[], p_event_payloads text[], p_event_times timestamptz[]
) returns void language plpgsql as $$
begin
  perform ledger.post(
    p_posted_at,
    p_entry_ids, p_entry_kinds, p_entry_firsts, p_entry_lasts,
    p_leg_entries, p_leg_accounts, p_leg_amounts, p_leg_seqs, p_leg_balances,
    p_leg_befores, p_account_firsts, p_account_lasts,
    p_hold_ids, p_hold_accounts, p_hold_amounts, p_hold_expiries,
    p_closed_holds, p_closed_states, p_closed_entries,
    p_request_actors, p_request_keys, p_request_digests, p_request_outcomes);
  insert into public.outbox (id, topic, subject_id, payload, at)
  select e.id, e.topic, e.subject_id, e.payload::jsonb, e.at
  from unnest(p_event_ids, p_event_topics, p_event_subjects, p_event_payloads, p_event_times) e (id, topic, subject_id, payload, at);
end $$;
