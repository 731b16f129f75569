-- Who serves whom: teams with hours, languages' and topics' skills, places for each channel; and what each wait was
-- promised and came to.

create table team (
  id uuid primary key,
  name text not null constraint team_name_unique unique,
  -- IANA name; hours and holidays are days of this place.
  time_zone text not null,
  -- The desk hands people to its agents by itself; without it they take the next one by hand.
  automatic boolean not null default true,
  -- Who helps after the threshold, and at once outside the hours.
  overflow_team_id uuid references team (id),
  overflow_after_seconds int not null default 300 check (overflow_after_seconds between 0 and 86400),
  -- So long somebody who comes back is kept for the agent of last time, who is here and busy.
  last_agent_seconds int not null default 60 check (last_agent_seconds between 0 and 600),
  -- So long the place of a closed conversation stays taken, for writing up.
  wrap_up_seconds int not null default 30 check (wrap_up_seconds between 0 and 3600),
  -- Conversations of an agent who vanished go back to their old place after so long; null leaves them.
  requeue_after_seconds int default 120 check (requeue_after_seconds between 60 and 86400),
  -- After so long in the queue people may ask to be answered later or called back.
  offer_later_seconds int not null default 180 check (offer_later_seconds between 0 and 86400),
  constraint team_overflow_other check (overflow_team_id <> id)
);

-- Which team answers a topic. What stands here for nobody is taken by hand.
create table team_topic (
  topic text primary key,
  team_id uuid not null references team (id)
);

-- When a team works. A team without hours is always there.
create table team_hours (
  team_id uuid not null references team (id),
  -- ISO: 1 is Monday.
  weekday int not null check (weekday between 1 and 7),
  opens time not null,
  closes time not null,
  primary key (team_id, weekday, opens),
  check (opens < closes)
);

create table team_holiday (
  team_id uuid not null references team (id),
  day date not null,
  name text not null,
  primary key (team_id, day)
);

create table team_member (
  team_id uuid not null references team (id),
  staff_id uuid not null references staff (id),
  primary key (team_id, staff_id)
);
create index team_member_staff on team_member (staff_id);

-- The topics that an agent has learnt. Without any, all of the agent's teams.
create table agent_skill (
  staff_id uuid not null references staff (id),
  topic text not null,
  primary key (staff_id, topic)
);

-- `capacity` counts conversations of all channels; of these so many may be answers written later, and calls.
alter table agent_presence
  add column reason text check (reason in ('break', 'meal', 'training', 'other')),
  add column state_since timestamptz,
  add column message_capacity int not null default 2 check (message_capacity between 0 and 20),
  add column call_capacity int not null default 1 check (call_capacity between 0 and 20),
  -- When the agent last got somebody: whoever has been idle longest is next.
  add column assigned_at timestamptz,
  add constraint agent_presence_reason check (reason is null or state = 'away');

-- Somebody who asks for the calm lane: plain words, served a little sooner.
alter table customer add column elder boolean not null default false;

alter table support_session
  drop constraint support_session_priority_check,
  add constraint support_session_priority_check check (priority in ('safety', 'elder', 'ordinary')),
  add column topic text not null default 'other',
  add column team_id uuid references team (id),
  -- Who answered this person last time.
  add column last_agent_id uuid references staff (id),
  -- `message`: answered later in writing; `call`: called back. Both keep `queued_at`, and so their place.
  add column channel text not null default 'chat' check (channel in ('chat', 'message', 'call')),
  -- The range that the person was told first, counted from `announced_at`.
  add column announced_at timestamptz,
  add column announced_from_seconds int,
  add column announced_to_seconds int,
  add constraint support_session_announced
    check (num_nulls(announced_at, announced_from_seconds, announced_to_seconds) in (0, 3)),
  -- The end of the wait. Going back into the queue does not change it.
  add column first_claimed_at timestamptz,
  -- When the person chose another channel than to wait.
  add column chosen_at timestamptz,
  add column wrap_up_until timestamptz;
update support_session s set topic = c.topic from support_case c where c.id = s.case_id;
update support_session set first_claimed_at = claimed_at where claimed_at is not null;
create index support_session_wrap_up on support_session (agent_id, wrap_up_until);
create index support_session_announced on support_session (announced_at) where announced_at is not null;
