import type { Currency } from '../../contract/money.ts'
import type { Db } from '../platform/database.ts'
import type { Place } from './history.ts'

export type PostingRow = {
  entryId: string
  seq: bigint
  amountMinor: bigint
  balanceMinor: bigint
  postedAt: Date
}

const columns = (db: Db) => db`
  p.entry_id as "entryId", p.seq, p.amount as "amountMinor", p.balance_after as "balanceMinor", p.posted_at as "postedAt"`

/** Newest first. */
export async function selectPostingsBefore(
  db: Db,
  accountId: string,
  before: Place | null,
  limit: number,
): Promise<PostingRow[]> {
  return db<PostingRow[]>`
    select ${columns(db)}
    from ledger.postings_before(${accountId}, ${before ? before.postedAt : db`'infinity'`}, ${before?.seq ?? 0n}, ${limit}) p
    order by p.posted_at desc, p.seq desc`
}

/** Oldest first, between two moments and up to a sequence; the bounds leave only the months of the period to be read. */
export async function selectPostingsAfter(
  db: Db,
  accountId: string,
  period: { from: Date; to: Date; lastSeq: bigint },
  after: Place | null,
  limit: number,
): Promise<PostingRow[]> {
  return db<PostingRow[]>`
    select ${columns(db)}
    from ledger.posting p
    where p.account_id = ${accountId} and p.posted_at >= ${after?.postedAt ?? period.from} and p.posted_at < ${period.to}
      and (p.posted_at, p.seq) > (${after?.postedAt ?? period.from}, ${after?.seq ?? 0n}) and p.seq <= ${period.lastSeq}
    order by p.posted_at, p.seq limit ${limit}`
}

export type StandRow = { seq: bigint; balanceMinor: bigint; archivedUntil: Date | null }

/** The last posting before a moment, or what archived months left; a moment within the archive finds what came before. */
export async function selectStandBefore(db: Db, accountId: string, before: Date): Promise<StandRow> {
  const [row] = await db<StandRow[]>`
    select coalesce(p.seq, c.seq, 0) as seq, coalesce(p.balance_after, c.balance, 0) as "balanceMinor",
      ledger.archived_until() as "archivedUntil"
    from (select) nothing
    left join ledger.postings_before(${accountId}, ${before}, 0, 1) p on true
    left join lateral (
      select seq, balance from ledger.carried where account_id = ${accountId} and posted_at < ${before} order by seq desc limit 1
    ) c on true`
  return row!
}

export type PeriodRow = {
  currency: Currency
  openingMinor: bigint
  openingSeq: bigint
  closingMinor: bigint
  closingSeq: bigint
  inMinor: bigint
  outMinor: bigint
  archivedUntil: Date | null
}

/** The figures of a period in one statement and so on one snapshot; undefined where there is no such account. */
export async function selectPeriod(
  db: Db,
  accountId: string,
  { from, to }: { from: Date; to: Date },
): Promise<PeriodRow | undefined> {
  const [row] = await db<PeriodRow[]>`
    select a.currency, ledger.archived_until() as "archivedUntil",
      coalesce(o.seq, c.seq, 0) as "openingSeq", coalesce(o.balance_after, c.balance, 0) as "openingMinor",
      coalesce(l.seq, c.seq, 0) as "closingSeq", coalesce(l.balance_after, c.balance, 0) as "closingMinor",
      t.incoming as "inMinor", t.outgoing as "outMinor"
    from ledger.account a
    left join lateral (select seq, balance from ledger.carried where account_id = a.id order by seq desc limit 1) c on true
    left join ledger.postings_before(${accountId}, ${from}, 0, 1) o on true
    left join ledger.postings_before(${accountId}, ${to}, 0, 1) l on true
    cross join (
      select coalesce(sum(p.amount) filter (where p.amount > 0), 0)::bigint as incoming,
        coalesce(-sum(p.amount) filter (where p.amount < 0), 0)::bigint as outgoing
      from ledger.posting p
      where p.account_id = ${accountId} and p.posted_at >= ${from} and p.posted_at < ${to}
    ) t
    where a.id = ${accountId}`
  return row
}

/** Creates the tables of these months where they are missing. */
export async function createMonths(db: Db, months: string[]): Promise<void> {
  for (const month of months) await db`select ledger.create_month(${month}::date)`
}
