import type { Db, Sql } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { Signal, Signals } from '../platform/signals.ts'
import { toArticles } from './article.ts'
import { createHelpIndex, type HelpIndex } from './search.ts'
import { selectPublished } from './version.sql.ts'

/** Says to every process that something was published. */
export const helpSignal: Signal = ['help']

/** What customers read and search now, in one process. */
export type HelpCentre = { index(): HelpIndex }

/**
 * Keeps the published articles with their index in memory, and builds it anew in every process when something is
 * published; publications that come meanwhile share one further building.
 */
export async function openHelpCentre({
  sql,
  signals,
  log,
}: {
  sql: Sql
  signals: Signals
  log: Log
}): Promise<HelpCentre> {
  let index!: HelpIndex
  let building: Promise<void> | undefined
  let again = false

  async function build() {
    do {
      again = false
      index = await buildIndex(sql)
    } while (again)
  }

  function renew() {
    if (building) {
      again = true
      return
    }
    building = build()
      .catch((error) => log.warn({ err: error }, 'the help centre could not be read anew'))
      .finally(() => {
        building = undefined
      })
  }

  // Listening comes first: what is published while the first index is built must not be missed.
  signals.on('help', renew)
  signals.onResume(renew)
  building = build()
  await building.finally(() => {
    building = undefined
  })
  return { index: () => index }
}

async function buildIndex(db: Db): Promise<HelpIndex> {
  return createHelpIndex(toArticles(await selectPublished(db)))
}
