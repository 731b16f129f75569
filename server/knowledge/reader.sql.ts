import type { Language } from '../../contract/identity.ts'
import type { Db } from '../platform/database.ts'

/** Most different questions kept of those that found nothing; what was asked longest ago goes first. */
const gapsKept = 2_000
export const gapsShown = 50
const feedbackShown = 50

export type NewFeedback = {
  id: string
  slug: string
  language: Language
  helped: boolean
  words: string | null
  at: Date
}

/** False where no such article is published. */
export async function insertFeedback(db: Db, row: NewFeedback): Promise<boolean> {
  const { count } = await db`
    insert into article_feedback (id, slug, version_id, language, helped, words, at)
    select ${row.id}, slug, id, ${row.language}, ${row.helped}, ${row.words}, ${row.at}
    from article_version where slug = ${row.slug} and state = 'published'`
  return count === 1
}

export type FeedbackRow = { at: Date; language: Language; helped: boolean; words: string | null }

/** What was written first, then the newest of the rest. */
export async function selectFeedback(db: Db, slug: string): Promise<FeedbackRow[]> {
  return db<FeedbackRow[]>`
    select at, language, helped, words from article_feedback where slug = ${slug}
    order by (words is not null) desc, at desc limit ${feedbackShown}`
}

export async function countGap(
  db: Db,
  gap: { id: string; language: Language; question: string; at: Date },
): Promise<void> {
  const [row] = await db<{ isNew: boolean }[]>`
    insert into help_gap (id, language, question, first_at, last_at)
    values (${gap.id}, ${gap.language}, ${gap.question}, ${gap.at}, ${gap.at})
    on conflict on constraint help_gap_once do update set times = help_gap.times + 1, last_at = excluded.last_at
    returning times = 1 as "isNew"`
  if (row!.isNew)
    await db`delete from help_gap where id in (select id from help_gap order by last_at desc offset ${gapsKept})`
}

export type GapRow = { id: string; language: Language; question: string; times: number; lastAt: Date }

export async function selectGaps(db: Db): Promise<GapRow[]> {
  return db<GapRow[]>`
    select id, language, question, times, last_at as "lastAt" from help_gap order by times desc, last_at desc limit ${gapsShown}`
}

export async function deleteGap(db: Db, id: string): Promise<boolean> {
  const { count } = await db`delete from help_gap where id = ${id}`
  return count === 1
}
