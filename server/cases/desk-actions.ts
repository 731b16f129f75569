import type { z } from 'zod'
import type { AccountDeed } from '../../contract/access-log.ts'
import {
  type ActionName,
  actionName,
  type DeskAction,
  type MissingVerification,
  type takeAction as takeActionRoute,
  type Verification,
} from '../../contract/console.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { recordAudit, staffActor } from '../audit/audit.ts'
import { type CustomerRow, lockCustomer } from '../identity/customer.ts'
import { isOwnAccount, type Permission, requirePermission } from '../identity/permissions.ts'
import { act, type SafetyAction, safetyDeeds } from '../identity/safety.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/database.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { selectWaitingOf } from './action-request.sql.ts'
import { askForSecondPerson } from './action-request.ts'
import { findCase, lockLiveSession } from './case.sql.ts'
import type { CaseDeps } from './case.ts'
import { askCode, mayAskCode, readProof } from './customer-code.ts'
import { needsSecondPerson, type Raise, raiseLimit, readRaise } from './limit-raise.ts'
import { hurryWaiting } from './session.ts'
import { appendEvents } from './timeline.sql.ts'
import { agentAuthor } from './timeline.ts'
import { inTransaction } from './transaction.ts'

export type ActionRequest = z.output<typeof takeActionRoute.body>

/** What an action is judged on. */
export type Situation = {
  customer: CustomerRow
  /** Who has the conversation; null also while the customer `waits` for somebody to take it. */
  agentId: string | null
  waits: boolean
  level: Verification
  /** Actions that a second person has still to decide. */
  waiting: ReadonlySet<ActionName>
  mayAskCode: boolean
  now: Date
}

type Reason = NonNullable<DeskAction['reason']>
/** One action as it happens, in the transaction of its record and its entry in the timeline. */
type Deed = { actor: StaffActor; customer: CustomerRow; caseId: string; reason: string; raise: Raise | null }

type Entry = {
  permission: Permission
  /** How sure we must be that it is the customer. */
  level: Verification
  /** What protects may not wait until the conversation is one's own. */
  who: 'agent_of_case' | 'everybody'
  /** Where a second person may have to agree: what the record calls asking and turning down. */
  secondPerson: { asked: AccountDeed; rejected: AccountDeed } | null
  /** Why there is nothing to do, or null. */
  idle(situation: Situation): Extract<Reason, 'not_needed' | 'too_soon'> | null
  carryOut(tx: Tx, deps: CaseDeps, deed: Deed): Promise<Refusal | undefined>
}

function safety(action: SafetyAction, level: Verification, who: Entry['who']): Entry {
  return {
    permission: safetyDeeds[action].permission,
    level,
    who,
    secondPerson: null,
    idle: ({ customer, now }) => (safetyDeeds[action].isNeeded(customer, now) ? null : 'not_needed'),
    async carryOut(tx, deps, { actor, customer, caseId, reason }) {
      const done = await act(tx, actor, action, { customerId: customer.id, reason, caseId }, deps)
      if (isRefusal(done)) return done
      if (action === 'freeze') await hurryWaiting(tx, customer.id)
      return undefined
    },
  }
}

/** Everything that can be done beside a conversation, in the order of the screen. A further action is one more entry. */
export const actions: Record<ActionName, Entry> = {
  freeze: safety('freeze', 'none', 'everybody'),
  unfreeze: safety('unfreeze', 'code', 'agent_of_case'),
  unlock_pin: safety('unlock_pin', 'signed_in', 'agent_of_case'),
  unlock_signin: safety('unlock_signin', 'signed_in', 'agent_of_case'),
  send_code: {
    permission: 'code.send',
    level: 'none',
    who: 'agent_of_case',
    secondPerson: null,
    idle: (situation) => (situation.level === 'code' ? 'not_needed' : situation.mayAskCode ? null : 'too_soon'),
    async carryOut(tx, deps, { actor, customer, caseId, reason }) {
      await askCode(tx, deps, actor, { customer, caseId })
      const at = deps.clock.now()
      const record = { id: deps.ids(), customerId: customer.id, at, actor: staffActor(actor), reason, caseId }
      await recordAudit(tx, { ...record, action: 'code.sent' })
      return undefined
    },
  },
  raise_limit: {
    permission: 'limit.raise',
    level: 'code',
    who: 'agent_of_case',
    secondPerson: { asked: 'limit.asked', rejected: 'limit.turned_down' },
    idle: () => null,
    async carryOut(tx, deps, { actor, customer, caseId, reason, raise }) {
      await raiseLimit(tx, deps, actor, raise!, { customerId: customer.id, caseId, reason })
      return undefined
    },
  },
}

const steps = ['signed_in', 'code'] as const satisfies readonly Verification[]
const levels: readonly Verification[] = ['none', ...steps]

/** The steps of verification above this level, each with the actions that begin with it. */
export function missingVerification(level: Verification): MissingVerification[] {
  return steps.slice(levels.indexOf(level)).map((step) => ({
    level: step,
    actions: actionName.options.filter((name) => actions[name].level === step),
  }))
}

