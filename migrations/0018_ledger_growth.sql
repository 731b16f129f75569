-- What a ledger needs when it grows old: archives that are proved like everything else, and months that are detached
-- without holding up those who post.

-- What an account carries over is added to and never changed, so that it can be sealed: a row for each archived month in
-- which it moved, the newest of which counts.
alter table ledger.carried add column month date;
update ledger.carried set month = date_trunc('month', posted_at at time zone 'UTC');
alter table ledger.carried alter column month set not null,
  drop constraint carried_pkey, add primary key (account_id, seq);

-- What the leaves of an archived month's entries are called: their hashes are in the chain, their names would be in the
-- rows that are gone. For each block the names in order, and of all blocks one digest; verify.sql.ts says the same.
create function ledger.leaf_names(p_month date) returns bytea language sql stable set search_path = ledger, pg_temp as $$
  select sha256(coalesce(string_agg(names, ''::bytea order by block), ''))
  from (
    select block, sha256(string_agg(convert_to(concat_ws(' ', position, id, key, extract(epoch from at)), 'UTF8'), ',' order by position)) as names
    from leaf where kind = 'entry'
      and at >= p_month::timestamp at time zone 'UTC' and at < (p_month + interval '1 month') at time zone 'UTC'
    group by block
  ) each
$$;
alter table ledger.archive add column leaf_names bytea;
update ledger.archive set leaf_names = ledger.leaf_names(month);
alter table ledger.archive alter column leaf_names set not null;

select ledger.make_immutable(t) from unnest(array['ledger.archive', 'ledger.carried']::regclass[]) t;

alter table ledger.leaf drop constraint leaf_kind_check, add constraint leaf_kind_check
  check (kind in ('account', 'account_state', 'archive', 'carried', 'entry', 'hold', 'hold_closed', 'request'));

-- As before, but: refused where an entry of the month is not sealed, whose leaf is all that will be left to prove it by;
-- and the month is read before the lock that everybody else would wait for, while only its own tables are closed to
-- writers, who have no business there.
create or replace function ledger.detach_month(p_month date, p_at timestamptz) returns void
language plpgsql security definer set search_path = ledger, pg_temp set timezone = 'UTC' as $$
declare
  first_day date := date_trunc('month', p_month);
  next_at timestamptz := date_trunc('month', p_month)::timestamptz + interval '1 month';
  suffix text := to_char(first_day, 'YYYY_MM');
  parent text;
  has_unsealed boolean;
begin
  lock table archive in exclusive mode;
  if next_at + interval '1 month' > p_at then
    raise exception 'this month ended less than a month ago' using errcode = '23514', constraint = 'month_over';
  end if;
  if suffix is distinct from (select min(m) from attached_months() m) then
    raise exception 'only the oldest month can be detached' using errcode = '23514', constraint = 'month_oldest';
  end if;
  execute format('lock table %I, %I in share mode', 'entry_' || suffix, 'posting_' || suffix);
  execute format(
    'select exists (select from %I e where not exists (select from leaf l where l.kind = ''entry'' and l.id = e.id and l.key = ''''))',
    'entry_' || suffix) into has_unsealed;
  if has_unsealed then
    raise exception 'this month is not wholly sealed' using errcode = '23514', constraint = 'month_sealed';
  end if;
  execute format(
    'insert into carried (account_id, posted_at, seq, balance, month)
     select distinct on (account_id) account_id, posted_at, seq, balance_after, %L from %I
     order by account_id, posted_at desc, seq desc', first_day, 'posting_' || suffix);
  insert into archive (month, detached_at, leaf_names) values (first_day, p_at, leaf_names(first_day));
  lock table entry, posting in access exclusive mode;
  if exists (select from posting_default where posted_at < next_at) or exists (select from entry_default where posted_at < next_at) then
    raise exception 'rows of this time lie in the default partition' using errcode = '23514', constraint = 'month_whole';
  end if;
  foreach parent in array array['entry', 'posting'] loop
    execute format('alter table ledger.%I detach partition ledger.%I', parent, parent || '_' || suffix);
    execute format('alter table ledger.%I set schema ledger_archive', parent || '_' || suffix);
    execute format('revoke all on ledger_archive.%I from dompet_app', parent || '_' || suffix);
  end loop;
end $$;
