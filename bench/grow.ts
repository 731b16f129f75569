import type { Sql } from '../server/platform/database.ts'

const accountCount = 5_000
const openingMinor = 1_000_000_000_00n
const roundsAtOnce = 50
const monthsBack = 6

export type GrownLedger = { accounts: string[]; firstAt: Date; postings: number; bytes: number; seconds: number }

/**
 * Fills a ledger as half a year of transfers would have left it, in the database itself. Each account is opened with
 * one entry; then, in each round, everybody pays the same to somebody else and is paid by another, so that sequences
 * and balances are known without reading anything back. Ids are of their time, and rows lie in the order of time.
 */
export async function growLedger(owner: Sql, postings: number): Promise<GrownLedger> {
  const start = performance.now()
  const rounds = Math.max(0, Math.round(postings / 2 / accountCount) - 1)
  const [times] = await owner<{ firstAt: Date; stepMs: number }[]>`
    select date_trunc('milliseconds', now() - make_interval(months => ${monthsBack})) as "firstAt",
      floor(extract(epoch from now() - (now() - make_interval(months => ${monthsBack}))) * 1000 / ${rounds + 2})::float8 as "stepMs"`
  const { firstAt, stepMs } = times!
  await owner`select ledger.create_month((now() - make_interval(months => m))::date) from generate_series(0, ${monthsBack + 1}) m`
  await openAccounts(owner, firstAt, stepMs)
  for (let round = 1; round <= rounds; round += roundsAtOnce)
    await addRounds(owner, { firstAt, stepMs, from: round, to: Math.min(rounds, round + roundsAtOnce - 1) })
  await owner`
    update ledger.account a set version = ${1 + 2 * rounds}, last_posted_at = ${roundTime(owner, firstAt, stepMs, rounds)}
    from grown g where g.id = a.id`
  await owner`vacuum (analyze) ledger.account, ledger.entry, ledger.posting, ledger.request`
  await owner`checkpoint`
  const accounts = await owner<{ id: string }[]>`select id from grown`
  await owner`drop table grown`
  const [size] = await owner<{ bytes: number }[]>`
    select sum(pg_total_relation_size(c.oid))::float8 as bytes from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'ledger' and c.relkind = 'r' and c.relname ~ '^(entry|posting|request)'`
  return {
    accounts: accounts.map(({ id }) => id),
    firstAt,
    postings: 2 * accountCount * (rounds + 1),
    bytes: size!.bytes,
    seconds: (performance.now() - start) / 1000,
  }
}

const roundTime = (owner: Sql, firstAt: Date, stepMs: number, round: number) =>
  owner`${firstAt}::timestamptz + ${round}::int * ${stepMs}::float8 * interval '1 millisecond'`

async function openAccounts(owner: Sql, firstAt: Date, stepMs: number): Promise<void> {
  await owner`create table grown (place int primary key, id uuid not null)`
  await owner`insert into grown select n, uuidv7() from generate_series(0, ${accountCount - 1}::int) n`
  await owner`
    insert into ledger.account (id, purpose, owner_id, currency, balance, floor, opened_at)
    select id, 'customer', uuidv7(), 'IDR', ${openingMinor}, 0, ${firstAt} from grown`
  const [opening] = await owner<{ id: string }[]>`
    insert into ledger.account (id, purpose, owner_id, currency, balance, floor, opened_at, version, last_posted_at)
    values (uuidv7(), 'opening', null, 'IDR', ${-openingMinor * BigInt(accountCount)}, null, ${firstAt}, ${accountCount}, ${firstAt})
    returning id`
  await owner`
    create table moved as
    select uuidv7(${firstAt} - clock_timestamp()) as entry_id, ${roundTime(owner, firstAt, stepMs, 0)} as posted_at, g.place,
      ${opening!.id}::uuid as payer, g.id as payee, g.place + 1::bigint as payer_seq, 1::bigint as payee_seq,
      ${openingMinor}::bigint as amount, -${openingMinor}::bigint * (g.place + 1) as payer_balance, ${openingMinor}::bigint as payee_balance
    from grown g`
  await storeMoved(owner)
}

type Rounds = { firstAt: Date; stepMs: number; from: number; to: number }

async function addRounds(owner: Sql, { firstAt, stepMs, from, to }: Rounds): Promise<void> {
  // In a round everybody pays first and is paid after it: 2n and 2n + 1 in their sequence, since the opening was 1.
  await owner`
    create table moved as
    select uuidv7(r.posted_at - clock_timestamp()) as entry_id, r.posted_at, payer.place,
      payer.id as payer, payee.id as payee, 2::bigint * r.n as payer_seq, 2::bigint * r.n + 1 as payee_seq, 100::bigint as amount,
      ${openingMinor}::bigint - 100 as payer_balance, ${openingMinor}::bigint as payee_balance
    from (
      select n, ${firstAt}::timestamptz + n * ${stepMs}::float8 * interval '1 millisecond' as posted_at
      from generate_series(${from}::int, ${to}::int) n
    ) r
    cross join grown payer
    join grown payee on payee.place = (payer.place + 1 + r.n % ${accountCount - 1}::int) % ${accountCount}::int
    order by r.n, payer.place`
  await storeMoved(owner)
}

async function storeMoved(owner: Sql): Promise<void> {
  await owner`
    insert into ledger.entry (id, posted_at, kind, account_ids)
    select entry_id, posted_at, 'transfer', array[payer, payee] from moved`
  await owner`
    insert into ledger.posting (account_id, posted_at, seq, entry_id, amount, balance_after)
    select payer, posted_at, payer_seq, entry_id, -amount, payer_balance from moved
    union all select payee, posted_at, payee_seq, entry_id, amount, payee_balance from moved`
  await owner`
    insert into ledger.request (actor_id, idempotency_key, digest, outcome, posted_at)
    select payer, uuidv7()::text, sha256(entry_id::text::bytea), jsonb_build_object('done', entry_id), posted_at from moved`
  await owner`drop table moved`
}
