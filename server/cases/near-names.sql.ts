import { textArray } from '../platform/arrays.ts'
import type { Db } from '../platform/database.ts'

/** Most words that share a slip with those asked for; the ones that are really near are fewer. */
const candidateLimit = 200

/** Most words of names are known: those cost one look each. */
export async function insertSlips(db: Db, words: readonly string[]): Promise<void> {
  await db`
    insert into search_slip (slip, word)
    select slip, word from unnest(${textArray(words)}::text[]) word cross join slips_of(word) slip
    where not exists (select from search_slip known where known.slip = word and known.word = word)
    order by slip, word on conflict do nothing`
}

export async function selectNearWords(db: Db, words: readonly string[]): Promise<string[]> {
  const rows = await db<{ word: string }[]>`
    select distinct s.word
    from unnest(${textArray(words)}::text[]) asked cross join slips_of(asked) slip join search_slip s using (slip)
    limit ${candidateLimit}`
  return rows.map(({ word }) => word)
}
