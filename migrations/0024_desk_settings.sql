-- Settings of the desk that people change on screens: what is no longer used is retired, and its past keeps its name.

alter table team
  add column retired boolean not null default false,
  drop constraint team_name_unique;
-- The name of a retired team is free again.
create unique index team_name_unique on team (lower(name)) where not retired;

-- A retired category is offered for no further case.
alter table case_category add column retired boolean not null default false;
