-- Every payment writes an event and every reader reads it. Positions come from a sequence and are the key by themselves
-- (transaction numbers are no longer read, see 0034), and a payload is kept as it was written: nobody asks it for parts.
alter table outbox drop constraint outbox_pkey, drop column tx;
drop index outbox_by_position;
alter table outbox add primary key (position), alter column payload type json using payload::json;

create or replace function ledger.post_and_tell(
  p_posted_at timestamptz,
  p_entry_ids uuid[], p_entry_kinds text[], p_entry_firsts int[], p_entry_lasts int[],
  p_leg_entries int[], p_leg_accounts uuid[], p_leg_amounts bigint[], p_leg_seqs bigint[], p_leg_balances bigint[],
  p_leg_befores int[], p_account_firsts int[], p_account_lasts int[],
  p_hold_ids uuid[], p_hold_accounts uuid[], p_hold_amounts bigint[], p_hold_expiries timestamptz[],
  p_closed_holds uuid[], p_closed_states text[], p_closed_entries uuid[],
  p_request_actors uuid[], p_request_keys text[], p_request_digests text[], p_request_outcomes text[],
  p_event_ids uuid[], p_event_topics text[], p_event_subjects uuid[], p_event_payloads text[], p_event_times timestamptz[]
) returns void language plpgsql as $$
begin
  perform ledger.post(
    p_posted_at,
    p_entry_ids, p_entry_kinds, p_entry_firsts, p_entry_lasts,
    p_leg_entries, p_leg_accounts, p_leg_amounts, p_leg_seqs, p_leg_balances,
    p_leg_befores, p_account_firsts, p_account_lasts,
    p_hold_ids, p_hold_accounts, p_hold_amounts, p_hold_expiries,
    p_closed_holds, p_closed_states, p_closed_entries,
    p_request_actors, p_request_keys, p_request_digests, p_request_outcomes);
  insert into public.outbox (id, topic, subject_id, payload, at)
  select e.id, e.topic, e.subject_id, e.payload::json, e.at
  from unnest(p_event_ids, p_event_topics, p_event_subjects, p_event_payloads, p_event_times) e (id, topic, subject_id, payload, at);
end $$;
