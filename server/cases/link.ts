import type { Refusal } from '../../contract/refusals.ts'
import { requirePermission } from '../identity/permissions.ts'
import { readPayment, referenceOf } from '../payments/history.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/database.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { findCase } from './case.sql.ts'
import type { CaseDeps } from './case.ts'
import { deleteLink, findCaseByNumber, insertLink, type LinkKind, readLinkKind } from './link.sql.ts'
import { agentAuthor, lockForWork } from './stage.ts'
import { appendEvents, type NewEvent } from './timeline.sql.ts'
import { inTransaction } from './transaction.ts'

export type LinkRequest = {
  kind: string
  /** A case's number or id; a payment's id. */
  target: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A case by what people read out or what an address holds. */
export async function findCaseId(db: Db, numberOrId: string): Promise<string | undefined> {
  const text = numberOrId.trim()
  if (uuid.test(text)) return (await findCase(db, text))?.id
  return findCaseByNumber(db, text.toUpperCase())
}

/**
 * Links a case to another case or to one of its customer's payments; a case is told in both timelines. Refusals:
 * permission_missing, not_found, case_closed, action_not_possible (`case_not_yours`, `link_kind`, `same_case`).
 */
export async function addLink(
  deps: CaseDeps,
  actor: StaffActor,
  caseId: string,
  { kind, target }: LinkRequest,
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'case.work')
  if (refusal) return refusal
  return inTransaction(deps.sql, async (tx) => {
    const found = await lockForWork(tx, actor, caseId)
    if (isRefusal(found)) return found
    const known = await readLinkKind(tx, kind)
    if (!known?.byHand) return refuse('action_not_possible', { reason: 'link_kind' })
    const now = deps.clock.now()
    const by = { author: agentAuthor(actor), now }
    if (known.target === 'case') {
      const otherId = await findCaseId(tx, target)
      if (!otherId) return refuse('not_found', {})
      if (otherId === found.row.id) return refuse('action_not_possible', { reason: 'same_case' })
      await linkCases(tx, { caseId: found.row.id, otherId, kind: known }, by)
      return undefined
    }
    const payment = uuid.test(target) ? await readPayment(tx, found.row.customerId, target) : refuse('not_found', {})
    if (isRefusal(payment)) return payment
    await linkPayment(tx, { caseId, paymentId: payment.id, kind }, by)
    return undefined
  })
}

type By = { author: NewEvent['author']; now: Date }

/** Both directions, each told in its own timeline. */
async function linkCases(
  tx: Tx,
  link: { caseId: string; otherId: string; kind: Pick<LinkKind, 'kind' | 'inverse'> },
  by: By,
): Promise<void> {
  const { caseId, otherId, kind } = link
  const ends = [
    { caseId, kind: kind.kind, targetId: otherId },
    { caseId: otherId, kind: kind.inverse!, targetId: caseId },
  ]
  for (const end of ends) {
    if (!(await insertLink(tx, { ...end, now: by.now, byName: by.author.name }))) continue
    const other = (await findCase(tx, end.targetId))!
    await note(tx, end.caseId, by, { action: `link_${end.kind}`, text: other.number })
  }
}

/** The payment stands in the timeline by its reference. */
export async function linkPayment(
  tx: Tx,
  link: { caseId: string; paymentId: string; kind: string },
  by: By,
): Promise<void> {
  const { caseId, paymentId, kind } = link
  if (!(await insertLink(tx, { caseId, kind, targetId: paymentId, now: by.now, byName: by.author.name }))) return
  await note(tx, caseId, by, { action: `link_${kind}`, text: referenceOf(paymentId), paymentId })
}

async function note(tx: Tx, caseId: string, by: By, event: Pick<NewEvent, 'action' | 'text' | 'paymentId'>) {
  const seq = await appendEvents(tx, caseId, by.now, [{ kind: 'action', author: by.author, ...event }])
  await tell(tx, [['case', caseId, seq, '']])
}

/** Takes back a link that was made by hand, in both directions. Refusals as `addLink`. */
export async function removeLink(
  deps: CaseDeps,
  actor: StaffActor,
  caseId: string,
  { kind, targetId }: { kind: string; targetId: string },
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'case.work')
  if (refusal) return refusal
  return inTransaction(deps.sql, async (tx) => {
    const found = await lockForWork(tx, actor, caseId)
    if (isRefusal(found)) return found
    const known = await readLinkKind(tx, kind)
    const inverse = known?.inverse ? await readLinkKind(tx, known.inverse) : undefined
    if (!known?.byHand && !inverse?.byHand) return refuse('action_not_possible', { reason: 'link_kind' })
    if (!(await deleteLink(tx, { caseId, kind, targetId }))) return refuse('not_found', {})
    const by = { author: agentAuthor(actor), now: deps.clock.now() }
    const other = inverse ? await findCase(tx, targetId) : undefined
    await note(tx, caseId, by, { action: 'unlink_done', text: other?.number ?? referenceOf(targetId) })
    if (other && (await deleteLink(tx, { caseId: other.id, kind: inverse!.kind, targetId: caseId })))
      await note(tx, other.id, by, { action: 'unlink_done', text: found.row.number })
    return undefined
  })
}
