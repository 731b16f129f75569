-- Takes messages of many cases into their timelines in one call. A function, because planning one statement that does
-- all of this costs more than doing it, several hundred times a second.
--
-- Items come sorted by case, so that cases are locked in the order of their ids, as everywhere; the items of one case
-- keep their order. Each item gets a verdict: stored, repeat (with the number it got the first time), not_found,
-- no_session (the customer has to join the queue first), case_closed, not_yours. The other processes are told when this is
-- committed and not in here: commits that carry a notice wait for each other.
create function store_messages(
  p_cases uuid[], p_author_kinds text[], p_authors uuid[], p_names text[], p_internal boolean[], p_oversees boolean[],
  p_clients text[], p_texts text[], p_files text[], p_now timestamptz
) returns table (verdict text, seq int, author_name text, files jsonb, agent_id uuid)
language plpgsql as $$
#variable_conflict use_column
declare
  v_case uuid;
  v_customer uuid;
  v_state text;
  v_customer_name text;
  v_session uuid;
  v_agent uuid;
  v_first int;
  v_last int;
  v_waiting timestamptz;
  v_message text;
  v_verdict text;
  v_seq int;
  v_files jsonb;
  v_file_ids uuid[];
  v_name text;
begin
  for i in 1 .. cardinality(p_cases) loop
    if v_case is distinct from p_cases[i] then
      v_case := p_cases[i];
      select c.customer_id, c.state, c.last_seq, c.last_seq, c.waiting_since, c.last_message, customer.name, s.id, s.agent_id
        into v_customer, v_state, v_first, v_last, v_waiting, v_message, v_customer_name, v_session, v_agent
        from support_case c
        join customer on customer.id = c.customer_id
        left join support_session s on s.case_id = c.id and s.state <> 'ended'
        where c.id = v_case for no key update of c;
    end if;

    v_seq := null;
    v_files := '[]';
    v_file_ids := p_files[i];
    v_name := coalesce(p_names[i], v_customer_name);
    v_verdict := case
      when v_customer is null or (p_author_kinds[i] = 'customer' and v_customer <> p_authors[i]) then 'not_found'
      when p_internal[i] then 'stored'
      when v_state = 'closed' then case p_author_kinds[i] when 'customer' then 'no_session' else 'case_closed' end
      when p_author_kinds[i] = 'customer' then case when v_session is null then 'no_session' else 'stored' end
      when v_agent = p_authors[i] or p_oversees[i] then 'stored'
      else 'not_yours'
    end;

    if v_verdict = 'stored' and cardinality(v_file_ids) > 0 then
      select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'type', f.type, 'widthPx', f.width_px, 'heightPx', f.height_px)
          order by array_position(v_file_ids, f.id))
        into v_files
        from file f where f.id = any(v_file_ids) and f.uploader_id = p_authors[i];
      if coalesce(jsonb_array_length(v_files), 0) <> cardinality(v_file_ids) then
        v_verdict := 'not_found';
        v_files := '[]';
      end if;
    end if;

    if v_verdict = 'stored' then
      insert into case_event (case_id, seq, at, kind, author_kind, author_id, author_name, client_id, text, files)
        values (v_case, v_last + 1, p_now, case when p_internal[i] then 'note' else 'message' end, p_author_kinds[i],
          p_authors[i], v_name, p_clients[i], nullif(p_texts[i], ''), v_files)
        on conflict (case_id, author_id, client_id) do nothing
        returning case_event.seq into v_seq;
      if v_seq is null then
        v_verdict := 'repeat';
      else
        v_last := v_seq;
        if cardinality(v_file_ids) > 0 then
          insert into case_file (case_id, file_id, internal)
            select v_case, unnest(v_file_ids), p_internal[i] on conflict do nothing;
        end if;
        if not p_internal[i] then
          v_waiting := case p_author_kinds[i] when 'customer' then coalesce(v_waiting, p_now) end;
          v_message := coalesce(nullif(left(p_texts[i], 140), ''), v_message);
        end if;
      end if;
    end if;

    -- What was sent before is answered as it was then, whatever became of the case or the session since.
    if v_verdict <> 'stored' and v_customer is not null then
      select e.seq into v_seq from case_event e
        where e.case_id = v_case and e.author_id = p_authors[i] and e.client_id = p_clients[i];
      if v_seq is not null then v_verdict := 'repeat'; end if;
    end if;

    if v_last > v_first and (i = cardinality(p_cases) or p_cases[i + 1] <> v_case) then
      update support_case set last_seq = v_last, updated_at = p_now, waiting_since = v_waiting, last_message = v_message
        where id = v_case;
    end if;

    verdict := v_verdict;
    seq := v_seq;
    author_name := v_name;
    files := v_files;
    agent_id := v_agent;
    return next;
  end loop;

end $$;
