import type { Escalation, Mention } from '../../contract/colleagues.ts'
import type { Refusal } from '../../contract/refusals.ts'
import type { DeskRequest } from '../../contract/requests.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import { selectNewEscalations, selectNewMentions } from './notices.sql.ts'
import { readDecidable, readOutcomes } from './second-person.ts'

type Notices = { mentions: Mention[]; requests: DeskRequest[]; outcomes: DeskRequest[]; escalations: Escalation[] }

/** What is for the reader: from colleagues, and for supervisors from promises. Refusals: permission_missing. */
export async function readNotices(
  { sql, clock }: { sql: Sql; clock: Clock },
  actor: StaffActor,
): Promise<Notices | Refusal> {
  const refusal = actor.permissions.has('limit.decide') ? undefined : requirePermission(actor, 'case.work')
  if (refusal) return refusal
  const [mentions, requests, outcomes, escalations] = await Promise.all([
    selectNewMentions(sql, actor.staffId),
    readDecidable(sql, clock, actor),
    readOutcomes(sql, clock, actor),
    actor.permissions.has('case.supervise') ? selectNewEscalations(sql, actor.staffId) : [],
  ])
  return { mentions, requests, outcomes, escalations }
}
