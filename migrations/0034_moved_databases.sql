-- Databases that were moved: dumped on one server and restored on another, whose transactions count from the beginning,
-- or made by a session in another zone than UTC.

-- Readers of the outbox go by position alone. Where they had read up to, in transactions, would after a move have made
-- them pass over what is new.
alter table outbox_reader drop column until_tx, drop column next_tx;

-- By how much numbers of transactions that are stored run ahead of this server's own.
create table transaction_numbers (
  ahead bigint not null,
  only_one boolean primary key default true check (only_one)
);
insert into transaction_numbers values (0);
revoke insert, update, delete, truncate on transaction_numbers from dompet_app;

-- What is followed by its transaction (server/cases/follow.ts) goes on where it was: a new row would else have a lower
-- number than the last one that was followed, and nobody would ever see it.
create function continue_transaction_numbers() returns void language plpgsql as $$
declare
  newest bigint;
  lacking bigint;
  followed text;
begin
  -- Before this transaction draws its own number: whatever is stored by then has a lower one, unless it was moved here.
  select greatest((select max(tx) from case_event), (select max(tx) from payment), (select max(tx) from customer),
    (select max(tx) from follow_place)) into newest;
  select newest - (pg_current_xact_id()::text::bigint + ahead) into lacking from transaction_numbers;
  if lacking <= 0 then
    return;
  end if;
  update transaction_numbers set ahead = ahead + lacking;
  foreach followed in array array['case_event', 'payment', 'customer'] loop
    execute format('alter table %I alter column tx set default (pg_current_xact_id()::text::bigint + %s)', followed,
      (select ahead from transaction_numbers));
  end loop;
end $$;
revoke execute on function continue_transaction_numbers from public;

-- The first months' tables had the borders of the zone of the session that made them, those after them UTC's: between
-- both lay hours of no month, or of two. Such tables are drawn anew, with what had to go to the default partition.
do $$
declare
  whole record;
  drawn record;
begin
  set local timezone = 'UTC';
  create temporary table redrawn on commit drop as
    select c.relname as name, p.relname as parent, to_date(substring(c.relname from '\d{4}_\d\d$'), 'YYYY_MM') as month
    from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where i.inhparent in ('ledger.entry'::regclass, 'ledger.posting'::regclass)
      and pg_get_expr(c.relpartbound, c.oid) not like
        format('FOR VALUES FROM (''%s-01 00:00:00+00'') TO%%', replace(right(c.relname, 7), '_', '-'));
  if not exists (select from redrawn where month is not null) then
    return;
  end if;
  for drawn in select * from redrawn loop
    execute format('alter table ledger.%I detach partition ledger.%I', drawn.parent, drawn.name);
    execute format('alter table ledger.%I set schema ledger_archive', drawn.name);
  end loop;
  for whole in select parent, name from redrawn where month is null loop
    execute format('create table ledger.%I partition of ledger.%I default', whole.name, whole.parent);
    perform ledger.make_immutable(format('ledger.%I', whole.name));
  end loop;
  perform ledger.create_month(month) from (select distinct month from redrawn where month is not null order by month) months;
  for drawn in select * from redrawn loop
    execute format('insert into ledger.%I select * from ledger_archive.%I', drawn.parent, drawn.name);
    execute format('drop table ledger_archive.%I', drawn.name);
  end loop;
end $$;
