import type { Refusal } from '../../contract/refusals.ts'
import { findCase, findLiveSession, type SessionRow } from '../cases/case.sql.ts'
import type { CaseDeps } from '../cases/case.ts'
import { recordLook } from '../cases/look.ts'
import { insertMentions } from '../cases/mention.sql.ts'
import { appendEvents, type NewEvent } from '../cases/timeline.sql.ts'
import { inTransaction } from '../cases/transaction.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/database.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { hasToldSince } from './listen.sql.ts'

/** Reading on within this time is the same listening: the agent is told once. */
const listenMs = 15 * 60_000

/**
 * A supervisor reads a running conversation: the agent sees it in the timeline, the customer in the own record. Whoever
 * has the conversation themselves listens to nobody. Refusals: permission_missing, not_found, action_not_possible
 * (`not_claimed`, `own_conversation`).
 */
export async function listenIn(deps: CaseDeps, actor: StaffActor, caseId: string): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'case.supervise')
  if (refusal) return refusal
  return inTransaction(deps.sql, async (tx) => {
    const found = await findRunning(tx, actor, caseId)
    if (isRefusal(found)) return found
    await recordLook(tx, deps, actor, { customerId: found.customerId, caseId })
    const since = new Date(deps.clock.now().getTime() - listenMs)
    if (await hasToldSince(tx, { caseId, staffId: actor.staffId, since })) return undefined
    await addNote(tx, deps, actor, caseId, { action: 'listen' })
    return undefined
  })
}

/**
 * A word to the agent of a running conversation, who is named in it and so told at once. Refusals: permission_missing,
 * not_found, action_not_possible (`not_claimed`, `own_conversation`).
 */
export async function whisper(
  deps: CaseDeps,
  actor: StaffActor,
  { caseId, text }: { caseId: string; text: string },
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'case.supervise')
  if (refusal) return refusal
  return inTransaction(deps.sql, async (tx) => {
    const found = await findRunning(tx, actor, caseId)
    if (isRefusal(found)) return found
    const seq = await addNote(tx, deps, actor, caseId, { action: 'whisper', text })
    const { agentId } = found
    await insertMentions(tx, { staffIds: [agentId], byStaffId: actor.staffId, caseId, seq, now: deps.clock.now() })
    await tell(tx, [['inbox_of', agentId]])
    return undefined
  })
}

/** The conversation that somebody else has in hand. */
async function findRunning(
  db: Db,
  actor: StaffActor,
  caseId: string,
): Promise<{ customerId: string; agentId: string } | Refusal> {
  const [found, session] = await Promise.all([findCase(db, caseId), findLiveSession(db, caseId)])
  if (!found) return refuse('not_found', {})
  const agentId = agentOf(session)
  if (agentId === null) return refuse('action_not_possible', { reason: 'not_claimed' })
  if (agentId === actor.staffId) return refuse('action_not_possible', { reason: 'own_conversation' })
  return { customerId: found.customerId, agentId }
}

const agentOf = (session: SessionRow | undefined) => (session?.state === 'active' ? session.agentId : null)

async function addNote(
  tx: Tx,
  deps: CaseDeps,
  actor: StaffActor,
  caseId: string,
  note: Pick<NewEvent, 'action' | 'text'>,
): Promise<number> {
  const author = { kind: 'agent' as const, id: actor.staffId, name: actor.name }
  const seq = await appendEvents(tx, caseId, deps.clock.now(), [{ kind: 'note', author, ...note }])
  await tell(tx, [['case', caseId, seq, '']])
  return seq
}
