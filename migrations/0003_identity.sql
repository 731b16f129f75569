create table customer (
  id uuid primary key,
  phone text not null constraint customer_phone unique check (phone ~ '^\+[1-9]\d{6,14}$'),
  name text not null,
  language text not null check (language in ('zh', 'id', 'en')),
  password_hash text not null,
  -- HMAC of the PIN under the server's key, which is not in this database: a stolen copy alone cannot try six digits.
  pin_digest bytea not null,
  pin_tries int not null default 0,
  pin_locked_until timestamptz,
  signin_tries int not null default 0,
  signin_locked_until timestamptz,
  state text not null default 'active' check (state in ('active', 'frozen', 'under_review')),
  state_since timestamptz not null,
  state_by text not null default 'customer' check (state_by in ('customer', 'staff')),
  account_id uuid not null,
  last_signin_at timestamptz,
  created_at timestamptz not null
) with (fillfactor = 80);

create table session (
  token_hash bytea primary key,
  id uuid not null unique,
  customer_id uuid not null references customer (id),
  device text not null,
  started_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index session_customer on session (customer_id, started_at desc);

-- A code that was sent to a phone number. Only digests are kept.
create table challenge (
  id uuid primary key,
  phone text not null,
  language text not null,
  code_digest bytea not null,
  tries int not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  verified_at timestamptz,
  used_at timestamptz
);
create index challenge_phone on challenge (phone, created_at desc);

create table staff (
  id uuid primary key,
  email text not null constraint staff_email unique check (email = lower(email)),
  name text not null,
  password_hash text not null,
  roles text[] not null,
  languages text[] not null,
  signin_tries int not null default 0,
  signin_locked_until timestamptz,
  disabled_at timestamptz,
  created_at timestamptz not null
);

create table staff_session (
  token_hash bytea primary key,
  id uuid not null unique,
  staff_id uuid not null references staff (id),
  started_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
