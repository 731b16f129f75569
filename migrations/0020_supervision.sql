-- The supervisor's desk: what customers said after a conversation.

-- A day's conversations are counted by when people came.
create index support_session_queued on support_session (queued_at);

-- What a customer answered after a conversation, once for each case; without a score they passed over the question.
create table satisfaction (
  case_id uuid primary key references support_case (id),
  customer_id uuid not null references customer (id),
  -- Who answered last, and what the case was about when the customer said so.
  agent_id uuid references staff (id),
  category text not null,
  score int check (score between 1 and 5),
  reasons text[] not null default '{}' check (cardinality(reasons) <= 8),
  words text check (length(words) between 1 and 1000),
  said_at timestamptz not null,
  constraint satisfaction_passed_over check (score is not null or (reasons = '{}' and words is null))
);
create index satisfaction_said on satisfaction (said_at);
