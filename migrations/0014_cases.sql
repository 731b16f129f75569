-- Cases in full: stages, categories, priority, links, merging and splitting; promised times; diagnosis; search.

-- What a case can be about, as data. The codes of the topics stand among them for whoever has not looked closer yet.
create table case_category (
  code text primary key check (code ~ '^[a-z_]{2,40}$'),
  topic text not null check (topic in ('payment', 'top_up', 'account', 'safety', 'refund', 'complaint', 'other')),
  -- { "zh": …, "id": …, "en": … }
  names jsonb not null check (names ?& array['zh', 'id', 'en']),
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  -- Money that arrives for the customer while such a case is open is told in its timeline.
  awaits_money boolean not null default false,
  position int not null
);
insert into case_category (code, topic, priority, awaits_money, position, names) values
  ('payment', 'payment', 'normal', false, 10, '{"zh":"付款","id":"Pembayaran","en":"Payment"}'),
  ('payment_failed', 'payment', 'normal', false, 11, '{"zh":"付款未成功","id":"Pembayaran gagal","en":"Payment did not go through"}'),
  ('payment_unclear', 'payment', 'high', false, 12, '{"zh":"付款结果不明","id":"Hasil pembayaran tidak jelas","en":"Unclear whether it was paid"}'),
  ('wrong_person', 'payment', 'high', false, 13, '{"zh":"转错人","id":"Salah kirim","en":"Sent to the wrong person"}'),
  ('limits', 'payment', 'low', false, 14, '{"zh":"限额","id":"Batas transaksi","en":"Limits"}'),
  ('fees', 'payment', 'low', false, 15, '{"zh":"手续费","id":"Biaya","en":"Fees"}'),
  ('top_up', 'top_up', 'normal', true, 20, '{"zh":"充值","id":"Isi saldo","en":"Adding money"}'),
  ('top_up_missing', 'top_up', 'high', true, 21, '{"zh":"充值未到账","id":"Isi saldo belum masuk","en":"Added money has not arrived"}'),
  ('account', 'account', 'normal', false, 30, '{"zh":"账户","id":"Akun","en":"Account"}'),
  ('signin_locked', 'account', 'high', false, 31, '{"zh":"无法登录","id":"Tidak bisa masuk","en":"Cannot sign in"}'),
  ('pin', 'account', 'normal', false, 32, '{"zh":"支付密码","id":"PIN","en":"PIN"}'),
  ('phone_changed', 'account', 'normal', false, 33, '{"zh":"更换手机号","id":"Ganti nomor HP","en":"New phone number"}'),
  ('safety', 'safety', 'urgent', false, 40, '{"zh":"安全","id":"Keamanan","en":"Safety"}'),
  ('fraud', 'safety', 'urgent', false, 41, '{"zh":"诈骗","id":"Penipuan","en":"Fraud"}'),
  ('phone_lost', 'safety', 'urgent', false, 42, '{"zh":"手机丢失","id":"HP hilang","en":"Phone lost"}'),
  ('refund', 'refund', 'normal', true, 50, '{"zh":"退款","id":"Pengembalian dana","en":"Refund"}'),
  ('complaint', 'complaint', 'high', false, 60, '{"zh":"投诉","id":"Keluhan","en":"Complaint"}'),
  ('other', 'other', 'normal', false, 90, '{"zh":"其他问题","id":"Pertanyaan lain","en":"Other question"}');

-- Where a case stands. `state` says no more than whether it is closed, and follows from it.
alter table support_case
  add column stage text not null default 'open'
    check (stage in ('open', 'waiting_customer', 'on_hold', 'solved', 'closed')),
  add column stage_since timestamptz,
  add column hold_reason text check (length(hold_reason) <= 200),
  add column hold_until timestamptz,
  add column category text references case_category (code),
  add column priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  add column channel text not null default 'chat' check (channel in ('chat', 'email', 'phone')),
  add column merged_into uuid references support_case (id),
  add column reopenings int not null default 0;
update support_case set stage = case state when 'closed' then 'closed' else 'open' end,
  stage_since = coalesce(closed_at, opened_at), category = topic;
alter table support_case
  drop constraint support_case_outcome_check,
  add constraint support_case_outcome_check check (outcome in ('solved', 'not_solved', 'no_answer', 'merged')),
  drop column state,
  alter column stage_since set not null,
  alter column category set not null;
alter table support_case
  add column state text not null generated always as (case stage when 'closed' then 'closed' else 'open' end) stored,
  add constraint support_case_closed check ((stage = 'closed') = (closed_at is not null)),
  add constraint support_case_hold check ((stage = 'on_hold') = (hold_reason is not null) and (hold_until is null or stage = 'on_hold')),
  add constraint support_case_merged check (merged_into is null or stage = 'closed');
