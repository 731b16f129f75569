import type { Refusal } from '../../contract/refusals.ts'
import { readPayment, referenceOf } from '../payments/history.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/database.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { type CaseRow, findCase } from './case.sql.ts'
import type { CaseDeps } from './case.ts'
import { deleteLink, findCaseByNumber, insertLink, type LinkKind, readLinkKind } from './link.sql.ts'
import { appendEvents } from './timeline.sql.ts'
import { type Author, agentAuthor } from './timeline.ts'
import { type Deed, workOnCase } from './work.ts'

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
export function addLink(
  deps: CaseDeps,
  actor: StaffActor,
  caseId: string,
  { kind, target }: LinkRequest,
): Promise<undefined | Refusal> {
  return workOnCase(deps, actor, caseId, async (tx, { row }, now) => {
    const known = await readLinkKind(tx, kind)
    if (!known?.byHand) return refuse('action_not_possible', { reason: 'link_kind' })
    const by = { author: agentAuthor(actor), now }
    if (known.target === 'case') {
      const otherId = await findCaseId(tx, target)
      if (!otherId) return refuse('not_found', {})
      if (otherId === row.id) return refuse('action_not_possible', { reason: 'same_case' })
      return linkCases(tx, { row, otherId, kind: known }, by)
    }
    const payment = uuid.test(target) ? await readPayment(tx, row.customerId, target) : refuse('not_found', {})
    if (isRefusal(payment)) return payment
    const paymentId = payment.id
    if (!(await insertLink(tx, { caseId: row.id, kind, targetId: paymentId, now, byName: actor.name })))
      return undefined
    return { action: `link_${kind}`, text: referenceOf(paymentId), paymentId }
  })
}

type By = { author: Author; now: Date }

/** Both directions; the other case is told here, the own one by its deed. */
async function linkCases(
  tx: Tx,
  { row, otherId, kind }: { row: CaseRow; otherId: string; kind: LinkKind },
  by: By,
): Promise<Deed | undefined> {
  const made = { now: by.now, byName: by.author.name }
  const inverse = kind.inverse!
  if (await insertLink(tx, { caseId: otherId, kind: inverse, targetId: row.id, ...made }))
    await noteInOther(tx, otherId, by, { action: `link_${inverse}`, text: row.number })
  if (!(await insertLink(tx, { caseId: row.id, kind: kind.kind, targetId: otherId, ...made }))) return undefined
  return { action: `link_${kind.kind}`, text: (await findCase(tx, otherId))!.number }
}

async function noteInOther(tx: Tx, caseId: string, by: By, deed: Deed): Promise<void> {
  const seq = await appendEvents(tx, caseId, by.now, [{ kind: 'action', author: by.author, ...deed }])
  await tell(tx, [['case', caseId, seq, '']])
}

/** Takes back a link that was made by hand, in both directions. Refusals as `addLink`. */
export function removeLink(
  deps: CaseDeps,
  actor: StaffActor,
  caseId: string,
  { kind, targetId }: { kind: string; targetId: string },
): Promise<undefined | Refusal> {
  return workOnCase(deps, actor, caseId, async (tx, { row }, now) => {
    const known = await readLinkKind(tx, kind)
    const inverse = known?.inverse ? await readLinkKind(tx, known.inverse) : undefined
    if (!known?.byHand && !inverse?.byHand) return refuse('action_not_possible', { reason: 'link_kind' })
    if (!(await deleteLink(tx, { caseId, kind, targetId }))) return refuse('not_found', {})
    const other = inverse ? await findCase(tx, targetId) : undefined
    if (other && (await deleteLink(tx, { caseId: other.id, kind: inverse!.kind, targetId: caseId })))
      await noteInOther(tx, other.id, { author: agentAuthor(actor), now }, { action: 'unlink_done', text: row.number })
    return { action: 'unlink_done', text: other?.number ?? referenceOf(targetId) }
  })
}
