-- What counterparties say of our money, held against our own books: statements, matches, breaks, corrections, and the
-- daily figure of client money.

-- What a member of staff (or the machine) did that concerns no single customer's account. Added to, never changed.
create table operation_event (
  id uuid primary key,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('staff', 'system')),
  actor_id uuid,
  actor_name text not null,
  action text not null,
  subject_id uuid not null,
  reason text,
  details jsonb not null default '{}'
);
create index operation_event_subject on operation_event (subject_id, id);
revoke update, delete, truncate on operation_event from dompet_app;
create trigger immutable before update or delete or truncate on operation_event for each statement execute function ledger.refuse_change();

-- One counterparty that settles with us. What lies before `begins_at` was never compared; by how much its account and
-- ours differed at that moment is written down with the first statement and stays in sight.
create table settlement_source (
  name text primary key,
  currency text not null,
  begins_at timestamptz not null,
  opening_difference bigint
);

-- One file of a source, whole and unchanged. The same `statement_id` is taken once, and so is each day.
create table settlement_statement (
  id uuid primary key,
  source text not null references settlement_source (name),
  statement_id text not null,
  digest bytea not null,
  account text not null,
  currency text not null,
  day date not null,
  opening bigint not null,
  closing bigint not null,
  records int not null,
  format text not null,
  content bytea not null,
  -- Who handed it in; null where the daily job fetched it.
  staff_id uuid,
  received_at timestamptz not null,
  constraint settlement_statement_once unique (source, statement_id),
  constraint settlement_statement_day unique (source, day)
);
revoke update, delete, truncate on settlement_statement from dompet_app;

-- One line of a statement: money that the source says came (above zero) or went (below).
create table settlement_record (
  id uuid primary key,
  source text not null,
  statement_id uuid not null references settlement_statement (id),
  line int not null,
  reference text,
  bank_reference text,
  account text,
  amount bigint not null check (amount <> 0),
  currency text not null,
  booked_on date not null,
  value_on date not null,
  remittance text,
  unique (statement_id, line)
);
revoke update, delete, truncate on settlement_record from dompet_app;

-- A line and a credit of ours that are the same money. Each side is used once, for ever.
create table settlement_match (
  record_id uuid primary key references settlement_record (id),
  source text not null,
  our_reference text not null references bank_credit (reference),
  rule text not null check (rule in ('reference', 'amount_time')),
  days_late int not null,
  matched_at timestamptz not null,
  unique (source, our_reference)
);
revoke update, delete, truncate on settlement_match from dompet_app;

-- Money that one side has and the other has not, or not so. `amount` is what the source has more than we (minor units).
create table settlement_break (
  id uuid primary key,
  source text not null,
  kind text not null check (kind in ('missing_here', 'missing_there', 'amount', 'duplicate', 'late')),
  record_id uuid references settlement_record (id),
  our_reference text references bank_credit (reference),
  amount bigint not null,
  currency text not null,
  day date not null,
  state text not null default 'open' check (state in ('open', 'explained', 'corrected', 'closed')),
  opened_at timestamptz not null,
  ended_at timestamptz,
  -- The last day on which it was not yet over is the one before.
  ended_day date,
  constraint settlement_break_side check (record_id is not null or our_reference is not null),
  constraint settlement_break_ended check ((state in ('corrected', 'closed')) = (ended_at is not null) and (ended_at is null) = (ended_day is null)),
  constraint settlement_break_once unique nulls not distinct (source, record_id, our_reference)
);
create index settlement_break_open on settlement_break (source, day) where state in ('open', 'explained');
revoke delete, truncate on settlement_break from dompet_app;

-- A correcting entry that one member of staff proposes and another one decides on; never the same.
create table correction (
  id uuid primary key,
  break_id uuid not null references settlement_break (id),
  template text not null check (template in ('to_suspense', 'from_suspense', 'to_fees', 'from_fees', 'credit_customer')),
  amount bigint not null check (amount > 0),
  currency text not null,
  reason text not null,
  state text not null default 'proposed' check (state in ('proposed', 'approved', 'rejected')),
  proposed_by uuid not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  decision_reason text,
  entry_id uuid unique,
  constraint correction_four_eyes check (decided_by <> proposed_by),
  constraint correction_decided check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
  constraint correction_posted check ((state = 'approved') = (entry_id is not null))
);
-- One proposal at a time, and one approved correction for ever.
create unique index correction_once on correction (break_id) where state in ('proposed', 'approved');
revoke delete, truncate on correction from dompet_app;

-- Our account at the source at the end of a day, beside what we owe to whom. Written again when it is worked out again.
create table client_money_day (
  source text not null references settlement_source (name),
  day date not null,
  currency text not null,
  -- What the ledger says we have at the bank, and for whom.
  bank bigint not null,
  customers bigint not null,
  merchants bigint not null,
  fees bigint not null,
  suspense bigint not null,
  opening bigint not null,
  -- Null where there is no statement of the day yet.
  statement_closing bigint,
  -- Less the difference with which reconciliation began.
  difference bigint,
  -- What open breaks account for.
  explained bigint,
  state text not null check (state in ('balanced', 'explained', 'unexplained', 'no_statement')),
  computed_at timestamptz not null,
  primary key (source, day)
);
revoke delete, truncate on client_money_day from dompet_app;
