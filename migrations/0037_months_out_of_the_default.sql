-- Rows that lie in the default partition, because no month was there when they were posted, get months of their own when
-- the owner asks for it: as long as they lie there, no month after them can be archived. They are read and proved as
-- before; the ledger waits meanwhile. Answers the months that were made. Months that are in the archive are not made again.
create function ledger.draw_months() returns setof date
language plpgsql security definer set search_path = ledger, pg_temp set timezone = 'UTC' as $$
declare
  months date[];
  parent text;
begin
  lock table archive in exclusive mode;
  lock table entry, posting in access exclusive mode;
  months := array(
    select month from (
      select date_trunc('month', posted_at)::date as month from entry_default
      union select date_trunc('month', posted_at)::date from posting_default
    ) lying
    where not exists (select from archive where archive.month >= lying.month) order by month);
  if cardinality(months) = 0 then
    return;
  end if;
  foreach parent in array array['entry', 'posting'] loop
    execute format('alter table %I detach partition %I', parent, parent || '_default');
    execute format('alter table %I set schema ledger_archive', parent || '_default');
    execute format('create table ledger.%I partition of ledger.%I default', parent || '_default', parent);
    perform make_immutable(format('ledger.%I', parent || '_default'));
  end loop;
  perform create_month(month) from unnest(months) month;
  foreach parent in array array['entry', 'posting'] loop
    execute format('insert into ledger.%I select * from ledger_archive.%I', parent, parent || '_default');
    execute format('drop table ledger_archive.%I', parent || '_default');
  end loop;
  return query select unnest(months);
end $$;
revoke execute on function ledger.draw_months from public;
