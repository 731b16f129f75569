import type { Db } from '../platform/database.ts'
import { insertSlips, selectNearWords } from './near-names.sql.ts'
import { nameWord, type Terms, wordsIn } from './search-words.ts'

/** In shorter words one slip makes another word; Chinese has no letters to mistake. */
const shortestWord = 5
const longestWord = 40
/** Most words that one mistaken word is taken for. */
const nearLimit = 8

const forgivable = (word: string) =>
  /^[^\P{L}\p{Script=Han}]+$/u.test(word) && word.length >= shortestWord && word.length <= longestWord

/** Remembers the words of names, so that they are found in spite of a slip. */
export async function learnNames(db: Db, names: readonly string[]): Promise<void> {
  const words = new Set(names.flatMap(wordsIn).filter(forgivable))
  if (words.size > 0) await insertSlips(db, [...words])
}

/**
 * What a question may have meant: each of its words as it is written, or as a name that is one slip away. Undefined where
 * no name is.
 */
export async function nearTerms(db: Db, question: string): Promise<Terms | undefined> {
  const words = wordsIn(question)
  const asked = words.filter(forgivable)
  if (asked.length === 0) return undefined
  const candidates = await selectNearWords(db, asked)
  const nearTo = (word: string) => candidates.filter((other) => isOneSlipAway(word, other)).slice(0, nearLimit)
  if (!asked.some((word) => nearTo(word).length > 0)) return undefined
  return words.map((word) => [word, ...(forgivable(word) ? nearTo(word) : [])].map(nameWord))
}

/** Whether one letter too many, too few, changed, or exchanged with its neighbour makes one word of the other. */
export function isOneSlipAway(one: string, other: string): boolean {
  if (one === other) return false
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  let from = 0
  while (from < short.length && short[from] === long[from]) from += 1
  if (long.length - short.length === 1) return short.slice(from) === long.slice(from + 1)
  if (long.length !== short.length) return false
  const isExchanged = short[from] === long[from + 1] && short[from + 1] === long[from]
  return (
    short.slice(from + 1) === long.slice(from + 1) || (isExchanged && short.slice(from + 2) === long.slice(from + 2))
  )
}
