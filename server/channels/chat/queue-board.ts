import type { Clock } from '../../platform/clock.ts'
import type { Sql } from '../../platform/database.ts'
import type { LiveSocket } from '../../platform/live-socket.ts'
import type { Log } from '../../platform/log.ts'
import type { Signals } from '../../platform/signals.ts'
import { readQueue, recordAnnounced } from '../../routing/queue.ts'
import { readAgents } from './chat.sql.ts'

/** Places are told anew this often at most, a little less often the more people look, and at least this often. */
const pauseMs = 400
const pausePerFollowerMs = 2
const refreshMs = 15_000

export type QueueBoard = ReturnType<typeof createQueueBoard>

/** Tells customers who follow their case in this process their place in the queue, or who answers them. */
export function createQueueBoard(deps: { sql: Sql; clock: Clock; signals: Signals; log: Log }) {
  /** What each follower was last told about each case. */
  const told = new Map<LiveSocket, Map<string, string>>()
  let wanted = false
  let running = false

  function refresh() {
    wanted = true
    if (!running) void run()
  }

  async function run() {
    running = true
    while (wanted) {
      wanted = false
      try {
        await tellAll()
      } catch (error) {
        deps.log.error({ err: error }, 'places in the queue could not be told')
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs + pausePerFollowerMs * told.size).unref())
    }
    running = false
  }

  async function tellAll() {
    const caseIds = [...new Set([...told.values()].flatMap((cases) => [...cases.keys()]))]
    if (caseIds.length === 0) return
    const [queue, agents] = await Promise.all([readQueue(deps.sql, deps.clock), readAgents(deps.sql, caseIds)])
    const { places } = queue
    await recordAnnounced(deps.sql, deps.clock, queue, new Set(caseIds))
    for (const [socket, cases] of told) {
      for (const [caseId, before] of cases) {
        const queue = places.get(caseId) ?? null
        const text = JSON.stringify({ type: 'queue', caseId, queue, agent: agents.get(caseId) ?? null })
        if (text === before) continue
        cases.set(caseId, text)
        socket.sendText(text)
      }
    }
  }

  deps.signals.on('queue', refresh)
  deps.signals.onResume(refresh)
  const timer = setInterval(refresh, refreshMs)
  timer.unref()

  return {
    /** From now on this customer's socket is told; at once for the first time. */
    follow(socket: LiveSocket, caseId: string) {
      const cases = told.get(socket) ?? new Map<string, string>()
      told.set(socket, cases)
      cases.set(caseId, '')
      refresh()
    },
    unfollow(socket: LiveSocket, caseId: string) {
      told.get(socket)?.delete(caseId)
    },
    leave(socket: LiveSocket) {
      told.delete(socket)
    },
    stop() {
      clearInterval(timer)
    },
  }
}
