import type { Refusal } from '../../contract/refusals.ts'
import { maximumStatementDays } from '../../contract/statements.ts'
import { openStatement, type Posting, type Statement, statementLines } from '../ledger/history.ts'
import type { Db } from '../platform/database.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { endOfDay, startOfDay } from '../policy/calendar.ts'
import { referenceOf } from './history.ts'
import { type LineFactsRow, selectLineFacts } from './statement.sql.ts'

const dayMs = 86_400_000
/** A payment gets its id at most this long before it is posted, whatever the queue. */
const idSlackMs = 3_600_000

/** First and last day, both within, YYYY-MM-DD in the operator's time. */
export type Days = { from: string; to: string }
export type Holder = { customerId: string; accountId: string }
export type CustomerStatement = Statement & { days: Days; holder: Holder }

/** `what` is the kind of the movement as words name it; `name` the other side, where it is known. */
export type Line = {
  at: Date
  what: 'top_up' | 'send' | 'received' | 'shop' | 'other'
  name: string | null
  reference: string | null
  amountMinor: bigint
  balanceMinor: bigint
}

/** Refuses: period_too_long, period_archived. */
export async function openCustomerStatement(db: Db, holder: Holder, days: Days): Promise<CustomerStatement | Refusal> {
  const [from, to] = [startOfDay(days.from), endOfDay(startOfDay(days.to))]
  if (to.getTime() - from.getTime() > maximumStatementDays * dayMs)
    return refuse('period_too_long', { maximumDays: maximumStatementDays })
  const statement = await openStatement(db, holder.accountId, { from, to })
  return isRefusal(statement) ? statement : { ...statement, days, holder }
}

/** Lines in pieces, oldest first, with what the payments behind them say. */
export async function* customerLines(db: Db, statement: CustomerStatement): AsyncGenerator<Line[]> {
  for await (const postings of statementLines(db, statement)) {
    const [first, last] = [postings[0]!.postedAt.getTime(), postings.at(-1)!.postedAt.getTime()]
    const ids = { from: firstIdOf(first - idSlackMs), to: firstIdOf(last + idSlackMs) }
    const entryIds = postings.map(({ entryId }) => entryId)
    const facts = await selectLineFacts(db, statement.holder.customerId, entryIds, ids)
    const byEntry = new Map(facts.map((row) => [row.entryId, row]))
    yield postings.map((posting) => toLine(posting, byEntry.get(posting.entryId)))
  }
}

function toLine({ postedAt: at, amountMinor, balanceMinor }: Posting, facts: LineFactsRow | undefined): Line {
  const what = !facts ? 'other' : facts.received ? 'received' : facts.kind
  const reference = facts ? referenceOf(facts.paymentId) : null
  return { at, what, name: facts?.counterparty ?? null, reference, amountMinor, balanceMinor }
}

/** The least UUIDv7 of a moment. */
function firstIdOf(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
