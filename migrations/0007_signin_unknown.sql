-- Wrong passwords for numbers and addresses that have no account, counted like those that have one: otherwise the
-- countdown itself would tell who is a customer. Only a keyed digest is kept; old rows go when new ones come.
create table signin_unknown (
  digest bytea primary key,
  signin_tries int not null default 0,
  signin_locked_until timestamptz,
  updated_at timestamptz not null
);
create index signin_unknown_age on signin_unknown (updated_at);
