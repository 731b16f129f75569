import { maximumFeedbackCharacters } from '../../contract/help.ts'
import type { Language } from '../../contract/identity.ts'
import type { Refusal } from '../../contract/refusals.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { refuse } from '../platform/refusals.ts'
import { withoutPersonalData } from './impersonal.ts'
import { countGap, insertFeedback } from './reader.sql.ts'
import { goodAnswerScore, type HelpIndex, maximumQueryCharacters, searchArticles } from './search.ts'

export type ReaderDeps = { sql: Sql; clock: Clock; ids: Ids }

/** Shorter questions are words that somebody is still typing. */
const shortestQuestionCharacters = 2

/** Keeps whether an answer helped, without anybody's name. Refusal: not_found. */
export async function takeFeedback(
  { sql, clock, ids }: ReaderDeps,
  said: { slug: string; language: Language; helped: boolean; words: string | undefined },
): Promise<Record<string, never> | Refusal> {
  const words = withoutPersonalData(said.words ?? '', maximumFeedbackCharacters) || null
  const stored = await insertFeedback(sql, { ...said, id: ids(), words, at: clock.now() })
  return stored ? {} : refuse('not_found', {})
}

/** Counts what somebody looked for where no answer fits well, or where the person says that none does. */
export async function noteSearch(
  { sql, clock, ids }: ReaderDeps,
  index: HelpIndex,
  asked: { language: Language; question: string; outcome: 'looked' | 'nothing_fits' },
): Promise<void> {
  const question = withoutPersonalData(asked.question.toLowerCase(), maximumQueryCharacters)
  if ([...question].length < shortestQuestionCharacters || !/\p{L}/u.test(question)) return
  const [best] = searchArticles(index, asked.language, asked.question, 1)
  if (asked.outcome === 'looked' && best && best.score >= goodAnswerScore) return
  await countGap(sql, { id: ids(), language: asked.language, question, at: clock.now() })
}
