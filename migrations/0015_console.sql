-- What agents do beside a conversation: raised limits, codes to the registered contact, actions that wait for a second
-- person, mentions of colleagues, macros.

-- Higher limits of one customer until their end. Who raised them and why stands in audit_event.
alter table customer
  add column limit_per_payment bigint,
  add column limit_per_day bigint,
  add column limit_until timestamptz,
  add constraint customer_limit check (
    num_nulls(limit_per_payment, limit_per_day, limit_until) = 3
    or (num_nulls(limit_per_payment, limit_per_day, limit_until) = 0
      and limit_per_payment > 0 and limit_per_day >= limit_per_payment));

-- A code that was sent to the customer's registered number because of a case, and is entered in the own app. The digest
-- is of the newest code: it is made when the message leaves, and kept nowhere else.
create table case_code (
  case_id uuid not null references support_case (id),
  id uuid not null,
  customer_id uuid not null references customer (id),
  code_digest bytea,
  tries int not null default 0,
  asked_by uuid not null references staff (id),
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  primary key (case_id, id)
);
create index case_code_customer on case_code (customer_id, asked_at desc);

-- An action that one member of staff asked for and another decides.
create table action_request (
  customer_id uuid not null references customer (id),
  id uuid not null,
  case_id uuid not null references support_case (id),
  action text not null,
  -- What was asked, as the action's own figures.
  details jsonb not null,
  reason text not null,
  asked_by uuid not null references staff (id),
  asked_at timestamptz not null,
  -- Nobody decides after this: whoever still wants it asks again.
  expires_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'rejected', 'lapsed')),
  decided_by uuid references staff (id),
  decided_at timestamptz,
  decision_reason text,
  primary key (customer_id, id),
  constraint action_request_decided check ((state in ('approved', 'rejected')) = (decided_by is not null and decided_at is not null)),
  constraint action_request_second_person check (decided_by <> asked_by)
);
create index action_request_id on action_request (id);
create unique index action_request_waiting on action_request (customer_id, action) where state = 'waiting';
create index action_request_open on action_request (asked_at) where state = 'waiting';

-- A colleague was named in a note.
create table case_mention (
  staff_id uuid not null references staff (id),
  case_id uuid not null references support_case (id),
  seq int not null,
  at timestamptz not null,
  seen_at timestamptz,
  primary key (staff_id, case_id, seq)
);
create index case_mention_new on case_mention (staff_id, at desc) where seen_at is null;

-- Prepared words with gaps, by language, and what may be done with them.
create table macro (
  id uuid primary key,
  language text not null check (language in ('zh', 'id', 'en')),
  name text not null check (length(name) between 1 and 60),
  text text not null check (length(text) between 1 and 4000),
  -- A command of the desk that is offered after the words: nothing is done without the agent.
  command text,
  changed_at timestamptz not null,
  changed_by uuid references staff (id),
  constraint macro_name unique (language, name)
);
