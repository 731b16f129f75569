-- How to know us: numbers, senders and addresses that are ours; what customers report as fraud; who of us talks to a
-- customer now; codes that open a case over the telephone.

-- What is ours: a hotline, a sender of messages, a web or mail domain. Changed by an approved change alone.
create table directory_entry (
  id uuid primary key,
  kind text not null check (kind in ('hotline', 'sender', 'site', 'mail')),
  -- The number in E.164, the sender's name in capitals, the domain.
  value text not null,
  entry jsonb not null,
  since timestamptz not null,
  constraint directory_entry_once unique (kind, value)
);
revoke truncate on directory_entry from dompet_app;

-- What one member of staff proposes and another one decides on; never the same.
create table directory_change (
  id uuid primary key,
  entry_id uuid not null,
  deed text not null check (deed in ('add', 'change', 'remove')),
  -- As it will be; as it was where it is to be removed.
  entry jsonb not null,
  reason text not null check (length(reason) between 5 and 500),
  state text not null default 'proposed' check (state in ('proposed', 'approved', 'rejected', 'withdrawn')),
  proposed_by uuid not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  decision_reason text,
  constraint directory_change_four_eyes check (state not in ('approved', 'rejected') or decided_by <> proposed_by),
  constraint directory_change_decided check ((state = 'proposed') = (decided_at is null))
);
create unique index directory_change_open on directory_change (entry_id) where state = 'proposed';
revoke delete, truncate on directory_change from dompet_app;

-- The directory as it was published, with its detached signature. Never changed.
create table directory_edition (
  number int primary key check (number > 0),
  document text not null,
  signature bytea not null check (length(signature) = 64),
  key_id text not null,
  published_at timestamptz not null
);
revoke update, delete, truncate on directory_edition from dompet_app;
create trigger immutable before update or delete or truncate on directory_edition for each statement execute function ledger.refuse_change();

-- What customers report as fraud. One customer counts once for one number, name or address.
create table scam_report (
  id uuid primary key,
  kind text not null check (kind in ('phone', 'sender', 'link', 'mail')),
  value text not null check (length(value) <= 300),
  customer_id uuid not null references customer (id),
  case_id uuid not null references support_case (id),
  at timestamptz not null,
  constraint scam_report_once unique (kind, value, customer_id)
);
revoke update, delete, truncate on scam_report from dompet_app;

-- What staff made of it: confirmed ones warn everybody at once, dismissed ones nobody.
create table scam_verdict (
  kind text not null,
  value text not null,
  verdict text not null check (verdict in ('confirmed', 'dismissed')),
  staff_id uuid not null,
  staff_name text not null,
  at timestamptz not null,
  primary key (kind, value)
);
revoke delete, truncate on scam_verdict from dompet_app;

-- Somebody of us talks to a customer: two words that only both of them see. A chat lives as long as its session is the
-- agent's; whoever places or takes a call writes its end here.
create table live_contact (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  channel text not null check (channel in ('chat', 'call')),
  case_id uuid not null references support_case (id),
  session_id uuid,
  staff_id uuid not null references staff (id),
  -- Places in the list of words.
  first_word smallint not null,
  second_word smallint not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  constraint live_contact_session check ((channel = 'chat') = (session_id is not null)),
  constraint live_contact_once unique (session_id, staff_id, started_at)
);
create index live_contact_call on live_contact (customer_id) where channel = 'call' and ended_at is null;

-- A code that a customer reads out on the telephone, once. Only its digest is kept.
create table case_code (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  digest bytea not null,
  topic text not null check (topic in ('payment', 'top_up', 'account', 'safety', 'refund', 'complaint', 'other')),
  payment_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by uuid,
  case_id uuid references support_case (id)
);
-- No two codes that may still be read out are the same, and a customer has one.
create unique index case_code_digest on case_code (digest) where used_at is null;
create unique index case_code_customer on case_code (customer_id) where used_at is null;

-- Codes that a member of staff typed and nobody has: bounded, so that codes cannot be tried out.
create table case_code_miss (
  staff_id uuid not null,
  at timestamptz not null
);
create index case_code_miss_staff on case_code_miss (staff_id, at);
