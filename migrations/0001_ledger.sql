-- The ledger: accounts, entries, postings, holds. Its tables live in a schema of their own that the application's role
-- can read and cannot write: every change goes through the functions below, which check what must always be true.

do $$ begin
  create role dompet_app nologin;
exception when duplicate_object or unique_violation then null; -- roles are shared by all databases of a server
end $$;
do $$ begin
  execute format('grant dompet_app to %I', current_user);
end $$;

create schema ledger;
grant usage on schema ledger to dompet_app;
grant usage on schema public to dompet_app;
alter default privileges in schema ledger grant select on tables to dompet_app;
alter default privileges in schema public grant select, insert, update, delete on tables to dompet_app;
alter default privileges in schema public grant usage on sequences to dompet_app;

-- Domains and not checks of the table: those are judged anew at each change of a balance.
create domain ledger.account_purpose as text check (value in ('customer', 'merchant', 'fees', 'bank', 'suspense', 'opening'));
create domain ledger.currency_code as text check (value ~ '^[A-Z]{3}$');
create domain ledger.account_standing as text check (value in ('open', 'frozen', 'closed'));

-- Positive balances are money we owe to the owner; our bank account is the other side and goes below zero.
create table ledger.account (
  id uuid primary key,
  purpose ledger.account_purpose not null,
  owner_id uuid,
  currency ledger.currency_code not null,
  balance bigint not null default 0,
  held bigint not null default 0 check (held >= 0),
  -- Lowest allowed balance less holds; null where there is none (our side of the outside world).
  floor bigint,
  version bigint not null default 0,
  state ledger.account_standing not null default 'open',
  opened_at timestamptz not null,
  last_posted_at timestamptz not null default '-infinity',
  constraint account_floor check (floor is null or balance - held >= floor),
  constraint account_owner unique nulls not distinct (purpose, owner_id, currency)
) with (fillfactor = 50); -- room for the next version beside the last one: balances change all the time

-- One movement. `account_ids` leads to its postings through their primary key, which spares an index on them.
create table ledger.entry (
  id uuid not null,
  posted_at timestamptz not null,
  kind text not null,
  account_ids uuid[] not null,
  primary key (id, posted_at)
) partition by range (posted_at);

-- One leg. `posted_at` never goes back within an account, so this key is history, point in time and uniqueness in one.
create table ledger.posting (
  account_id uuid not null,
  posted_at timestamptz not null,
  seq bigint not null,
  entry_id uuid not null,
  amount bigint not null check (amount <> 0),
  balance_after bigint not null,
  primary key (account_id, posted_at, seq)
) partition by range (posted_at);

create table ledger.hold (
  id uuid primary key,
  account_id uuid not null,
  amount bigint not null check (amount > 0),
  state text not null default 'open' check (state in ('open', 'settled', 'released')),
  placed_at timestamptz not null,
  expires_at timestamptz not null,
  closed_at timestamptz,
  entry_id uuid,
  constraint hold_closing check ((state = 'open') = (closed_at is null) and (state = 'settled') = (entry_id is not null))
);
create index hold_open on ledger.hold (account_id) where state = 'open';

-- First answers, for ever: the same key of the same actor finds what happened, also when that was a refusal.
create table ledger.request (
  actor_id uuid not null,
  idempotency_key text not null,
  digest bytea not null,
  outcome jsonb not null,
  posted_at timestamptz not null,
  primary key (actor_id, idempotency_key)
);

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'ledger rows are never changed or deleted' using errcode = '23000', constraint = 'ledger_immutable';
end $$;

-- Months are made ahead; the default partition takes whatever no month covers, so that no insert ever fails.
create function ledger.create_month(p_month date) returns void
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
  first_day date := date_trunc('month', p_month);
  suffix text := to_char(first_day, 'YYYY_MM');
  parent text;
begin
  foreach parent in array array['entry', 'posting'] loop
    if to_regclass(format('ledger.%I', parent || '_' || suffix)) is null then
      execute format('create table ledger.%I partition of ledger.%I for values from (%L) to (%L)',
        parent || '_' || suffix, parent, first_day::timestamptz, (first_day + interval '1 month')::timestamptz);
      perform ledger.make_immutable(format('ledger.%I', parent || '_' || suffix));
    end if;
  end loop;
end $$;

create function ledger.make_immutable(p_table regclass) returns void language plpgsql as $$
begin
  execute format('create trigger immutable before update or delete or truncate on %s for each statement execute function ledger.refuse_change()', p_table);
end $$;

create table ledger.entry_default partition of ledger.entry default;
create table ledger.posting_default partition of ledger.posting default;
select ledger.make_immutable(t) from unnest(array['ledger.entry', 'ledger.posting', 'ledger.entry_default', 'ledger.posting_default', 'ledger.request']::regclass[]) t;
select ledger.create_month((date_trunc('month', now()) + make_interval(months => m))::date) from generate_series(-1, 3) m;

create function ledger.open_account(p_id uuid, p_purpose text, p_owner_id uuid, p_currency text, p_floor bigint, p_opened_at timestamptz)
returns uuid language sql security definer set search_path = ledger, pg_temp as $$
  insert into account (id, purpose, owner_id, currency, floor, opened_at)
  values (p_id, p_purpose, p_owner_id, p_currency, p_floor, p_opened_at)
  on conflict on constraint account_owner do nothing;
  select id from account where purpose = p_purpose and owner_id is not distinct from p_owner_id and currency = p_currency;
$$;

create function ledger.set_account_state(p_id uuid, p_state text) returns void
language sql security definer set search_path = ledger, pg_temp as $$
  update account set state = p_state where id = p_id;
$$;

-- Locks accounts in the order of their ids, the one order that all of us use, and answers their newest figures.
create function ledger.lock_accounts(p_ids uuid[])
returns table (id uuid, purpose text, currency text, balance bigint, held bigint, floor bigint, version bigint, state text, last_posted_at timestamptz)
language sql security definer set search_path = ledger, pg_temp rows 200 as $$
  select a.id, a.purpose, a.currency, a.balance, a.held, a.floor, a.version, a.state, a.last_posted_at
  from account a where a.id = any (p_ids) order by a.id for no key update
$$;

create function ledger.lock_holds(p_ids uuid[])
returns table (id uuid, account_id uuid, amount bigint, state text)
language sql security definer set search_path = ledger, pg_temp rows 50 as $$
  select h.id, h.account_id, h.amount, h.state from hold h where h.id = any (p_ids) order by h.id for no key update
$$;

-- Writes one batch: entries with their legs, new holds, closed holds, first answers, and each touched account once.
-- The caller holds the locks (lock_accounts) and has worked out what each leg leaves behind; what it hands in is checked
-- against the accounts: an entry that does not sum to zero in each currency, a sequence with a gap, a balance that is not
-- the last one plus its legs, a step back in time, money out of a frozen account, or a hold closed twice undoes the whole
-- batch. What closed holds give back comes before the legs, and what new holds take comes after them: the other way
-- round, an account that settles a hold of all it has would for a moment lie below its floor.
create function ledger.post(
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
      returning a.currency
    )
    select (select count(*) from change), count(*), min(currency), max(currency)
      into touched, affected, first_currency, last_currency from moved;
    if affected <> touched then
      raise exception 'an account is unknown, frozen, closed or has moved on' using errcode = '23514', constraint = 'account_movable';
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
