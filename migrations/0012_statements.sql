-- Months of the ledger: made ahead, detached for the archive, and read without touching those that do not matter.

-- What has left the database, newest month last. Nothing before the end of the newest can be read here.
create table ledger.archive (
  month date primary key check (month = date_trunc('month', month)),
  detached_at timestamptz not null
);

-- What an account carries over from archived months: the place and balance of its last posting in them.
create table ledger.carried (
  account_id uuid primary key,
  posted_at timestamptz not null,
  seq bigint not null,
  balance bigint not null
);

-- Detached months wait here for the operator, who copies them away and drops them; the application cannot read them.
create schema ledger_archive;

-- As before, with borders in UTC whatever the session's zone; and a month whose rows already lie in the default
-- partition stays there, since posted rows never move.
create or replace function ledger.create_month(p_month date) returns void
language plpgsql security definer set search_path = ledger, pg_temp set timezone = 'UTC' as $$
declare
  first_day date := date_trunc('month', p_month);
  first_at timestamptz := date_trunc('month', p_month)::timestamptz;
  next_at timestamptz := date_trunc('month', p_month)::timestamptz + interval '1 month';
  suffix text := to_char(first_day, 'YYYY_MM');
  parent text;
begin
  if exists (select from archive where month >= first_day)
    or exists (select from entry_default where posted_at >= first_at and posted_at < next_at)
    or exists (select from posting_default where posted_at >= first_at and posted_at < next_at) then
    return;
  end if;
  foreach parent in array array['entry', 'posting'] loop
    if to_regclass(format('ledger.%I', parent || '_' || suffix)) is null then
      execute format('create table ledger.%I partition of ledger.%I for values from (%L) to (%L)',
        parent || '_' || suffix, parent, first_at, next_at);
      perform make_immutable(format('ledger.%I', parent || '_' || suffix));
    end if;
  end loop;
end $$;

-- The months that are attached, by the end of their tables' names.
create function ledger.attached_months() returns setof text language sql stable set search_path = ledger, pg_temp as $$
  select substr(c.relname, 9) from pg_inherits i join pg_class c on c.oid = i.inhrelid
  where i.inhparent = 'ledger.posting'::regclass and c.relname ~ '^posting_\d{4}_\d\d$'
$$;

-- Detaches the oldest month for the archive. What its accounts had is carried over first, so that balances and history
-- from then on stay as they were. Refused unless the month ended a month ago (a slow clock may still post into the one
-- just over), is the oldest one, and has nothing in the default partition.
create function ledger.detach_month(p_month date, p_at timestamptz) returns void
language plpgsql security definer set search_path = ledger, pg_temp set timezone = 'UTC' as $$
declare
  first_day date := date_trunc('month', p_month);
  next_at timestamptz := date_trunc('month', p_month)::timestamptz + interval '1 month';
  suffix text := to_char(first_day, 'YYYY_MM');
  parent text;
begin
  lock table entry, posting in access exclusive mode;
  if next_at + interval '1 month' > p_at then
    raise exception 'this month ended less than a month ago' using errcode = '23514', constraint = 'month_over';
  end if;
  if suffix is distinct from (select min(m) from attached_months() m) then
    raise exception 'only the oldest month can be detached' using errcode = '23514', constraint = 'month_oldest';
  end if;
  if exists (select from posting_default where posted_at < next_at) or exists (select from entry_default where posted_at < next_at) then
    raise exception 'rows of this time lie in the default partition' using errcode = '23514', constraint = 'month_whole';
  end if;
  execute format(
    'insert into carried (account_id, posted_at, seq, balance)
     select distinct on (account_id) account_id, posted_at, seq, balance_after from ledger.%I
     order by account_id, posted_at desc, seq desc
     on conflict (account_id) do update set posted_at = excluded.posted_at, seq = excluded.seq, balance = excluded.balance',
    'posting_' || suffix);
  insert into archive values (first_day, p_at);
  foreach parent in array array['entry', 'posting'] loop
    execute format('alter table ledger.%I detach partition ledger.%I', parent, parent || '_' || suffix);
    execute format('alter table ledger.%I set schema ledger_archive', parent || '_' || suffix);
    execute format('revoke all on ledger_archive.%I from dompet_app', parent || '_' || suffix);
  end loop;
end $$;
revoke execute on function ledger.detach_month from public;

-- The end of the archive: from here on everything can be read; null where nothing was archived.
create function ledger.archived_until() returns timestamptz language sql stable as $$
  select (max(month) + interval '1 month') at time zone 'UTC' from ledger.archive
$$;

-- An account's postings before a place, newest first. Goes from month to month and stops when it has enough: a query on
-- the whole table would descend into the index of every month there is, because of the default partition.
create function ledger.postings_before(p_account_id uuid, p_at timestamptz, p_seq bigint, p_limit int)
returns setof ledger.posting language plpgsql stable rows 30 as $$
declare
  newest_at timestamptz;
  month text;
  leg ledger.posting;
  lacking int := p_limit;
begin
  if exists (select from ledger.posting_default d
    where d.account_id = p_account_id and (d.posted_at, d.seq) < (p_at, p_seq)) then
    return query select * from ledger.posting p
      where p.account_id = p_account_id and (p.posted_at, p.seq) < (p_at, p_seq)
      order by p.posted_at desc, p.seq desc limit p_limit;
    return;
  end if;
  select least(p_at, a.last_posted_at) into newest_at from ledger.account a where a.id = p_account_id;
  if not found or newest_at = '-infinity' then
    return;
  end if;
  for month in
    select m from ledger.attached_months() m
    -- A day of room, for tables whose borders were drawn in another time zone.
    where m <= to_char(newest_at at time zone 'UTC' + interval '1 day', 'YYYY_MM') order by m desc
  loop
    for leg in execute format(
      'select * from ledger.%I where account_id = $1 and (posted_at, seq) < ($2, $3) order by posted_at desc, seq desc limit $4',
      'posting_' || month) using p_account_id, p_at, p_seq, lacking
    loop
      return next leg;
      lacking := lacking - 1;
    end loop;
    exit when lacking = 0 or leg.seq = 1;
  end loop;
end $$;
