import { timingSafeEqual } from 'node:crypto'
import type { Language } from '../../contract/identity.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import type { Sms } from '../platform/sms.ts'
import { selectPinDigest } from './customer.sql.ts'
import { type CustomerRow, createCustomer, readCustomerByPhone } from './customer.ts'
import type { PasswordJudge } from './password-strength.ts'
import type { Passwords } from './passwords.ts'
import { readPhone } from './phone.ts'
import { digestPin } from './pin.ts'
import { judgePinStrength } from './pin-strength.ts'
import { digestCode, type Secrets } from './secrets.ts'
import { startSession } from './session.ts'
import { checkPassword, letIn, type SignedIn } from './signin.ts'
import * as store from './signup.sql.ts'
import { alreadyCustomerText, signupCodeText } from './texts.ts'

const minuteMs = 60_000
export const codeAgeMs = 10 * minuteMs
export const codeTriesAllowed = 5
/** Pause before another code goes to the same number. */
export const resendPauseMs = minuteMs
/** Codes to one number in a day: enough for a bad day of the network, too few to annoy or to cost. */
export const codesPerDay = 6
const dayMs = 24 * 60 * minuteMs
/** Time for name, password and PIN once the number is proved; nobody needs to hurry. */
export const verifiedAgeMs = 30 * minuteMs

export type SignupDeps = {
  sql: Sql
  clock: Clock
  ids: Ids
  secrets: Secrets
  secretKey: Buffer
  sms: Sms
  passwords: Passwords
  passwordJudge: PasswordJudge
}

export type StartedSignup = { challengeId: string; phone: string }

/**
 * Sends a code to the number, or a kind word where it has an account. Whoever asks sees no difference: the same answer,
 * pause and bound, and a challenge that counts tries (nobody knows its code).
 * Refuses: phone_invalid, code_resend_too_soon, sms_unreachable.
 */
export async function startSignup(
  deps: SignupDeps,
  { phone: typed, language }: { phone: string; language: Language },
): Promise<StartedSignup | Refusal> {
  const phone = readPhone(typed)
  if (!phone) return refuse('phone_invalid', {})
  const challengeId = deps.ids()
  const code = deps.secrets.code()
  const stored = await deps.sql.begin((tx) => storeChallenge(tx, deps, { challengeId, phone, language, code }))
  if (isRefusal(stored)) return stored
  const text = stored.owner
    ? alreadyCustomerText(stored.owner.language)
    : signupCodeText(language, code, codeAgeMs / minuteMs)
  const sent = await deps.sms.send({ to: phone, text })
  if (isRefusal(sent)) {
    // What was not sent costs the person neither pause nor count.
    await store.deleteChallenge(deps.sql, challengeId)
    return sent
  }
  return { challengeId, phone }
}

async function storeChallenge(
  tx: Tx,
  { clock, secretKey, secrets }: SignupDeps,
  { challengeId, phone, language, code }: { challengeId: string; phone: string; language: Language; code: string },
): Promise<{ owner: CustomerRow | undefined } | Refusal> {
  await store.lockNumber(tx, phone)
  const now = clock.now()
  const dayAgo = new Date(now.getTime() - dayMs)
  const waitMs = judgeResend(await store.selectSentSince(tx, phone, dayAgo), now)
  if (waitMs > 0) return refuse('code_resend_too_soon', { retryAfterSeconds: Math.ceil(waitMs / 1000) })
  const owner = await readCustomerByPhone(tx, phone)
  const challenge = {
    id: challengeId,
    phone,
    language,
    // The owner's challenge hangs on a token instead of six digits, so that no guess opens it.
    codeDigest: digestCode(secretKey, challengeId, owner ? secrets.token() : code),
    createdAt: now,
    expiresAt: new Date(now.getTime() + codeAgeMs),
  }
  await store.insertChallenge(tx, challenge, dayAgo)
  return { owner }
}

/** Milliseconds until the next code may go out; 0 when it may now. `sentAt` holds the last day's codes, newest first. */
export function judgeResend(sentAt: readonly Date[], now: Date): number {
  const last = sentAt[0]
  const pauseMs = last ? last.getTime() + resendPauseMs - now.getTime() : 0
  const oldestCounting = sentAt[codesPerDay - 1]
  const dayPauseMs = oldestCounting ? oldestCounting.getTime() + dayMs - now.getTime() : 0
  return Math.max(0, pauseMs, dayPauseMs)
}

