import type { Refusal } from '../../contract/refusals.ts'
import { recordAudit } from '../audit/audit.ts'
import { readCustomer } from '../identity/customer.ts'
import { becomeCustomer, type HeldProof, judgeJoin, readHeldToken } from '../identity/guest-join.ts'
import type { CustomerActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { findLiveSession, insertCase, lockCase, lockLiveSession, storeClosed } from './case.sql.ts'
import { type CaseDeps, system } from './case.ts'
import { selectGuestCases, selectJoinedCase, takeOverSheet } from './guest-join.sql.ts'
import { goOnIn } from './merge.ts'
import { appendEvents } from './timeline.sql.ts'
import type { Author } from './timeline.ts'
import { inTransaction, MovedOn } from './transaction.ts'
import type { WorkedCase } from './work.ts'

export type OwnGuest = { name: string; topic: string; openedAt: Date }

/** The guest behind this token, as far as there is something to join. */
export async function findOwnGuest(
  { sql, clock }: CaseDeps,
  actor: CustomerActor,
  proof: HeldProof,
): Promise<OwnGuest | null> {
  const held = await readHeldToken(sql, proof.token)
  const joining = judgeJoin(actor.customerId, held, proof.device, clock.now())
  if (isRefusal(joining) || joining.again) return null
  const newest = (await selectGuestCases(sql, joining.guestId)).at(-1)
  return newest ? { name: held!.name, topic: newest.topic, openedAt: newest.at } : null
}

/**
 * Takes over what somebody wrote as a guest, once they have said that it was them: each conversation goes on as a case of
 * the customer, by the same steps as a merging; whoever has the person in hand keeps them. The guest's token ends. Said
 * again it answers the same. Refusal: guest_not_joined (`over`, `other_device`, `joined_elsewhere`, `nothing_said`).
 */
export async function joinGuest(
  deps: CaseDeps,
  actor: CustomerActor,
  proof: HeldProof,
): Promise<{ caseId: string } | Refusal> {
  return inTransaction(deps.sql, async (tx) => {
    const now = deps.clock.now()
    const joining = judgeJoin(actor.customerId, await readHeldToken(tx, proof.token), proof.device, now)
    if (isRefusal(joining)) return joining
    if (!joining.again) {
      if ((await selectGuestCases(tx, joining.guestId)).length === 0)
        return refuse('guest_not_joined', { reason: 'nothing_said' })
      if (!(await becomeCustomer(tx, actor, joining.guestId, now))) throw new MovedOn()
      const customer = (await readCustomer(tx, actor.customerId))!
      const author = { kind: 'customer' as const, id: customer.id, name: customer.name }
      for (const { id } of await selectGuestCases(tx, joining.guestId)) await joinCase(tx, deps, author, id)
    }
    return { caseId: (await selectJoinedCase(tx, joining.guestId))! }
  })
}

async function joinCase(tx: Tx, deps: CaseDeps, author: Author & { id: string }, guestCaseId: string): Promise<void> {
  const now = deps.clock.now()
  const from = await lockGuestCase(tx, guestCaseId)
  const to = await openFor(tx, deps, author, from)
  const outcome = await takeOverSheet(tx, guestCaseId, to.row.id)
  const { fromSeq } = await goOnIn(tx, deps, { author: system, from, to, told: 'joined_customer' })
  const wasClosed = from.row.stage === 'closed'
  const seq = await appendEvents(tx, to.row.id, now, [
    { kind: 'action', author, action: 'joined_guest', text: from.row.number },
    ...(wasClosed ? [{ kind: 'closed' as const, author: system, action: outcome ?? 'no_answer' }] : []),
  ])
  if (wasClosed) await storeClosed(tx, to.row.id, outcome ?? 'no_answer', now)
  const record = { customerId: author.id, at: now, actor: { ...author, kind: 'customer' as const } }
  await recordAudit(tx, { id: deps.ids(), ...record, action: 'guest.joined', caseId: to.row.id })
  await tell(tx, [['case', guestCaseId, fromSeq, ''], ['case', to.row.id, seq, ''], ['queue'], ['inbox']])
}

/** Session before case, as everywhere. */
async function lockGuestCase(tx: Tx, caseId: string): Promise<WorkedCase> {
  const session = await lockLiveSession(tx, caseId)
  const row = (await lockCase(tx, caseId))!
  // Somebody may have come or merged between the two locks.
  if (row.mergedInto || (!session && (await findLiveSession(tx, caseId)))) throw new MovedOn()
  return { row, session }
}

async function openFor(tx: Tx, deps: CaseDeps, author: Author & { id: string }, from: WorkedCase): Promise<WorkedCase> {
  const id = deps.ids()
  const matter = `guest:${from.row.id}`
  await insertCase(tx, { id, customerId: author.id, topic: 'other', paymentId: null, matter, now: deps.clock.now() })
  await appendEvents(tx, id, deps.clock.now(), [{ kind: 'opened', author }])
  return { row: (await lockCase(tx, id))!, session: undefined }
}
