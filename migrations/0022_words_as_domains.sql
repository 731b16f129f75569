-- PostgreSQL reads a table's CHECK constraints anew for every statement that writes the table, whichever columns it
-- changes; the list of a domain it keeps. On the tables that each payment and each message writes, the lists of allowed
-- words were up to half of a statement's time. They say the same as before.

create domain case_channel as text check (value in ('chat', 'email', 'phone'));
create domain case_topic as text check (value in ('payment', 'top_up', 'account', 'safety', 'refund', 'complaint', 'other'));
create domain case_priority as text check (value in ('low', 'normal', 'high', 'urgent'));
create domain case_outcome as text check (value in ('solved', 'not_solved', 'no_answer', 'merged'));
create domain hold_reason as text check (length(value) <= 200);

alter table support_case
  drop constraint support_case_channel_check, alter column channel type case_channel,
  drop constraint support_case_topic_check, alter column topic type case_topic,
  drop constraint support_case_priority_check, alter column priority type case_priority,
  drop constraint support_case_outcome_check, alter column outcome type case_outcome,
  drop constraint support_case_hold_reason_check, alter column hold_reason type hold_reason;

-- Rules between columns, asked only by statements that change one of them: each message changes the row, none of these.
alter table support_case drop constraint support_case_stage_check, drop constraint support_case_closed,
  drop constraint support_case_hold, drop constraint support_case_merged;
create function refuse_wrong_stage() returns trigger language plpgsql as $$
declare
  v_broken text := case
    when new.stage not in ('open', 'waiting_customer', 'on_hold', 'solved', 'closed') then 'support_case_stage_check'
    when (new.stage = 'closed') <> (new.closed_at is not null) then 'support_case_closed'
    when (new.stage = 'on_hold') <> (new.hold_reason is not null) then 'support_case_hold'
    when new.hold_until is not null and new.stage <> 'on_hold' then 'support_case_hold'
    when new.merged_into is not null and new.stage <> 'closed' then 'support_case_merged'
  end;
begin
  if v_broken is not null then
    raise exception using errcode = 'check_violation', table = 'support_case', constraint = v_broken,
      message = format('case %s breaks the rule %s', new.id, v_broken);
  end if;
  return new;
end $$;
create trigger right_stage before insert or update of stage, closed_at, hold_reason, hold_until, merged_into on support_case
  for each row execute function refuse_wrong_stage();

create domain place_in_timeline as int check (value > 0);
create domain event_kind as text
  check (value in ('message', 'note', 'opened', 'queued', 'claimed', 'released', 'action', 'closed', 'reopened'));
create domain event_author as text check (value in ('customer', 'agent', 'system'));
create domain client_id as text check (length(value) between 8 and 64);
create domain message_text as text check (length(value) <= 4000);

alter table case_event
  drop constraint case_event_seq_check, alter column seq type place_in_timeline,
  drop constraint case_event_kind_check, alter column kind type event_kind,
  drop constraint case_event_author_kind_check, alter column author_kind type event_author,
  drop constraint case_event_client_id_check, alter column client_id type client_id,
  drop constraint case_event_text_check, alter column text type message_text;

create domain clock_measure as text check (value in ('first_reply', 'next_reply', 'resolution'));
create domain clock_state as text check (value in ('running', 'paused', 'met', 'dropped'));

alter table case_clock
  drop constraint case_clock_measure_check, alter column measure type clock_measure,
  drop constraint case_clock_state_check, alter column state type clock_state;

create domain search_subject as text check (value in ('message', 'case', 'payment', 'customer'));

alter table search_entry drop constraint search_entry_kind_check, alter column kind type search_subject;

create domain payment_kind as text check (value in ('send', 'shop', 'top_up'));
create domain payment_state as text check (value in ('paid', 'refused', 'abandoned'));
create domain amount_or_nothing as bigint check (value >= 0);

alter table payment
  drop constraint payment_kind_check, alter column kind type payment_kind,
  drop constraint payment_state_check, alter column state type payment_state,
  drop constraint payment_amount_check, alter column amount type amount_or_nothing,
  drop constraint payment_fee_check, alter column fee type amount_or_nothing,
  drop constraint payment_merchant_fee_check, alter column merchant_fee type amount_or_nothing;
