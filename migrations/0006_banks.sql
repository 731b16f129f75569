-- Virtual accounts and the money that came by them; webhooks to merchants; the reader's way through the outbox.

-- The customer part of virtual account numbers, and of merchants' national ids: never given twice.
create sequence virtual_account_number start 10000001;
create sequence merchant_number;
grant usage on sequence virtual_account_number, merchant_number to dompet_app;

-- A customer's own account number at the bank. The row exists before the bank is asked, so that an answer that was lost
-- is found by asking about this number and never by asking for a second one.
create table virtual_account (
  customer_id uuid primary key references customer (id),
  number text not null constraint virtual_account_number_unique unique check (number ~ '^\d{9,28}$'),
  service_id text not null,
  customer_no text not null,
  name text not null,
  -- Our reference of the request to the bank.
  trx_id text not null unique,
  state text not null default 'asked' check (state in ('asked', 'open', 'refused')),
  bank_code text,
  asked_at timestamptz not null,
  settled_at timestamptz,
  constraint virtual_account_number_parts check (number = service_id || customer_no),
  constraint virtual_account_settled check ((state = 'asked') = (settled_at is null))
);

-- Each transfer that the bank told us of and that was credited, once: its reference is the key.
create table bank_credit (
  reference text primary key,
  virtual_account text not null,
  customer_id uuid not null,
  payment_id uuid not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  bank_reference text,
  transferred_at timestamptz,
  received_at timestamptz not null
);
revoke update, delete, truncate on bank_credit from dompet_app;

-- One event for one merchant. `id` is the event's, sent as webhook-id: a receiver knows a repeat by it.
create table webhook_delivery (
  merchant_id uuid not null references merchant (id),
  id uuid not null,
  topic text not null,
  body text not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'given_up')),
  tries int not null default 0,
  created_at timestamptz not null,
  next_try_at timestamptz,
  ended_at timestamptz,
  primary key (merchant_id, id),
  constraint webhook_delivery_ended check ((state = 'waiting') = (ended_at is null)),
  constraint webhook_delivery_next check ((state = 'waiting') = (next_try_at is not null))
) with (fillfactor = 70);

create table webhook_attempt (
  merchant_id uuid not null,
  delivery_id uuid not null,
  number int not null check (number > 0),
  started_at timestamptz not null,
  ended_at timestamptz,
  http_status int,
  -- Why there was no answer: a stable word, never the answer's text.
  failure text,
  primary key (merchant_id, delivery_id, number),
  foreign key (merchant_id, delivery_id) references webhook_delivery (merchant_id, id)
);

-- Readers go by position. Rows lie in the table nearly in that order, so a block range index costs writers nothing.
grant select on sequence outbox_position to dompet_app;
create index outbox_by_position on outbox using brin (position) with (pages_per_range = 16, autosummarize = on);
comment on column outbox_reader.position is 'Everything at or below it has been delivered.';
comment on column outbox_reader.until_tx is 'No undelivered event has a lower tx: where the search begins.';
comment on column outbox_reader.next_tx is 'Not used: see server/platform/outbox.ts for why order is by position alone.';
