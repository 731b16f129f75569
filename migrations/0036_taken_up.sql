-- An agent took up an open case that nobody attended. Nobody came and nobody waited: no part of arrivals and waits.
alter table support_session add column taken_up boolean not null default false;

-- Open cases, newest first, for those that nobody attends; of columns that messages do not change.
create index support_case_open on support_case (opened_at desc) where stage = 'open';
