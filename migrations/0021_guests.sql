-- People who ask on the operator's own site without an account. A guest is a customer without account: cases, queue,
-- timelines and messages serve both alike, and nothing that needs a number, a password, a PIN or an account finds one.

alter table customer
  add column kind text not null default 'account' check (kind in ('account', 'guest')),
  alter column phone drop not null,
  alter column password_hash drop not null,
  alter column pin_digest drop not null,
  alter column account_id drop not null,
  add constraint customer_kind check (
    case kind
      when 'account' then num_nulls(phone, password_hash, pin_digest, account_id) = 0
      else num_nonnulls(phone, password_hash, pin_digest, account_id, last_signin_at, limit_per_payment, limit_per_day) = 0
    end);

-- A guest's token, kept apart from the sessions of customers: neither opens what the other does.
create table guest_token (
  token_hash bytea primary key,
  id uuid not null constraint guest_token_id unique,
  guest_id uuid not null references customer (id),
  started_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index guest_token_guest on guest_token (guest_id);
create trigger tell_ended after update on guest_token for each row
  when (old.ended_at is null and new.ended_at is not null) execute function tell_session_ended();