create index support_case_recent on support_case (closed_at desc) where state = 'closed';
create unique index support_case_matter on support_case (customer_id, matter) where state = 'open';
create index support_case_hold_ends on support_case (hold_until) where stage = 'on_hold';
create index support_case_solved on support_case (stage_since) where stage = 'solved';
create index support_case_payment on support_case (payment_id) where payment_id is not null;

-- Kinds of links, as data: a refund or a complaint joins with a row. `inverse` is how the other case tells it.
create table case_link_kind (
  kind text primary key,
  target text not null check (target in ('case', 'payment', 'refund', 'complaint')),
  inverse text references case_link_kind (kind) deferrable initially deferred,
  -- Made by hand at the desk; the others come with a deed.
  by_hand boolean not null,
  constraint case_link_inverse check ((target = 'case') = (inverse is not null))
);
insert into case_link_kind values
  ('related', 'case', 'related', true), ('duplicate_of', 'case', 'has_duplicate', true), ('has_duplicate', 'case', 'duplicate_of', false),
  ('merged_into', 'case', 'merged_from', false), ('merged_from', 'case', 'merged_into', false),
  ('split_to', 'case', 'split_from', false), ('split_from', 'case', 'split_to', false),
  ('about_payment', 'payment', null, false), ('concerns_payment', 'payment', null, true);

create table case_link (
  case_id uuid not null references support_case (id),
  kind text not null references case_link_kind (kind),
  target_id uuid not null,
  at timestamptz not null,
  by_name text not null,
  primary key (case_id, target_id, kind)
);
create index case_link_target on case_link (target_id);
insert into case_link select id, 'about_payment', payment_id, opened_at, 'Dompet' from support_case where payment_id is not null;

-- An entry that was taken over from another case: where it stood first.
-- `tx` lets readers follow what was added by anybody, in any process, without another index to keep: everything of a
-- transaction below the oldest one still running is there for good.
alter table case_event
  add column origin_case_id uuid,
  add column origin_seq int,
  add column tx bigint not null default (pg_current_xact_id()::text::bigint),
  add constraint case_event_origin check ((origin_case_id is null) = (origin_seq is null));
create index case_event_tx on case_event using brin (tx) with (pages_per_range = 16, autosummarize = on);
alter table payment add column tx bigint not null default (pg_current_xact_id()::text::bigint);
create index payment_tx on payment using brin (tx) with (pages_per_range = 16, autosummarize = on);
alter table customer add column tx bigint not null default (pg_current_xact_id()::text::bigint);
create index customer_tx on customer (tx);

-- How far each reader has followed each table: everything up to this row of this transaction.
create table follow_place (
  reader text primary key,
  tx bigint not null default 0,
  after_id uuid not null default '00000000-0000-0000-0000-000000000000',
  after_seq int not null default 0
);
insert into follow_place (reader) values ('case_event'), ('payment'), ('customer');

-- What can be searched, a row for each message, case, transaction and customer. `words` holds the words and the name
-- of the row's slice: neighbouring positions share one, so that the newest finds come first without sorting all of them.
create table search_entry (
  kind text not null check (kind in ('message', 'case', 'payment', 'customer')),
  position bigint not null,
  customer_id uuid not null,
  subject_id uuid not null,
  seq int not null default 0,
  at timestamptz not null,
  words tsvector not null
);
create index search_entry_words on search_entry using gin (words) with (fastupdate = off);

-- Rows written so far of each kind: the next position.
create table search_kind (
  kind text primary key,
  written bigint not null default 0
);
insert into search_kind (kind) values ('message'), ('case'), ('payment'), ('customer');

-- Names of a row's neighbourhoods among its words: 131,072 positions share a block, 4,096 of them a slice. A text's own
-- words never begin with '#'.
create function search_block(p_kind text, p_position bigint) returns text language sql immutable
  return '##' || p_kind || (p_position / 131072);
create function search_slice(p_kind text, p_position bigint) returns text language sql immutable
  return '#' || p_kind || (p_position / 4096);

-- The newest rows of a kind that fit, newest first. A word that stands everywhere is found in the newest slice at once.
-- Otherwise block by block: the few rows that a rare word has in a block are taken together, so it costs one short look
-- into each; where there are many, they are looked through slice by slice. Without compiling, which would take longer than
-- the search.
create function find_entries(p_kind text, p_query text, p_limit int) returns setof search_entry
language plpgsql stable set jit = off as $$
declare
  v_few constant int := 256;
  -- What lies at and above it has been looked through.
  v_begin bigint;
  v_block_begin bigint;
  v_rows tid[];
  v_found int := 0;
  v_count int;
