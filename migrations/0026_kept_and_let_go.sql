-- Money that came while the account could hold no more, merchants' addresses that answer no longer, and what is let go
-- when nobody needs it any more.

-- A transfer that did not fit under the customer's ceiling. It lies on a suspense account of the customer's own until it
-- fits, or goes back to where it came from. `payment_id` is the attempt that explains it.
create table held_top_up (
  reference text primary key references bank_credit (reference),
  customer_id uuid not null references customer (id),
  payment_id uuid not null constraint held_top_up_payment unique,
  amount bigint not null check (amount > 0),
  currency text not null,
  entry_id uuid not null,
  held_at timestamptz not null,
  state text not null default 'held' check (state in ('held', 'credited', 'returning', 'returned')),
  -- What the transfer back says, so that the bank's statement is known again.
  return_reference text not null constraint held_top_up_return unique,
  ended_at timestamptz,
  -- The entry that took it out of suspense, and the payment where it was added to the balance.
  end_entry_id uuid,
  credited_payment_id uuid,
  constraint held_top_up_ended check ((state in ('credited', 'returned')) = (ended_at is not null)
    and (ended_at is null) = (end_entry_id is null)),
  constraint held_top_up_credited check ((state = 'credited') = (credited_payment_id is not null))
);
create index held_top_up_open on held_top_up (held_at) where state in ('held', 'returning');
revoke delete, truncate on held_top_up from dompet_app;

-- A merchant's address is switched off when nothing has been taken there for long. Deliveries then wait, and go out when
-- the merchant switches it on again; each can also be sent once more by hand.
alter table merchant
  add column webhook_failing_since timestamptz,
  add column webhook_off_at timestamptz,
  add column webhook_off_reason text check (webhook_off_reason in ('failing', 'gone')),
  add constraint merchant_webhook_off check ((webhook_off_at is null) = (webhook_off_reason is null));
alter table webhook_delivery
  -- Since when it is being tried, and after how many tries: anew after a pause and when it is sent again.
  add column tried_since timestamptz,
  add column tries_before int not null default 0,
  add column resends int not null default 0,
  drop constraint webhook_delivery_state_check,
  add constraint webhook_delivery_state_check check (state in ('waiting', 'paused', 'delivered', 'given_up')),
  drop constraint webhook_delivery_ended,
  add constraint webhook_delivery_ended check ((state in ('waiting', 'paused')) = (ended_at is null));
update webhook_delivery set tried_since = created_at;
alter table webhook_delivery alter column tried_since set not null;

-- Merchants are among those whose deeds are on record.
alter table operation_event drop constraint operation_event_actor_kind_check,
  add constraint operation_event_actor_kind_check check (actor_kind in ('staff', 'system', 'merchant'));

-- What the nightly deletion looks for.
create index webhook_delivery_ended_at on webhook_delivery (ended_at) where ended_at is not null;
create index challenge_created on challenge (created_at);
create index session_expires on session (expires_at);
