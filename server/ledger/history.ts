import type { Currency } from '../../contract/money.ts'
import type { Refusal } from '../../contract/refusals.ts'
import type { Db } from '../platform/database.ts'
import { refuse } from '../platform/refusals.ts'
import {
  type PostingRow,
  selectPeriod,
  selectPostingsAfter,
  selectPostingsBefore,
  selectStandBefore,
} from './history.sql.ts'

/** A posting's place in the history of its account. */
export type Place = { postedAt: Date; seq: bigint }
export type Posting = PostingRow

/** Lines fetched at once where a whole period is read. */
export const linesAtOnce = 500

/**
 * What stood on an account at an instant, in minor units: the last posting up to it and including it. Zero before the
 * first one. Refuses: period_archived, where the instant lies in a month that was archived.
 */
export async function balanceAt(db: Db, accountId: string, at: Date): Promise<bigint | Refusal> {
  // Postings carry milliseconds, so what lies before the next one includes this one.
  const stand = await selectStandBefore(db, accountId, new Date(at.getTime() + 1))
  return archived(stand.archivedUntil, at) ?? stand.balanceMinor
}

/** One page of an account's postings, newest first, before a place. `next` is null where it ends. */
export async function pageOfHistory(db: Db, accountId: string, before: Place | null, limit: number) {
  const rows = await selectPostingsBefore(db, accountId, before, limit + 1)
  const postings = rows.slice(0, limit)
  const last = rows.length > limit ? postings.at(-1)! : undefined
  return { postings, next: last ? { postedAt: last.postedAt, seq: last.seq } : null }
}

export type Period = { from: Date; to: Date }

/** Figures in minor units; `openingMinor + inMinor - outMinor = closingMinor`. */
export type Statement = Period & {
  accountId: string
  currency: Currency
  openingMinor: bigint
  closingMinor: bigint
  inMinor: bigint
  outMinor: bigint
  lineCount: number
  /** The last posting that belongs to it: what is posted later does not change it any more. */
  lastSeq: bigint
}

/**
 * The statement of an account from one moment up to, not including, another. A period that is not over ends with what
 * is posted now. Refuses: period_archived. Throws where there is no such account: ids come from our own tables.
 */
export async function openStatement(db: Db, accountId: string, period: Period): Promise<Statement | Refusal> {
  const row = await selectPeriod(db, accountId, period)
  if (!row) throw new Error('no such ledger account')
  const { archivedUntil, openingSeq, closingSeq, ...figures } = row
  return (
    archived(archivedUntil, period.from) ?? {
      ...period,
      ...figures,
      accountId,
      lineCount: Number(closingSeq - openingSeq),
      lastSeq: closingSeq,
    }
  )
}

/** Its lines, oldest first, in pieces; each is fetched when the one before was taken. */
export async function* statementLines(db: Db, statement: Statement): AsyncGenerator<Posting[]> {
  let after: Place | null = null
  for (let left = statement.lineCount; left > 0; ) {
    const lines: Posting[] = await selectPostingsAfter(db, statement.accountId, statement, after, linesAtOnce)
    const last = lines.at(-1)
    if (!last) throw new Error('a statement lacks lines that were counted')
    left -= lines.length
    after = { postedAt: last.postedAt, seq: last.seq }
    yield lines
  }
}

function archived(until: Date | null, at: Date): Refusal | undefined {
  return until && at < until ? refuse('period_archived', { readableFrom: until.toISOString() }) : undefined
}
