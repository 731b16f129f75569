import type { Wallboard, WallQueue } from '../../contract/supervision.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import { dayOf, startOfDay } from '../policy/calendar.ts'
import { coverage } from '../routing/coverage.ts'
import { readDeskState, type WaitingPerson } from '../routing/desk-state.ts'
import { readConversations, readEscalated, readFirstReplies, readServed } from './wallboard.sql.ts'

/** The desk at this moment and the operator's day so far. Times in seconds. */
export async function readWallboard(sql: Sql, clock: Clock): Promise<Wallboard> {
  const now = clock.now()
  const today = { from: startOfDay(dayOf(now)), to: now }
  const [state, conversations, escalated, served, firstReplies, covered] = await Promise.all([
    readDeskState(sql, clock),
    readConversations(sql),
    readEscalated(sql),
    readServed(sql, today),
    readFirstReplies(sql, today),
    coverage(sql, clock, today),
  ])
  return {
    queues: queuesOf(state.waiting),
    lastWaitSeconds: state.waiting.findLast((person) => person.channel === 'chat')?.waitSeconds ?? null,
    agents: state.agents.map(({ staffId, name, state, reason, since, capacity, active }) => {
      return { staffId, name, state, reason, since, capacity, active }
    }),
    conversations,
    escalated,
    today: { ...served, firstReplies, promisedCoverage: covered.promised, coverage: covered.teams },
  }
}

/** Who waits, by priority, language and channel, in the order of the first of each. */
export function queuesOf(
  waiting: readonly Pick<WaitingPerson, 'priority' | 'language' | 'channel' | 'queuedAt'>[],
): WallQueue[] {
  const queues = new Map<string, WallQueue>()
  for (const { priority, language, channel, queuedAt } of waiting) {
    const key = `${priority} ${language} ${channel}`
    const known = queues.get(key)
    const longestSince = known && known.longestSince < queuedAt ? known.longestSince : queuedAt
    queues.set(key, {
      priority,
      language: language as WallQueue['language'],
      channel,
      waiting: (known?.waiting ?? 0) + 1,
      longestSince,
    })
  }
  return [...queues.values()]
}
