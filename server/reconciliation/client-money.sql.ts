import type { Db } from '../platform/database.ts'
import type { MoneyFigures, MoneyState } from './client-money.ts'

/**
 * What the ledger said at an instant: sums of the last balance of each account before it, by purpose, in minor units. Who
 * has not moved since months that went to the archive has what was carried over from them.
 */
export async function selectLedgerAt(db: Db, currency: string, before: Date): Promise<Record<string, bigint>> {
  const rows = await db<{ purpose: string; total: bigint }[]>`
    select a.purpose, coalesce(sum(coalesce(p.balance_after, c.balance)), 0)::bigint as total
    from ledger.account a
    left join lateral (
      select balance_after from ledger.posting
      where account_id = a.id and posted_at < ${before} order by posted_at desc, seq desc limit 1
    ) p on true
    left join lateral (
      select balance from ledger.carried where account_id = a.id and posted_at < ${before} order by seq desc limit 1
    ) c on true
    where a.currency = ${currency} group by a.purpose`
  return Object.fromEntries(rows.map(({ purpose, total }) => [purpose, total]))
}

/** Money that the source had by the end of the day and that we booked only after it. */
export async function selectInTransit(db: Db, beginsAt: Date, end: Date): Promise<bigint> {
  const [row] = await db<{ total: bigint }[]>`
    select coalesce(sum(c.amount), 0)::bigint as total from bank_credit c join payment p on p.id = c.payment_id
    where c.received_at >= ${beginsAt} and coalesce(c.transferred_at, c.received_at) < ${end} and p.at >= ${end}`
  return row!.total
}

/** What breaks that were there at the end of the day account for. */
export async function selectExplained(db: Db, source: string, day: string): Promise<bigint> {
  const [row] = await db<{ total: bigint }[]>`
    select coalesce(sum(amount), 0)::bigint as total from settlement_break
    where source = ${source} and day <= ${day}::date and (ended_day is null or ended_day > ${day}::date)`
  return row!.total
}

export type MoneyRow = MoneyFigures & { day: string; state: MoneyState; computedAt: Date }

export async function upsertMoneyDay(db: Db, source: string, currency: string, row: MoneyRow): Promise<void> {
  await db`
    insert into client_money_day (source, day, currency, bank, customers, merchants, fees, suspense, opening,
      statement_closing, difference, explained, state, computed_at)
    values (${source}, ${row.day}::date, ${currency}, ${row.bank}, ${row.customers}, ${row.merchants}, ${row.fees},
      ${row.suspense}, ${row.opening}, ${row.statementClosing}, ${row.difference}, ${row.explained}, ${row.state},
      ${row.computedAt})
    on conflict (source, day) do update set bank = excluded.bank, customers = excluded.customers,
      merchants = excluded.merchants, fees = excluded.fees, suspense = excluded.suspense, opening = excluded.opening,
      statement_closing = excluded.statement_closing, difference = excluded.difference, explained = excluded.explained,
      state = excluded.state, computed_at = excluded.computed_at`
}

export async function selectMoneyDays(db: Db, source: string, limit: number): Promise<MoneyRow[]> {
  return db<MoneyRow[]>`
    select day::text, bank, customers, merchants, fees, suspense, opening, statement_closing as "statementClosing",
      difference, explained, state, computed_at as "computedAt"
    from client_money_day where source = ${source} order by day desc limit ${limit}`
}
