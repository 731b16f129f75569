-- A guest who signed in on the same device and said that both are the same person: once for each guest, for good.

create table guest_join (
  guest_id uuid primary key references customer (id),
  customer_id uuid not null references customer (id),
  -- The customer's session in which it was said.
  session_id uuid not null,
  at timestamptz not null
);

-- By what name people know the device, as for sessions; unknown for tokens from before.
alter table guest_token add column device text;
