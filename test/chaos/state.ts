import type { Sql } from '../../server/platform/database.ts'
import type { State } from './checker.ts'

/** The final state, as the tables have it. */
export async function readState(sql: Sql): Promise<State> {
  const [payments, requests, postings, holds, accounts, before] = await Promise.all([
    sql<State['effects']>`
      select 'payment ' || customer_id || ' ' || idempotency_key as name, id, entry_id as entry
      from payment where state = 'paid'`,
    sql<State['effects']>`
      select 'ledger ' || r.actor_id || ' ' || r.idempotency_key as name, r.outcome ->> 'done' as id, e.id as entry
      from ledger.request r left join ledger.entry e on e.id = (r.outcome ->> 'done')::uuid
      where r.outcome ? 'done'`,
    sql<State['postings']>`
      select account_id as account, seq, amount as "amountMinor", balance_after as "balanceMinor", entry_id as entry
      from ledger.posting order by account_id, seq`,
    sql<State['holds']>`
      select id, account_id as account, amount as "amountMinor", state, entry_id as entry from ledger.hold`,
    sql<State['accounts']>`select id, balance as "balanceMinor", held as "heldMinor" from ledger.account`,
    sql<{ id: string }[]>`select id from ledger.entry where kind = 'opening'`,
  ])
  return {
    effects: [...payments, ...requests],
    postings: [...postings],
    holds: [...holds],
    accounts: [...accounts],
    before: new Set(before.map(({ id }) => id)),
  }
}
