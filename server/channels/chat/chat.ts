import { joinQueue } from '../../cases/case.ts'
import { createFeed } from '../../cases/feed.ts'
import { createMessages } from '../../cases/messages.ts'
import { createDispatcher } from '../../cases/session-dispatch.ts'
import { startBeat } from '../../platform/beat.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Sql } from '../../platform/database.ts'
import type { Ids } from '../../platform/ids.ts'
import type { Live } from '../../platform/live.ts'
import type { Log } from '../../platform/log.ts'
import type { Signals } from '../../platform/signals.ts'
import { markPresent } from '../../routing/presence.ts'
import { serveChatLive } from './chat.live.ts'
import { createGuestBounds } from './guest-bounds.ts'
import { createQueueBoard } from './queue-board.ts'

/** An open desk says this often that its agent is here; see `presenceMs`. */
const presenceBeatMs = 25_000

export type ChatDeps = {
  sql: Sql
  /** `messageConnections` that nothing else uses: messages do not wait behind slower questions. */
  messageSql: Sql
  /** `dispatchConnections` that nothing else uses: a free agent does not wait behind slower questions either. */
  dispatchSql: Sql
  clock: Clock
  ids: Ids
  log: Log
  signals: Signals
  live: Live
}

/** Joins the parts of live conversations in one process. `stop` first lets what was taken in be stored. */
export function createChat(deps: ChatDeps) {
  const feed = createFeed(deps)
  const messages = createMessages({
    ...deps,
    sql: deps.messageSql,
    feed,
    joinQueue: (caseId) => joinQueue(deps, caseId),
  })
  const board = createQueueBoard(deps)
  serveChatLive({ ...deps, feed, messages, board, judgeGuest: createGuestBounds(deps.clock) })
  const dispatcher = createDispatcher({ ...deps, sql: deps.dispatchSql })
  const presence = startBeat(
    presenceBeatMs,
    () => markPresent(deps.sql, deps.clock, [...deps.live.staffHere()]),
    (error) => deps.log.warn({ err: error }, 'presence could not be told'),
  )

  return {
    messages,
    feed,
    async stop() {
      await presence.stop()
      await dispatcher.stop()
      board.stop()
      await feed.stop()
      await messages.drain()
    },
  }
}
