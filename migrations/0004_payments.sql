create table merchant (
  id uuid primary key,
  name text not null check (length(name) between 1 and 25),
  city text not null check (length(city) between 1 and 15),
  category text not null check (category ~ '^\d{4}$'),
  state text not null default 'open' check (state in ('open', 'closed')),
  accepts_wallet boolean not null default true,
  -- Merchant number in QRIS codes: the national id (NMID) that the scheme gives.
  nmid text not null constraint merchant_nmid unique check (nmid ~ '^ID\d{13}$'),
  account_id uuid not null,
  key_hash bytea not null constraint merchant_key unique,
  webhook_url text,
  webhook_secret text,
  created_at timestamptz not null
);

create table checkout (
  id uuid primary key,
  merchant_id uuid not null references merchant (id),
  reference text not null,
  -- Short reference that fits a QR code's additional data; leads back to this row.
  qr_reference text not null constraint checkout_qr_reference unique,
  description text,
  amount bigint not null check (amount > 0),
  currency text not null,
  state text not null default 'open' check (state in ('open', 'paid', 'cancelled')),
  return_url text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  closed_at timestamptz,
  payment_id uuid,
  payer_id uuid,
  idempotency_key text not null,
  digest bytea not null,
  constraint checkout_idempotency unique (merchant_id, idempotency_key),
  constraint checkout_paid check ((state = 'paid') = (payment_id is not null))
);

-- One attempt to move a customer's money, whatever became of it. The decision that explains it is stored with it.
-- `customer_id` is whose act it is: the payer, or for a top-up the one who is credited.
create table payment (
  customer_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('send', 'shop', 'top_up')),
  state text not null check (state in ('paid', 'refused', 'abandoned')),
  payee_id uuid,
  merchant_id uuid,
  checkout_id uuid,
  counterparty text,
  payer_name text,
  amount bigint check (amount >= 0),
  -- What the customer pays on top, and what the shop pays out of the amount.
  fee bigint check (fee >= 0),
  merchant_fee bigint check (merchant_fee >= 0),
  currency text not null,
  note text,
  refusal text,
  decision json not null,
  entry_id uuid,
  balance_after bigint,
  at timestamptz not null,
  idempotency_key text not null,
  digest bytea not null,
  primary key (customer_id, id),
  constraint payment_idempotency unique (customer_id, idempotency_key),
  constraint payment_moved check ((state = 'paid') = (entry_id is not null)),
  constraint payment_refused check ((state = 'refused') = (refusal is not null))
);
create index payment_payee on payment (payee_id, id) where payee_id is not null and state = 'paid';
revoke delete, truncate on payment from dompet_app;

-- What a customer has paid out on a day, and the last payment, to notice a repeat; guarded by the lock on the
-- customer's ledger account.
create table spending (
  customer_id uuid primary key,
  day date not null,
  amount bigint not null,
  currency text not null,
  last_payee_id uuid not null,
  last_amount bigint not null,
  last_at timestamptz not null
) with (fillfactor = 50);

-- Fees by version: the newest whose `since` has come is in force. Version 1 asks for nothing.
create table fee_version (
  version int primary key,
  since timestamptz not null
);
create table fee (
  version int not null references fee_version (version),
  kind text not null check (kind in ('send', 'shop', 'top_up')),
  payer text not null check (payer in ('customer', 'merchant')),
  fixed bigint not null check (fixed >= 0),
  basis_points int not null check (basis_points between 0 and 10000),
  currency text not null,
  primary key (version, kind)
);
insert into fee_version values (1, '2026-01-01T00:00:00Z');
insert into fee values (1, 'send', 'customer', 0, 0, 'IDR'), (1, 'shop', 'merchant', 0, 0, 'IDR'), (1, 'top_up', 'customer', 0, 0, 'IDR');
