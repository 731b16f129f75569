import type { TimelineEvent } from '../../contract/chat.ts'
import type { Colleague } from '../../contract/colleagues.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { tell } from '../platform/signals.ts'
import { presenceMs } from '../routing/presence.ts'
import { insertMentions, selectColleagues, selectTeams, updateMentionsSeen } from './mention.sql.ts'

type Deps = { clock: Clock }

/** Tells the colleagues whom a stored note names. The note may be sent twice: each is told once. */
export async function mentionColleagues(
  db: Db,
  { clock }: Deps,
  actor: StaffActor,
  note: Pick<TimelineEvent, 'caseId' | 'seq'>,
  staffIds: readonly string[],
): Promise<void> {
  if (staffIds.length === 0) return
  const { caseId, seq } = note
  const named = await insertMentions(db, { staffIds, byStaffId: actor.staffId, caseId, seq, now: clock.now() })
  await tell(
    db,
    named.map((staffId) => ['inbox_of', staffId]),
  )
}

/** The reader has opened the case in which colleagues named them. */
export async function seeMentions(db: Db, { clock }: Deps, actor: StaffActor, caseId: string): Promise<void> {
  if (await updateMentionsSeen(db, actor.staffId, caseId, clock.now())) await tell(db, [['inbox_of', actor.staffId]])
}

type Colleagues = { colleagues: Colleague[]; teams: { id: string; name: string }[] }

/** Who can be named or handed over to. Refusals: permission_missing. */
export async function listColleagues(db: Db, { clock }: Deps, actor: StaffActor): Promise<Colleagues | Refusal> {
  const refusal = requirePermission(actor, 'case.work')
  if (refusal) return refusal
  const seenAfter = new Date(clock.now().getTime() - presenceMs)
  const [colleagues, teams] = await Promise.all([selectColleagues(db, actor.staffId, seenAfter), selectTeams(db)])
  return { colleagues, teams }
}
