-- Opening an account looks for one that is there by its key. `is not distinct from` cannot use an index: every new
-- account read all others of its purpose.
create or replace function ledger.open_account(p_id uuid, p_purpose text, p_owner_id uuid, p_currency text, p_floor bigint, p_opened_at timestamptz)
returns uuid language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
  account_id uuid;
begin
  insert into account (id, purpose, owner_id, currency, floor, opened_at)
  values (p_id, p_purpose, p_owner_id, p_currency, p_floor, p_opened_at)
  on conflict on constraint account_owner do nothing
  returning id into account_id;
  if not found and p_owner_id is null then
    select id into account_id from account where purpose = p_purpose and owner_id is null and currency = p_currency;
  elsif not found then
    select id into account_id from account where purpose = p_purpose and owner_id = p_owner_id and currency = p_currency;
  end if;
  return account_id;
end $$;
