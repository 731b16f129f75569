-- The desk: cases with a gapless timeline, live sessions that wait and are claimed, agents' presence, files.

create sequence support_case_number;

-- One problem of one customer, whatever the channel.
create table support_case (
  id uuid primary key,
  -- What people read out, for example DC-2026-000123.
  number text not null constraint support_case_number_unique unique,
  customer_id uuid not null references customer (id),
  topic text not null check (topic in ('payment', 'top_up', 'account', 'safety', 'refund', 'complaint', 'other')),
  payment_id uuid,
  -- What the case is about, as one text: a payment or a topic.
  matter text not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  outcome text check (outcome in ('solved', 'not_solved', 'no_answer')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  updated_at timestamptz not null,
  -- Sequence number of the newest entry of the timeline; its row lock hands out the next ones.
  last_seq int not null default 0,
  last_message text,
  -- Since when the person waits for an answer of ours.
  waiting_since timestamptz,
  constraint support_case_closed check ((state = 'closed') = (closed_at is not null))
) with (fillfactor = 70); -- each message changes the row; no changed column stands in an index
create index support_case_customer on support_case (customer_id, opened_at desc);
create index support_case_recent on support_case (closed_at desc) where state = 'closed';
-- A customer has one open case on one matter.
create unique index support_case_matter on support_case (customer_id, matter) where state = 'open';

-- The timeline. Added to, never changed. `seq` counts from 1 without gaps: readers resume by it.
create table case_event (
  case_id uuid not null references support_case (id),
  seq int not null check (seq > 0),
  at timestamptz not null,
  kind text not null
    check (kind in ('message', 'note', 'opened', 'queued', 'claimed', 'released', 'action', 'closed', 'reopened')),
  author_kind text not null check (author_kind in ('customer', 'agent', 'system')),
  author_id uuid,
  author_name text not null,
  client_id text check (length(client_id) between 8 and 64),
  text text check (length(text) <= 4000),
  -- The files as they were shown: id, name, type, widthPx, heightPx.
  files jsonb not null default '[]',
  payment_id uuid,
  action text,
  primary key (case_id, seq),
  -- The same message sent twice is stored once.
  constraint case_event_client unique (case_id, author_id, client_id)
);
revoke update, delete, truncate on case_event from dompet_app;
create trigger immutable before update or delete or truncate on case_event
  for each statement execute function ledger.refuse_change();

-- A live conversation on a case: waits in the queue, is claimed by one agent, ends.
create table support_session (
  case_id uuid not null references support_case (id),
  id uuid not null,
  state text not null check (state in ('waiting', 'active', 'ended')),
  priority text not null check (priority in ('safety', 'ordinary')),
  language text not null,
  agent_id uuid references staff (id),
  -- Its place: giving a conversation back does not change it.
  queued_at timestamptz not null,
  claimed_at timestamptz,
  ended_at timestamptz,
  end_reason text check (end_reason in ('closed', 'left')),
  primary key (case_id, id),
  constraint support_session_agent check ((state = 'active') = (agent_id is not null and ended_at is null) or state = 'ended'),
  constraint support_session_ended check ((state = 'ended') = (ended_at is not null and end_reason is not null))
) with (fillfactor = 70);
create index support_session_id on support_session (id);
create unique index support_session_live on support_session (case_id) where state <> 'ended';
create index support_session_waiting on support_session (queued_at) where state = 'waiting';
create index support_session_active on support_session (agent_id) where state = 'active';
create index support_session_done on support_session (ended_at) where state = 'ended';

-- Who is at the desk. Offline is not stored: it is `seen_at` being too long ago.
create table agent_presence (
  staff_id uuid primary key references staff (id),
  state text not null check (state in ('available', 'away')),
  capacity int not null check (capacity between 1 and 20),
  seen_at timestamptz not null
) with (fillfactor = 50);

create table file (
  id uuid primary key,
  uploader_kind text not null check (uploader_kind in ('customer', 'staff')),
  uploader_id uuid not null,
  name text not null,
  type text not null,
  width_px int not null,
  height_px int not null,
  bytes int not null,
  -- SHA-256 of the stored bytes, which is also their place on disk.
  hash bytea not null,
  uploaded_at timestamptz not null
);

-- In which case a file was shown, and whether to colleagues only.
create table case_file (
  case_id uuid not null references support_case (id),
  file_id uuid not null references file (id),
  internal boolean not null,
  primary key (case_id, file_id, internal)
);
create index case_file_file on case_file (file_id);

-- Sockets opened with a session end with it, in every process: whoever ends the session, by whatever verb, the
-- database tells. `dompet_live` is the channel of server/platform/signals.ts.
create function tell_session_ended() returns trigger language plpgsql as $$
begin
  perform pg_notify('dompet_live', json_build_object('from', '', 'signals', json_build_array(json_build_array('session', old.id)))::text);
  return null;
end $$;
create trigger tell_ended after update on session for each row
  when (old.ended_at is null and new.ended_at is not null) execute function tell_session_ended();
create trigger tell_ended after update on staff_session for each row
  when (old.ended_at is null and new.ended_at is not null) execute function tell_session_ended();
create trigger tell_deleted after delete on session for each row execute function tell_session_ended();
create trigger tell_deleted after delete on staff_session for each row execute function tell_session_ended();

-- A member of staff whose account or roles change signs in again.
create function tell_staff_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('dompet_live', json_build_object('from', '', 'signals', json_build_array(json_build_array('staff', old.id)))::text);
  return null;
end $$;
create trigger tell_changed after update on staff for each row
  when (old.disabled_at is distinct from new.disabled_at or old.roles is distinct from new.roles)
  execute function tell_staff_changed();
