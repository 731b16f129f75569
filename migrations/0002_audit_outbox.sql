-- Who did what to which customer's account, and why. Added to, never changed.
create table audit_event (
  id uuid not null,
  customer_id uuid not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('customer', 'staff', 'system')),
  actor_id uuid,
  actor_name text not null,
  action text not null,
  reason text,
  case_id uuid,
  details jsonb not null default '{}',
  primary key (customer_id, id)
);
revoke update, delete, truncate on audit_event from dompet_app;
create trigger immutable before update or delete or truncate on audit_event for each statement execute function ledger.refuse_change();

-- What happened, for those who must hear of it. Written in the transaction of the change itself.
-- `position` is drawn after the locks, so it is in order for each account; `tx` tells which rows can no longer be
-- overtaken by one that is still uncommitted.
create sequence outbox_position;
grant usage on sequence outbox_position to dompet_app;
create table outbox (
  tx xid8 not null default pg_current_xact_id(),
  position bigint not null default nextval('outbox_position'),
  id uuid not null,
  topic text not null,
  subject_id uuid not null,
  payload jsonb not null,
  at timestamptz not null,
  primary key (tx, position)
);

-- How far each listener has read: everything below `until_tx`, and within the window up to `next_tx` what lies at or below `position`.
create table outbox_reader (
  name text primary key,
  until_tx xid8 not null default '0',
  next_tx xid8 not null default '0',
  position bigint not null default 0
);

do $$ begin
  execute 'grant usage on schema graphile_worker to dompet_app';
  execute 'grant all on all tables in schema graphile_worker to dompet_app';
  execute 'grant all on all sequences in schema graphile_worker to dompet_app';
  execute 'grant execute on all functions in schema graphile_worker to dompet_app';
end $$;
