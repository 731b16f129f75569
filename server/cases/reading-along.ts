import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import { tell } from '../platform/signals.ts'
import { findLiveSession, lockLiveSession, type SessionRow } from './case.sql.ts'
import { hasToldSince } from './reading-along.sql.ts'
import { appendEvents } from './timeline.sql.ts'
import { agentAuthor } from './timeline.ts'
import { inTransaction } from './transaction.ts'

/** Reading on within this time is the same reading: the agent is told once. */
const readingMs = 15 * 60_000

/**
 * A supervisor reads a conversation that a colleague has in hand, by whichever way: the agent sees it in the timeline. Of
 * others, and of conversations in nobody's hands, nothing is said.
 */
export async function tellReadingAlong(
  { sql, clock }: { sql: Sql; clock: Clock },
  actor: StaffActor,
  caseId: string,
): Promise<void> {
  if (!actor.permissions.has('case.supervise')) return
  const isColleagues = (session: SessionRow | undefined) =>
    session?.state === 'active' && session.agentId !== actor.staffId
  const since = new Date(clock.now().getTime() - readingMs)
  const reading = { caseId, staffId: actor.staffId, since }
  // A desk asks for a case several times in one go: most of them have nothing to tell and take no lock.
  if (!isColleagues(await findLiveSession(sql, caseId)) || (await hasToldSince(sql, reading))) return
  await inTransaction(sql, async (tx) => {
    if (!isColleagues(await lockLiveSession(tx, caseId)) || (await hasToldSince(tx, reading))) return
    const event = { kind: 'note' as const, author: agentAuthor(actor), action: 'listen' }
    const seq = await appendEvents(tx, caseId, clock.now(), [event])
    await tell(tx, [['case', caseId, seq, '']])
  })
}
