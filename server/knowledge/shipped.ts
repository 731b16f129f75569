import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { move } from '../platform/life-cycle.ts'
import { tell } from '../platform/signals.ts'
import type { WrittenArticle } from './article.ts'
import { helpSignal } from './help-centre.ts'
import { versionMoves } from './life-cycles.ts'
import { insertArticle, insertVersion, lockArticle, selectInState, updateState } from './version.sql.ts'

/**
 * Brings the articles that come with Dompet into the database: new ones as their first version, better ones of a later
 * release as the next. What the operator's own editors published is theirs and stays. Safe to run in many processes.
 */
export async function storeShippedArticles(
  { sql, clock, ids }: { sql: Sql; clock: Clock; ids: Ids },
  shipped: readonly WrittenArticle[],
): Promise<void> {
  await sql.begin(async (tx) => {
    let changed = false
    for (const { slug, actionPath, texts } of shipped) {
      await insertArticle(tx, slug)
      await lockArticle(tx, slug)
      const known = await selectInState(tx, slug, 'published')
      const same = known?.actionPath === actionPath && isDeepStrictEqual(known.texts, texts)
      if (same || (known && known.authorId !== null)) continue
      const at = clock.now()
      if (known)
        await updateState(tx, { id: known.id, state: move(versionMoves, known.state, 'supersede'), note: null, at })
      await insertVersion(tx, { id: ids(), slug, state: 'published', actionPath, texts, author: null, at })
      changed = true
    }
    if (changed) await tell(tx, [helpSignal])
  })
}