/** Why this actor cannot do it now, or null. In the order in which an agent could mend it. */
function judge(actor: StaffActor, action: ActionName, situation: Situation): Reason | null {
  const entry = actions[action]
  if (requirePermission(actor, entry.permission)) return 'permission_missing'
  if (entry.who !== 'everybody' && isOwnAccount(actor, situation.customer.phone)) return 'own_account'
  if (situation.waiting.has(action)) return 'waits'
  const idle = entry.idle(situation)
  if (idle) return idle
  const theirs = situation.agentId === actor.staffId || actor.permissions.has('case.supervise')
  if (entry.who === 'agent_of_case' && !theirs) return 'case_not_yours'
  return levels.indexOf(situation.level) < levels.indexOf(entry.level) ? 'verification_missing' : null
}

/** What leads from the reason to the action; null where the agent can do nothing for it now. */
function nextStep(reason: Reason | null, { waits, agentId }: Situation): DeskAction['next'] {
  if (reason === 'permission_missing' || reason === 'own_account') return 'ask_supervisor'
  if (reason === 'case_not_yours') return waits ? 'take_case' : agentId === null ? 'ask_supervisor' : 'ask_colleague'
  return reason === 'verification_missing' ? 'send_code' : null
}

/** Each action: possible now, or the reason why not and what leads there. */
export function judgeActions(actor: StaffActor, situation: Situation): DeskAction[] {
  return actionName.options.map((action) => {
    const reason = judge(actor, action, situation)
    const next = nextStep(reason, situation)
    const secondPerson = actions[action].secondPerson ? 'above_bound' : 'never'
    return { action, possible: reason === null, reason, next, secondPerson }
  })
}

type LiveSession = { state: 'waiting' | 'active' | 'ended'; agentId: string | null }

/** What the actions on this customer are judged on now, in this case. */
export async function readSituation(
  db: Db,
  { clock }: Pick<CaseDeps, 'clock'>,
  { customer, caseId, session }: { customer: CustomerRow; caseId: string; session: LiveSession | null },
): Promise<Situation> {
  const now = clock.now()
  const [{ level }, waiting, may] = await Promise.all([
    readProof(db, clock, customer.id, caseId),
    selectWaitingOf(db, customer.id, now),
    mayAskCode(db, customer.id, now),
  ])
  return {
    customer,
    agentId: session?.state === 'active' ? session.agentId : null,
    waits: session?.state === 'waiting',
    level,
    waiting: new Set(waiting.map(({ action }) => action)),
    mayAskCode: may,
    now,
  }
}

/**
 * Carries out an action on the customer's account, with the case as its occasion: the deed, its record, and an entry in
 * the timeline, together or not at all; or asks for a second person where the amount wants one. Refusals:
 * permission_missing, not_found, limit_outside, action_not_possible (the reasons of `deskAction`).
 */
export async function takeAction(
  deps: CaseDeps,
  actor: StaffActor,
  caseId: string,
  request: ActionRequest,
): Promise<{ state: 'done' | 'waits' } | Refusal> {
  const entry = actions[request.action]
  const refusal = requirePermission(actor, 'case.work') ?? requirePermission(actor, entry.permission)
  if (refusal) return refusal
  const raise = request.action === 'raise_limit' ? readRaise(request.limit) : null
  if (isRefusal(raise)) return raise
  return inTransaction(deps.sql, async (tx) => {
    const session = await lockLiveSession(tx, caseId)
    const found = await findCase(tx, caseId)
    const customer = found && (await lockCustomer(tx, found.customerId))
    if (!customer) return refuse('not_found', {})
    const situation = await readSituation(tx, deps, { customer, caseId, session: session ?? null })
    const reason = judge(actor, request.action, situation)
    if (reason) return refuse('action_not_possible', { reason })
    const deed: Deed = { actor, customer, caseId, reason: request.reason, raise }
    const waits = raise !== null && needsSecondPerson(raise)
    if (waits)
      await askForSecondPerson(tx, deps, { ...deed, action: request.action, raise, record: entry.secondPerson!.asked })
    const refused = waits ? undefined : await entry.carryOut(tx, deps, deed)
    if (refused) return refused
    const { agentId } = situation
    await putOnTimeline(tx, deps, { ...deed, action: waits ? `${request.action}_asked` : request.action, agentId })
    return { state: waits ? 'waits' : 'done' }
  })
}

export async function putOnTimeline(
  tx: Tx,
  { clock }: Pick<CaseDeps, 'clock'>,
  deed: Pick<Deed, 'actor' | 'customer' | 'caseId' | 'reason'> & { action: string; agentId: string | null },
): Promise<void> {
  const { actor, action, reason, caseId } = deed
  const author = agentAuthor(actor)
  const seq = await appendEvents(tx, caseId, clock.now(), [{ kind: 'action', author, action, text: reason }])
  await tell(tx, [
    ['case', caseId, seq, deed.agentId ?? ''],
    ['customer', deed.customer.id, 'account'],
  ])
}
