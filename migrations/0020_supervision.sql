-- The supervisor's desk: what customers said after a conversation, and reviews of quality.

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

-- What a good answer is, as data: an operator adds rows and retires them.
create table review_criterion (
  code text primary key check (code ~ '^[a-z_]{2,40}$'),
  -- { "zh": …, "id": …, "en": … }
  names jsonb not null check (names ?& array['zh', 'id', 'en']),
  position int not null,
  retired boolean not null default false
);
insert into review_criterion (code, position, names) values
  ('right', 10, '{"zh":"回答正确","id":"Jawabannya benar","en":"The answer is right"}'),
  ('understood', 20, '{"zh":"弄清了问题","id":"Masalahnya dipahami","en":"The problem was understood"}'),
  ('kind', 30, '{"zh":"语气亲切","id":"Nadanya ramah","en":"The tone is kind"}'),
  ('clear', 40, '{"zh":"用语清楚","id":"Kata-katanya jelas","en":"The words are clear"}'),
  ('safe', 50, '{"zh":"先核实再操作","id":"Dipastikan dulu, baru bertindak","en":"Made sure before acting"}'),
  ('finished', 60, '{"zh":"事情办完了","id":"Urusannya selesai","en":"The matter is finished"}');

-- One review of one case.
create table case_review (
  case_id uuid primary key references support_case (id),
  agent_id uuid not null references staff (id),
  reviewer_id uuid not null references staff (id),
  reviewed_at timestamptz not null,
  words text check (length(words) between 1 and 1000),
  constraint case_review_other_person check (reviewer_id <> agent_id)
);
create index case_review_agent on case_review (agent_id, reviewed_at desc);
create index case_review_recent on case_review (reviewed_at desc);

-- 0: missing, 1: in part, 2: as it should be.
create table case_review_score (
  case_id uuid not null references case_review (case_id),
  criterion text not null references review_criterion (code),
  score int not null check (score between 0 and 2),
  words text check (length(words) between 1 and 500),
  primary key (case_id, criterion)
);
