import type { Refusal } from '../../contract/refusals.ts'
import { findLiveSession } from '../cases/case.sql.ts'
import { type CaseDeps, openCase } from '../cases/case.ts'
import { explainLook } from '../cases/look.ts'
import { claimSession } from '../cases/session.ts'
import { readCustomer } from '../identity/customer.ts'
import { requirePermission } from '../identity/permissions.ts'
import { digestCode, type Secrets } from '../identity/secrets.ts'
import { readPayment } from '../payments/history.ts'
import type { CustomerActor, StaffActor } from '../platform/actor.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import {
  consumeCode,
  countMisses,
  deleteUnused,
  insertCode,
  insertMiss,
  lockTries,
  storeOpened,
  type Topic,
  type UsedCode,
} from './case-code.sql.ts'
import { codeReason } from './report.words.ts'

export type CodeDeps = CaseDeps & { secrets: Secrets; secretKey: Buffer }

const minuteMs = 60_000
/** Long enough to dial and to wait in the queue. */
export const codeAgeMs = 30 * minuteMs
/** Codes that somebody else has now are drawn again. */
const drawsAllowed = 10
/** Wrong codes of one member of staff within the time below: misheard digits, and never a search. */
export const missesAllowed = 5
const missesMs = 15 * minuteMs

/** The digest is looked up, so that it has no salt of its own; the key is not in the database. */
const digestOf = (key: Buffer, code: string) => digestCode(key, 'case', code)

/**
 * A code to read out on the telephone, in place of an earlier one. It opens a case on this matter, once; it proves
 * nothing else. Refusal: not_found where the payment is not the customer's.
 */
export async function askCode(
  { sql, clock, ids, secrets, secretKey }: CodeDeps,
  actor: CustomerActor,
  about: { topic: Topic; paymentId: string | null },
): Promise<{ code: string; expiresAt: string } | Refusal> {
  const payment = about.paymentId && (await readPayment(sql, actor.customerId, about.paymentId))
  if (isRefusal(payment)) return payment
  return sql.begin(async (tx) => {
    const createdAt = clock.now()
    const expiresAt = new Date(createdAt.getTime() + codeAgeMs)
    for (let draw = 1; draw <= drawsAllowed; draw += 1) {
      await deleteUnused(tx, actor.customerId, createdAt)
      const code = secrets.code()
      const row = { id: ids(), customerId: actor.customerId, digest: digestOf(secretKey, code), ...about }
      if (await insertCode(tx, { ...row, createdAt, expiresAt })) return { code, expiresAt: expiresAt.toISOString() }
    }
    throw new Error('no free case code was drawn')
  })
}

/**
 * Opens the case of the caller who reads out this code; the customer reads who did, and why. The conversation becomes
 * the agent's where nobody has it and there is a place. Refusals: permission_missing, case_code_wrong, rate_limited
 * after too many wrong ones.
 */
export async function openByCode(
  deps: CodeDeps,
  actor: StaffActor,
  code: string,
): Promise<{ caseId: string } | Refusal> {
  const forbidden = requirePermission(actor, 'case.work') ?? requirePermission(actor, 'customer.read')
  if (forbidden) return forbidden
  const used = await consume(deps, actor, code)
  if (isRefusal(used)) return used
  const { customerId, topic, paymentId } = used
  const caller: CustomerActor = { kind: 'customer', customerId, sessionId: used.id }
  const caseId = await openCase(deps, caller, { topic, paymentId })
  await storeOpened(deps.sql, used.id, caseId)
  const { language } = (await readCustomer(deps.sql, customerId))!
  const unseen = await explainLook(deps.sql, deps, actor, { caseId, reason: codeReason(language) })
  if (unseen) return unseen
  const session = await findLiveSession(deps.sql, caseId)
  // A colleague who has it, or no place left, is no obstacle: the case can be read all the same.
  if (session?.state === 'waiting') await claimSession(deps, actor, session.id)
  return { caseId }
}

async function consume(
  { sql, clock, secretKey }: CodeDeps,
  actor: StaffActor,
  code: string,
): Promise<UsedCode | Refusal> {
  return sql.begin(async (tx) => {
    await lockTries(tx, actor.staffId)
    const now = clock.now()
    const since = new Date(now.getTime() - missesMs)
    const misses = await countMisses(tx, actor.staffId, since)
    if (misses.first && misses.count >= missesAllowed) {
      const waitMs = misses.first.getTime() + missesMs - now.getTime()
      return refuse('rate_limited', { retryAfterSeconds: Math.ceil(waitMs / 1000) })
    }
    const used = await consumeCode(tx, digestOf(secretKey, code), actor.staffId, now)
    if (used) return used
    await insertMiss(tx, actor.staffId, now, since)
    return refuse('case_code_wrong', { triesLeft: missesAllowed - misses.count - 1 })
  })
}