/** Proves the number. Refuses: challenge_unknown, challenge_expired, code_wrong, code_tries_exhausted. */
export function verifySignup(
  { sql, clock, secretKey }: Pick<SignupDeps, 'sql' | 'clock' | 'secretKey'>,
  { challengeId, code }: { challengeId: string; code: string },
): Promise<{ verified: true } | Refusal> {
  return sql.begin(async (tx) => {
    const challenge = await store.selectChallengeForUpdate(tx, challengeId)
    const now = clock.now()
    if (!challenge) return refuse('challenge_unknown', {})
    if (challenge.usedAt || challenge.expiresAt <= now) return refuse('challenge_expired', {})
    if (challenge.tries >= codeTriesAllowed) return refuse('code_tries_exhausted', {})
    if (timingSafeEqual(challenge.codeDigest, digestCode(secretKey, challengeId, code))) {
      if (!challenge.verifiedAt)
        await store.updateVerified(tx, challengeId, now, new Date(now.getTime() + verifiedAgeMs))
      return { verified: true } as const
    }
    const tries = challenge.tries + 1
    await store.updateTries(tx, challengeId, tries)
    if (tries >= codeTriesAllowed) return refuse('code_tries_exhausted', {})
    return refuse('code_wrong', { triesLeft: codeTriesAllowed - tries })
  })
}

export type FinishSignup = { challengeId: string; name: string; password: string; pin: string; device: string }

/**
 * Opens the account with its ledger account and a first session, in one transaction; one challenge opens one account,
 * however often it is sent: sent again because the answer was lost, it signs in. Refuses: challenge_unknown,
 * challenge_expired, password_weak, pin_weak.
 */
export async function finishSignup(deps: SignupDeps, finish: FinishSignup): Promise<SignedIn | Refusal> {
  const { challengeId, name, password, pin, device } = finish
  const challenge = judgeChallenge(await store.selectChallenge(deps.sql, challengeId), deps.clock.now())
  if (isRefusal(challenge)) return challenge
  if (challenge.usedAt) return finishAgain(deps, challenge, finish)
  const { phone, language } = challenge
  const weak =
    (await deps.passwordJudge.judge(password, { name, phone })) ?? judgePinStrength(pin, phone, deps.clock.now())
  if (weak) return weak
  const passwordHash = await deps.passwords.hash(password)
  const opened = await deps.sql.begin(async (tx) => {
    const now = deps.clock.now()
    const locked = judgeChallenge(await store.selectChallengeForUpdate(tx, challengeId), now)
    if (isRefusal(locked)) return locked
    if (locked.usedAt) return 'used' as const
    const customer = await createCustomer(tx, deps, { name, phone, passwordHash, pin, language, createdAt: now })
    // Another challenge of the same number was faster.
    if (!customer) return refuse('challenge_expired', {})
    await store.updateUsed(tx, challengeId, now)
    await recordAudit(tx, {
      id: deps.ids(),
      customerId: customer.id,
      at: now,
      actor: { kind: 'customer', id: customer.id, name },
      action: 'account.opened',
    })
    return { customer, token: await startSession(tx, deps, { customerId: customer.id, device, now }) }
  })
  return opened === 'used' ? finishAgain(deps, challenge, finish) : opened
}

/** The account that this challenge opened, for whoever knows the password and PIN that it was opened with. */
async function finishAgain(
  deps: SignupDeps,
  { phone }: store.Challenge,
  { password, pin, device }: FinishSignup,
): Promise<SignedIn | Refusal> {
  const other = refuse('challenge_expired', {})
  const customer = await readCustomerByPhone(deps.sql, phone)
  if (!customer) return other
  // The password first, whose tries are counted: nobody finds out a PIN here.
  const checked = await checkPassword(deps, customer.id, password)
  if (isRefusal(checked)) return other
  const digest = await selectPinDigest(deps.sql, customer.id)
  if (!digest || !timingSafeEqual(digest, digestPin(deps.secretKey, customer.id, pin))) return other
  const signedIn = await letIn(deps, { customer, passwordHash: checked.passwordHash, device })
  return isRefusal(signedIn) ? other : signedIn
}

/** A challenge that opens an account, or has opened it: proved, in time. */
function judgeChallenge(challenge: store.Challenge | undefined, now: Date): store.Challenge | Refusal {
  if (!challenge?.verifiedAt) return refuse('challenge_unknown', {})
  if (challenge.expiresAt <= now) return refuse('challenge_expired', {})
  return challenge
}
