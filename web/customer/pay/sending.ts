import { type Payment, pay, resolvePayment } from '../../../contract/payments.ts'
import type { Reply, Sending } from '../../../contract/route.ts'
import { call, isUnclear, type RefusedError } from '../../ui/net/api.ts'
import { noticeSignedOut } from '../app/queries.ts'
import { refreshMoney } from '../session/me.ts'
import { type Attempt, isOpen } from './attempt.ts'
import { keepAttempt, keptAttempt, moveKept } from './attempts.ts'

/**
 * Sends a payment and does not rest before its outcome is known. Without an answer the same payment is sent again under
 * the same key for a short while; after that nothing is sent any more, so that money never leaves long after the
 * customer has turned away: the app only asks what became of the key, which closes it for good.
 */
export const resendForMs = 45_000
const firstPauseMs = 800
const longestPauseMs = 8_000

export type Outcome =
  | { kind: 'paid'; payment: Reply<typeof pay> | Payment }
  | { kind: 'refused'; refusal: RefusedError }
  | { kind: 'not_paid'; payment: Payment | null }

export type PayBody = Sending<typeof pay>['body']

/** Sent from this page and not answered yet: nobody else here asks about them. */
const inFlight = new Set<string>()

/** @param onNoAnswer called when it has become unknown whether the payment was made */
export function sendPayment(attempt: Attempt, body: PayBody, onNoAnswer: () => void): Promise<Outcome> {
  inFlight.add(attempt.key)
  return alone(() => {
    // Not before: what another tab keeps of a payment of its own is found out first.
    keepAttempt(attempt)
    return sendUntilKnown(attempt, body, onNoAnswer)
  }).finally(() => {
    inFlight.delete(attempt.key)
    refreshMoney()
  })
}

/** After a reload: finds out what became of the kept attempt. Resolves when it is known, or the session has ended. */
export async function findOut(key: string): Promise<void> {
  if (inFlight.has(key)) return
  await alone(async () => {
    const kept = keptAttempt(key)
    if (!kept || !isOpen(kept)) return
    moveKept(key, 'unknown')
    const outcome = await askUntilKnown(key)
    if (outcome.kind === 'refused') noticeSignedOut(outcome.refusal)
    refreshMoney()
  })
}

async function sendUntilKnown(attempt: Attempt, body: PayBody, onNoAnswer: () => void): Promise<Outcome> {
  const giveUpAt = Date.now() + resendForMs
  for (let pauseMs = firstPauseMs; Date.now() < giveUpAt; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      const payment = await call(pay, { body, idempotencyKey: attempt.key })
      moveKept(attempt.key, 'paid', payment.id)
      return { kind: 'paid', payment }
    } catch (error) {
      if (isClear(error)) {
        noticeSignedOut(error)
        // "Sign in" says nothing about an earlier sending that had no answer: that stays open, and is asked for later.
        const earlierIsOpen = error.code === 'signin_required' && keptAttempt(attempt.key)?.state === 'unknown'
        if (!earlierIsOpen) moveKept(attempt.key, 'not_paid', error.paymentId)
        return { kind: 'refused', refusal: error }
      }
    }
    moveKept(attempt.key, 'unknown')
    onNoAnswer()
    await networkOr(pauseMs)
  }
  return askUntilKnown(attempt.key)
}

async function askUntilKnown(key: string): Promise<Outcome> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      const { outcome, payment } = await call(resolvePayment, { body: { idempotencyKey: key } })
      moveKept(key, outcome, payment?.id ?? null)
      return outcome === 'paid' && payment ? { kind: 'paid', payment } : { kind: 'not_paid', payment }
    } catch (error) {
      if (isClear(error)) return { kind: 'refused', refusal: error }
    }
    await networkOr(pauseMs)
  }
}

const isClear = (error: unknown): error is RefusedError => !isUnclear(error)

/** Waits, but no longer than until the network comes back. */
function networkOr(pauseMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, pauseMs)
    addEventListener('online', done)
  })
}

/** One tab at a time, so that no tab asks about (and closes) a payment that another one is just sending. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  if (!('locks' in navigator)) return work() // pages served without TLS have no locks
  return navigator.locks.request('dompet.attempt', work) as Promise<T>
}
