import type { KeyObject } from 'node:crypto'
import type { Clock, Ids } from '../clock.ts'
import type { BankStore } from './bank.sql.ts'
import { type Attempt, moveNotification, type Transfer, type VirtualAccount } from './book.ts'
import { snapAmount } from './money.ts'
import { jakartaTimestamp, signNotification } from './snap.ts'

export const PAYMENT_PATH = '/v1.0/transfer-va/payment'
const PAYMENT_ACCEPTED = '2002500'
const CHANNEL_ID = '95221'
const EXTERNAL_ID_DIGITS = 18
const ANSWER_WAIT_MS = 10_000
const ANSWER_BYTES_MAX = 64 * 1024
const ROUNDS_AT_ONCE = 8
const TIMER_MAX_MS = 60_000
const STOP_WAIT_MS = 2_000

/** Wait after each failed round; when they are used up, the notification is given up until somebody sends it again. */
export const BACKOFF_MS: readonly number[] = [1, 2, 4, 8, 15, 30, 60, 120, 300, 600].map((seconds) => seconds * 1000)

export interface NotifierOptions {
  store: BankStore
  clock: Clock
  ids: Ids
  privateKey: KeyObject
  /** Base address; `/v1.0/transfer-va/payment` is added to it, and the signature covers the whole path. */
  notifyUrl: string
  partnerId: string
  backoffMs: readonly number[]
  /** True while each first notification is to go out twice at the same moment. */
  twice: () => boolean
}

export type Outcome = Pick<Attempt, 'httpStatus' | 'responseCode' | 'failure'>
export type Notifier = ReturnType<typeof startNotifier>

/** The notification of a transfer in SNAP's shape; the same at every attempt. */
export function notificationBody(transfer: Transfer, va: VirtualAccount) {
  const serviceId = va.partnerServiceId.padStart(8, ' ')
  return {
    partnerServiceId: serviceId,
    customerNo: va.customerNo,
    virtualAccountNo: serviceId + va.customerNo,
    virtualAccountName: va.name,
    trxId: va.trxId,
    paymentRequestId: transfer.paymentRequestId,
    channelCode: 6011,
    paidAmount: snapAmount(transfer.amountMinor),
    totalAmount: snapAmount(va.totalMinor ?? transfer.amountMinor),
    trxDateTime: jakartaTimestamp(transfer.madeAt),
    referenceNo: transfer.referenceNo,
  }
}

/**
 * Tells the wallet of each transfer until it answers 2002500: at once, then after each wait of `backoffMs`. What is
 * still to be told stands in the store, so that a restart goes on where the last process stopped.
 */
export function startNotifier(options: NotifierOptions) {
  const { store, clock } = options
  const stopping = new AbortController()
  const underWay = new Set<Promise<void>>()
  let closing = false
  let timer: NodeJS.Timeout | undefined

  function schedule(): void {
    clearTimeout(timer)
    const next = closing ? null : store.nextRoundAt()
    if (next === null) return
    const waitMs = Math.min(Math.max(next.getTime() - clock().getTime(), 0), TIMER_MAX_MS)
    timer = setTimeout(startDue, waitMs)
  }

  function startDue(): void {
    for (const transfer of store.dueTransfers(clock(), ROUNDS_AT_ONCE - underWay.size)) {
      const round = runRound(transfer).finally(() => {
        underWay.delete(round)
        schedule()
      })
      underWay.add(round)
    }
    if (underWay.size < ROUNDS_AT_ONCE) schedule()
  }

  async function runRound(transfer: Transfer): Promise<void> {
    const rounds = transfer.rounds + 1
    const waitMs = options.backoffMs[rounds - 1]
    // Until it is answered the next round is planned as if it never will be: this is what a crash leaves behind.
    const planned = new Date(clock().getTime() + ANSWER_WAIT_MS + (waitMs ?? 0))
    store.setNotification(transfer.paymentRequestId, { notification: 'waiting', rounds, nextRoundAt: planned })
    const copies = transfer.rounds === 0 && options.twice() ? 2 : 1
    const outcomes = await Promise.all(Array.from({ length: copies }, () => sendTrue(transfer)))
    if (stopping.signal.aborted && !outcomes.some(isAccepted)) return
    const next = decideNext(outcomes.some(isAccepted), waitMs, clock())
    moveNotification('waiting', next.notification)
    store.setNotification(transfer.paymentRequestId, { ...next, rounds })
  }

  function sendTrue(transfer: Transfer): Promise<Outcome> {
    const va = store.virtualAccount(transfer.vaNo)
    if (va === undefined) throw new Error('A transfer has no virtual account')
    return send('true', transfer.paymentRequestId, JSON.stringify(notificationBody(transfer, va)), options.privateKey)
  }

  /** Sends one notification and records it, before and after. */
  async function send(kind: Attempt['kind'], paymentRequestId: string, body: string, key: KeyObject): Promise<Outcome> {
    const externalId = options.ids.digits(EXTERNAL_ID_DIGITS)
    const startedAt = clock()
    const row = store.startAttempt({ paymentRequestId, externalId, kind, startedAt })
    const url = new URL(options.notifyUrl + PAYMENT_PATH)
    const timestamp = jakartaTimestamp(startedAt)
    const headers = {
      'content-type': 'application/json',
      'x-timestamp': timestamp,
      'x-signature': signNotification(key, url.pathname, body, timestamp),
      'x-partner-id': options.partnerId,
      'x-external-id': externalId,
      'channel-id': CHANNEL_ID,
    }
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(ANSWER_WAIT_MS)])
    const outcome = await post(url, headers, body, signal)
    store.endAttempt(row, clock(), outcome)
    return outcome
  }

  schedule()
  return {
    /** Looks again for what is due; called after a transfer. */
    wake: schedule,
    sendForged: (paymentRequestId: string, body: string, key: KeyObject) => send('forged', paymentRequestId, body, key),
    /** Lets notifications under way be answered for a moment, then cuts them off; they go out again at the next start. */
    async stop(): Promise<void> {
      closing = true
      clearTimeout(timer)
      const impatience = setTimeout(() => stopping.abort(), STOP_WAIT_MS)
      await Promise.allSettled([...underWay])
      clearTimeout(impatience)
    },
  }
}

function isAccepted(outcome: Outcome): boolean {
  return outcome.httpStatus === 200 && outcome.responseCode === PAYMENT_ACCEPTED
}

function decideNext(accepted: boolean, waitMs: number | undefined, now: Date) {
  if (accepted) return { notification: 'accepted', nextRoundAt: null } as const
  if (waitMs === undefined) return { notification: 'given_up', nextRoundAt: null } as const
  return { notification: 'waiting', nextRoundAt: new Date(now.getTime() + waitMs) } as const
}

async function post(url: URL, headers: Record<string, string>, body: string, signal: AbortSignal): Promise<Outcome> {
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    const text = await readAtMost(answer, ANSWER_BYTES_MAX)
    return { httpStatus: answer.status, responseCode: readResponseCode(text), failure: null }
  } catch (error) {
    return { httpStatus: null, responseCode: null, failure: nameFailure(error) }
  }
}

async function readAtMost(answer: Response, bytesMax: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new Error('answer too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function readResponseCode(text: string): string | null {
  try {
    const code: unknown = (JSON.parse(text) as { responseCode?: unknown } | null)?.responseCode
    return typeof code === 'string' ? code.slice(0, 7) : null
  } catch {
    return null
  }
}

function nameFailure(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = (cause as NodeJS.ErrnoException).code
  if (typeof code === 'string') return code
  return cause instanceof Error ? cause.name : 'unknown'
}
