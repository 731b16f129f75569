-- What the desk tells its own people: how a request for a second person ended, and which promises are broken.

-- When the one who asked has seen how it ended.
alter table action_request add column outcome_seen_at timestamptz;
create index action_request_asked on action_request (asked_by, asked_at desc);
create index action_request_newest on action_request (asked_at desc);

-- Broken promises that are still to be kept, for the wall.
create index case_clock_overdue on case_clock (breached_at) where state in ('running', 'paused') and breached_at is not null;
