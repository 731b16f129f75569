import { timingSafeEqual } from 'node:crypto'
import type { Verification } from '../../contract/console.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { recordAudit } from '../audit/audit.ts'
import { type CustomerRow, readCustomer } from '../identity/customer.ts'
import { digestCode, type Secrets } from '../identity/secrets.ts'
import { selectSessions } from '../identity/session.sql.ts'
import { checkCodeText } from '../identity/texts.ts'
import type { CustomerActor, StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db, Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { addJob, type Jobs } from '../platform/jobs.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import type { Sms } from '../platform/sms.ts'
import { findCase, lockLiveSession } from './case.sql.ts'
import * as store from './customer-code.sql.ts'
import { appendEvents } from './timeline.sql.ts'
import { inTransaction } from './transaction.ts'

const minuteMs = 60_000
export const codeAgeMs = 10 * minuteMs
export const codeTriesAllowed = 5
/** Pause before another code goes to the same customer. */
export const codePauseMs = minuteMs
/** Codes to one customer in a day: they cost money, and a phone that keeps ringing frightens. */
export const codesPerDay = 6
const dayMs = 24 * 60 * minuteMs
/** So long after the customer confirmed a code we take the conversation to be with the customer. */
export const provedMs = 30 * minuteMs
/** Tries to hand a code to the message centre; the pauses between them stay within the code's own age. */
const sendTries = 5

const jobName = 'customer_code'

export type Proof = { level: Verification; until: Date | null }

/** How sure we are now that it is the customer. Without a case no code can have been confirmed. */
export async function readProof(db: Db, clock: Clock, customerId: string, caseId: string | null): Promise<Proof> {
  const now = clock.now()
  const since = new Date(now.getTime() - provedMs)
  const confirmedAt = caseId ? await store.selectConfirmed(db, caseId, since) : undefined
  if (confirmedAt) return { level: 'code', until: new Date(confirmedAt.getTime() + provedMs) }
  const [session] = await selectSessions(db, customerId, now, 1)
  return { level: session ? 'signed_in' : 'none', until: null }
}

/** Whether another code may go to the customer now. */
export async function mayAskCode(db: Db, customerId: string, now: Date): Promise<boolean> {
  const asked = await store.selectAskedSince(db, customerId, new Date(now.getTime() - dayMs))
  const last = asked[0]
  return asked.length < codesPerDay && (!last || last.getTime() + codePauseMs <= now.getTime())
}

type AskDeps = { clock: Clock; ids: Ids }

/**
 * Has a code sent to the registered number, in the caller's transaction. The code itself is made when the message
 * leaves; nobody at the desk can see it. The caller has judged `mayAskCode` and holds the customer.
 */
export async function askCode(
  tx: Tx,
  { clock, ids }: AskDeps,
  actor: StaffActor,
  { customer, caseId }: { customer: CustomerRow; caseId: string },
): Promise<void> {
  const now = clock.now()
  const id = ids()
  const expiresAt = new Date(now.getTime() + codeAgeMs)
  await store.insertCode(tx, { caseId, id, customerId: customer.id, askedBy: actor.staffId, askedAt: now, expiresAt })
  await addJob(tx, { name: jobName, payload: { caseId, codeId: id }, maximumAttempts: sendTries })
}

type SendDeps = { sql: Sql; clock: Clock; secrets: Secrets; secretKey: Buffer; sms: Sms }

/** Sends the codes that were asked for. One that did not leave is made anew at the next try. */
export function customerCodeJobs(deps: SendDeps): Jobs {
  return {
    async [jobName]({ caseId, codeId }) {
      const row = await store.selectCode(deps.sql, String(caseId), String(codeId))
      if (!row || row.confirmedAt || row.expiresAt <= deps.clock.now()) return
      const customer = await readCustomer(deps.sql, row.customerId)
      const code = deps.secrets.code()
      await store.updateDigest(deps.sql, row.caseId, row.id, digestCode(deps.secretKey, row.id, code))
      const text = checkCodeText(customer!.language, code, codeAgeMs / minuteMs)
      if (isRefusal(await deps.sms.send({ to: customer!.phone, text }))) throw new Error('the code did not leave')
    },
  }
}

type ConfirmDeps = { sql: Sql; clock: Clock; ids: Ids; secretKey: Buffer }

/**
 * The customer proves to hold the registered number. Refuses: not_found, challenge_expired, code_wrong,
 * code_tries_exhausted. The newest code of the case counts, and once.
 */
export async function confirmCode(
  deps: ConfirmDeps,
  actor: CustomerActor,
  { caseId, code }: { caseId: string; code: string },
): Promise<undefined | Refusal> {
  return inTransaction(deps.sql, async (tx) => {
    const session = await lockLiveSession(tx, caseId)
    const found = await findCase(tx, caseId)
    if (found?.customerId !== actor.customerId) return refuse('not_found', {})
    const now = deps.clock.now()
    const row = await store.lockNewestCode(tx, caseId)
    if (!row?.codeDigest || row.confirmedAt || row.expiresAt <= now) return refuse('challenge_expired', {})
    if (row.tries >= codeTriesAllowed) return refuse('code_tries_exhausted', {})
    if (!timingSafeEqual(row.codeDigest, digestCode(deps.secretKey, row.id, code))) {
      await store.updateCodeTries(tx, caseId, row.id, row.tries + 1)
      const triesLeft = codeTriesAllowed - row.tries - 1
      return triesLeft > 0 ? refuse('code_wrong', { triesLeft }) : refuse('code_tries_exhausted', {})
    }
    await store.updateConfirmed(tx, caseId, row.id, now)
    const customer = (await readCustomer(tx, actor.customerId))!
    const author = { kind: 'customer' as const, id: customer.id, name: customer.name }
    await recordAudit(tx, {
      id: deps.ids(),
      customerId: customer.id,
      at: now,
      actor: author,
      action: 'code.confirmed',
      caseId,
    })
    const seq = await appendEvents(tx, caseId, now, [{ kind: 'action', author, action: 'code_confirmed' }])
    await tell(tx, [['case', caseId, seq, session?.agentId ?? '']])
    return undefined
  })
}
