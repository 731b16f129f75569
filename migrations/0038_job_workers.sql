-- Who works on jobs says so again and again. What one that fell silent had in hand is given back at once: the job table
-- itself would keep it locked for four hours.
create table job_worker (
  id text primary key,
  seen_at timestamptz not null
);

-- Says that a worker lives, and gives back what silent ones had in hand; answers how many jobs that were. Who was away
-- itself gives nothing back: a database that comes back finds everybody silent, and they get the time to speak first.
create function keep_job_worker(p_id text, p_silence interval) returns int
language plpgsql set search_path = public, pg_temp as $$
declare
  at timestamptz := clock_timestamp();
  seen timestamptz := (select seen_at from job_worker where id = p_id);
  silent text[];
  given int;
begin
  insert into job_worker (id, seen_at) values (p_id, at) on conflict (id) do update set seen_at = excluded.seen_at;
  if seen is null or seen < at - p_silence / 2 then
    return 0;
  end if;
  select array_agg(distinct j.locked_by), count(*) into silent, given
  from graphile_worker.jobs j
  where j.locked_at < at - p_silence
    and not exists (select from job_worker w where w.id = j.locked_by and w.seen_at >= at - p_silence);
  if given > 0 then
    perform graphile_worker.force_unlock_workers(silent);
  end if;
  delete from job_worker where seen_at < at - interval '1 day';
  return given;
end $$;
revoke execute on function keep_job_worker from public;
