import type { Refusal } from '../../contract/refusals.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database.ts'
import { move } from '../platform/life-cycle.ts'
import { refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { hasPlace } from '../routing/decide.ts'
import { lockPresences, storeAssigned } from '../routing/presence.sql.ts'
import { presenceMs } from '../routing/presence.ts'
import { readAgents } from '../routing/queue.sql.ts'
import { findCase, lockLiveSession } from './case.sql.ts'
import type { CaseDeps } from './case.ts'
import { storeHandedOver, storeTeam } from './hand-over.sql.ts'
import { sessionMoves } from './life-cycles.ts'
import { isOfOwnWallet, lockSession, readStaffName, storeReleased } from './session.sql.ts'
import { appendEvents, type NewEvent } from './timeline.sql.ts'
import { agentAuthor } from './timeline.ts'
import { inTransaction } from './transaction.ts'

type HandOver = { caseId: string; to: { kind: 'colleague' | 'team'; id: string }; summary: string }

/**
 * Gives a conversation to a colleague, who has it at once, or to a team, where the customer keeps the place. The summary
 * stays as a note for whoever goes on. Refusals: permission_missing, not_found, agent_at_capacity (the colleague's),
 * action_not_possible (`case_not_yours`, `not_claimed`, `colleague_away`, `colleague_is_customer`).
 */
export async function handOver(deps: CaseDeps, actor: StaffActor, request: HandOver): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'case.work')
  if (refusal) return refusal
  const { caseId, to } = request
  return inTransaction(deps.sql, async (tx) => {
    // Locks in the order of everywhere: agent's presence, session, case.
    const colleague = to.kind === 'colleague' ? await lockColleague(tx, deps, to.id) : null
    const live = await lockLiveSession(tx, caseId)
    if (!live) return (await findCase(tx, caseId)) ? notPossible('not_claimed') : refuse('not_found', {})
    if (live.state !== 'active') return notPossible('not_claimed')
    if (live.agentId !== actor.staffId && !actor.permissions.has('case.supervise')) return notPossible('case_not_yours')
    const session = (await lockSession(tx, live.id))!
    if (to.kind === 'team') return toTeam(tx, deps, actor, { ...request, sessionId: live.id })
    if (!colleague || to.id === live.agentId) return notPossible('colleague_away')
    if (await isOfOwnWallet(tx, caseId, to.id)) return notPossible('colleague_is_customer')
    if (!hasPlace(colleague, session)) return refuse('agent_at_capacity', { capacity: colleague.places.chat })
    return toColleague(tx, deps, actor, { ...request, sessionId: live.id })
  })
}

type Handing = HandOver & { sessionId: string }

/** The colleague as the queue judges them; undefined where they take nobody now. */
async function lockColleague(tx: Tx, { clock }: CaseDeps, staffId: string) {
  await lockPresences(tx, [staffId])
  const now = clock.now()
  const here = await readAgents(tx, { now, seenAfter: new Date(now.getTime() - presenceMs) })
  return here.find((agent) => agent.id === staffId)
}

async function toColleague(tx: Tx, deps: CaseDeps, actor: StaffActor, { caseId, to, summary, sessionId }: Handing) {
  const now = deps.clock.now()
  move(sessionMoves, 'active', 'hand_over')
  await storeHandedOver(tx, { id: sessionId, caseId, agentId: to.id, now })
  await storeAssigned(tx, [to.id], now)
  const name = await readStaffName(tx, to.id)
  const author = { kind: 'agent' as const, id: to.id, name }
  const seq = await appendEvents(tx, caseId, now, [noteOf(actor, summary), { kind: 'claimed', author }])
  await tell(tx, [['case', caseId, seq, ''], ['queue']])
  return undefined
}

async function toTeam(tx: Tx, deps: CaseDeps, actor: StaffActor, { caseId, to, summary, sessionId }: Handing) {
  if (!(await storeTeam(tx, { id: sessionId, caseId, teamId: to.id }))) return refuse('not_found', {})
  move(sessionMoves, 'active', 'release')
  await storeReleased(tx, [sessionId])
  const author = agentAuthor(actor)
  const events: NewEvent[] = [noteOf(actor, summary), { kind: 'released', author }]
  const seq = await appendEvents(tx, caseId, deps.clock.now(), events)
  await tell(tx, [['case', caseId, seq, ''], ['queue']])
  return undefined
}

function noteOf(actor: StaffActor, summary: string): NewEvent {
  const author = agentAuthor(actor)
  return { kind: 'note', author, text: summary, action: 'hand_over' }
}

function notPossible(reason: string): Refusal {
  return refuse('action_not_possible', { reason })
}
