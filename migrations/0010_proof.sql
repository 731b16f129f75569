-- Proof: what the ledger wrote is sealed, after its commit, into numbered blocks that form one chain. A block is signed
-- by the operator's key; its Merkle root covers a leaf for each record. What a record's leaf says is in
-- server/ledger/leaf.sql.ts. Nothing of this runs inside posting.

-- Changes of an account's state; the account itself keeps only the last.
create table ledger.account_state (
  account_id uuid not null,
  change bigint not null,
  state text not null,
  set_at timestamptz not null,
  primary key (account_id, change)
);

create or replace function ledger.set_account_state(p_id uuid, p_state text) returns void
language sql security definer set search_path = ledger, pg_temp as $$
  with changed as (
    update account set state = p_state where id = p_id and state <> p_state returning id
  )
  insert into account_state (account_id, change, state, set_at)
  select c.id, (select count(*) + 1 from account_state s where s.account_id = c.id), p_state, clock_timestamp() from changed c;
$$;

-- The sealer looks for what is new by time. Entries, accounts and holds are found through their ids, which begin with it.
create index request_posted_at on ledger.request using brin (posted_at) with (pages_per_range = 32, autosummarize = on);
create index hold_closed_at on ledger.hold (closed_at) where state <> 'open';
create index account_state_set_at on ledger.account_state (set_at);

-- The operator's public keys (Ed25519, 32 bytes); the id is the beginning of the key's SHA-256.
create table ledger.seal_key (
  id text primary key,
  public_key bytea not null unique
);

create table ledger.block (
  number bigint primary key check (number > 0),
  previous bytea not null,
  root bytea not null,
  leaves int not null check (leaves > 0),
  sealed_at timestamptz not null,
  key_id text not null,
  hash bytea not null unique,
  signature bytea not null
);

-- Which record is where. A record is named by the kind of its leaf, an id, a further key where the id is not enough, and
-- its time, which leads to its partition.
create table ledger.leaf (
  block bigint not null,
  position int not null,
  kind text not null check (kind in ('account', 'account_state', 'entry', 'hold', 'hold_closed', 'request')),
  id uuid not null,
  key text not null,
  at timestamptz not null,
  hash bytea not null,
  primary key (block, position),
  constraint leaf_once unique (kind, id, key)
);

select ledger.make_immutable(t)
from unnest(array['ledger.account_state', 'ledger.seal_key', 'ledger.block', 'ledger.leaf']::regclass[]) t;

-- Accounts and holds change, but none ever goes away.
create trigger kept before delete or truncate on ledger.account for each statement execute function ledger.refuse_change();
create trigger kept before delete or truncate on ledger.hold for each statement execute function ledger.refuse_change();

-- When the oldest transaction that is under way began: everything that was written before it can be seen. One that hangs
-- for longer than p_longest is not waited for; the sealer's full pass finds what it wrote.
create function ledger.seal_horizon(p_longest interval) returns timestamptz
language sql security definer set search_path = ledger, pg_temp as $$
  select greatest(coalesce(min(xact_start), clock_timestamp()), clock_timestamp() - p_longest)
  from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
$$;

-- Writes one block. Numbers have no gap and each block names the one before it, whoever calls; a record that is sealed
-- already undoes the whole block.
create function ledger.seal_block(
  p_number bigint, p_previous text, p_root text, p_sealed_at timestamptz, p_key_id text, p_public_key text, p_hash text, p_signature text,
  p_kinds text[], p_ids uuid[], p_keys text[], p_times timestamptz[], p_hashes text[]
) returns void language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
  perform 1 from (select number, hash from block order by number desc limit 1) head
    right join (values (1)) one (one) on true
    where coalesce(head.number, 0) + 1 = p_number
      and coalesce(head.hash, decode(repeat('00', 32), 'hex')) = decode(p_previous, 'hex');
  if not found then
    raise exception 'a block does not follow the last one' using errcode = '23514', constraint = 'block_follows';
  end if;
  insert into seal_key (id, public_key) values (p_key_id, decode(p_public_key, 'hex')) on conflict (id) do nothing;
  insert into block (number, previous, root, leaves, sealed_at, key_id, hash, signature)
  values (p_number, decode(p_previous, 'hex'), decode(p_root, 'hex'), cardinality(p_ids), p_sealed_at, p_key_id,
    decode(p_hash, 'hex'), decode(p_signature, 'hex'));
  insert into leaf (block, position, kind, id, key, at, hash)
  select p_number, l.place - 1, l.kind, l.id, l.key, l.at, decode(l.hash, 'hex')
  from unnest(p_kinds, p_ids, p_keys, p_times, p_hashes) with ordinality l (kind, id, key, at, hash, place);
end $$;
