-- The worker's tables are closed to the application's role by row level security: jobs go in through this door alone.
create function enqueue_job(p_name text, p_payload json, p_run_at timestamptz, p_key text, p_max_attempts int) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select graphile_worker.add_job(
    p_name, payload => p_payload, run_at => p_run_at, job_key => p_key, max_attempts => p_max_attempts)
$$;
revoke execute on function enqueue_job from public;
grant execute on function enqueue_job to dompet_app;