begin
  select written into v_begin from search_kind where kind = p_kind;
  while v_begin > 0 and v_found < p_limit loop
    v_block_begin := (v_begin - 1) / 131072 * 131072;
    v_rows := null;
    -- The first look of all goes to the newest slice alone.
    if v_count is not null then
      v_rows := array(
        select ctid from search_entry
        where words @@ ('(' || p_query || ') & ''' || search_block(p_kind, v_begin - 1) || '''')::tsquery and position < v_begin
        limit v_few + 1);
    end if;
    if cardinality(v_rows) <= v_few then
      return query
        select * from search_entry where ctid = any(v_rows) order by position desc limit p_limit - v_found;
      get diagnostics v_count = row_count;
      v_found := v_found + v_count;
      v_begin := v_block_begin;
    else
      loop
        return query
          select * from search_entry
          where words @@ ('(' || p_query || ') & ''' || search_slice(p_kind, v_begin - 1) || '''')::tsquery
          order by position desc limit p_limit - v_found;
        get diagnostics v_count = row_count;
        v_found := v_found + v_count;
        v_begin := (v_begin - 1) / 4096 * 4096;
        exit when v_found >= p_limit or v_begin <= v_block_begin or v_rows is null;
      end loop;
    end if;
  end loop;
end $$;

-- Promised times in working minutes, by category and channel; '*' stands for every one, the closest fit counts.
create table service_target (
  category text not null,
  channel text not null,
  measure text not null check (measure in ('first_reply', 'next_reply', 'resolution')),
  minutes int not null check (minutes between 1 and 100000),
  -- After this share of the time it is warned.
  warn_percent int not null default 75 check (warn_percent between 1 and 99),
  primary key (category, channel, measure)
);
insert into service_target (category, channel, measure, minutes) values
  ('*', '*', 'first_reply', 240), ('*', '*', 'next_reply', 240), ('*', '*', 'resolution', 2160),
  ('*', 'chat', 'first_reply', 10), ('*', 'chat', 'next_reply', 10), ('*', 'chat', 'resolution', 720),
  ('safety', '*', 'first_reply', 2), ('safety', '*', 'next_reply', 5), ('safety', '*', 'resolution', 120),
  ('fraud', '*', 'first_reply', 2), ('fraud', '*', 'next_reply', 5), ('fraud', '*', 'resolution', 120),
  ('phone_lost', '*', 'first_reply', 2), ('phone_lost', '*', 'next_reply', 5), ('phone_lost', '*', 'resolution', 120),
  ('complaint', '*', 'resolution', 3600);

-- One promise of one case and what became of it. Paused clocks keep the working seconds that are left.
create table case_clock (
  case_id uuid not null references support_case (id),
  measure text not null check (measure in ('first_reply', 'next_reply', 'resolution')),
  round int not null check (round > 0),
  category text not null,
  channel text not null,
  state text not null check (state in ('running', 'paused', 'met', 'dropped')),
  minutes int not null,
  warn_percent int not null,
  started_at timestamptz not null,
  due_at timestamptz,
  warn_at timestamptz,
  left_seconds int,
  ended_at timestamptz,
  warned_at timestamptz,
  breached_at timestamptz,
  primary key (case_id, measure, round),
  constraint case_clock_running check (state <> 'running' or (due_at is not null and warn_at is not null)),
  constraint case_clock_paused check ((state = 'paused') = (left_seconds is not null)),
  constraint case_clock_ended check ((state in ('met', 'dropped')) = (ended_at is not null))
);
create index case_clock_warn on case_clock (warn_at) where state = 'running' and warned_at is null;
create index case_clock_breach on case_clock (due_at) where state = 'running' and breached_at is null;
create index case_clock_started on case_clock (started_at);

-- What the rules proposed in a case, on which evidence, and what the agent made of it.
create table case_diagnosis (
  case_id uuid not null references support_case (id),
  rule text not null,
  evidence jsonb not null,
  proposed_at timestamptz not null,
  verdict text check (verdict in ('accepted', 'rejected')),
  decided_at timestamptz,
  decided_by uuid references staff (id),
  primary key (case_id, rule),
  constraint case_diagnosis_decided check (num_nulls(verdict, decided_at, decided_by) in (0, 3))
);
create index case_diagnosis_proposed on case_diagnosis (proposed_at);
