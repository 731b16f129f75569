import type { KeyObject } from 'node:crypto'
import type { z } from 'zod'
import { type TransferNotice, type transferAnswer, transferNotice } from '../../contract/banks.ts'
import type { TopUpOutcome } from '../payments/topup.ts'
import { toMinor } from '../platform/money.ts'
import { isSigned, maximumSkewMs, parseJson, readTimestamp } from './snap.ts'

/** SNAP's number of the service "payment to a virtual account". */
const service = '25'

export type NoticeAnswer = { http: number; body: z.infer<typeof transferAnswer> }

export function answerNotice(http: number, kase: string, responseMessage: string, rest: object = {}): NoticeAnswer {
  return { http, body: { responseCode: `${http}${service}${kase}`, responseMessage, ...rest } }
}

export type ReceivedNotice = {
  path: string
  headers: Record<string, string | string[] | undefined>
  rawBody: Buffer
}
export type Caller = { publicKey: KeyObject; partnerId: string }

const requiredHeaders = ['x-timestamp', 'x-signature', 'x-partner-id'] as const

/**
 * Reads a notification, or says why it is not taken. Who speaks is judged before what is said, so that a stranger
 * learns nothing about accounts; the signature holds for five minutes, a repeat of the bank's is signed anew.
 */
export function readNotice(caller: Caller, notice: ReceivedNotice, now: Date): TransferNotice | NoticeAnswer {
  const headers = notice.headers as Record<string, string | undefined>
  const missing = requiredHeaders.find((name) => !headers[name])
  if (missing) return answerNotice(400, '02', `Invalid Mandatory Field {${missing.toUpperCase()}}`)
  const timestamp = headers['x-timestamp']!
  const at = readTimestamp(timestamp)
  if (!at) return answerNotice(400, '01', 'Invalid Field Format {X-TIMESTAMP}')
  if (Math.abs(now.getTime() - at.getTime()) > maximumSkewMs)
    return answerNotice(401, '00', 'Unauthorized. [X-TIMESTAMP]')
  if (headers['x-partner-id'] !== caller.partnerId) return answerNotice(401, '00', 'Unauthorized. [X-PARTNER-ID]')
  const { path, rawBody } = notice
  if (!isSigned(caller.publicKey, { path, rawBody, timestamp, signature: headers['x-signature']! }))
    return answerNotice(401, '00', 'Unauthorized. [Signature]')
  return readBody(parseJson(rawBody))
}

function readBody(body: unknown): TransferNotice | NoticeAnswer {
  if (body === undefined) return answerNotice(400, '00', 'Bad Request')
  const parsed = transferNotice.safeParse(body)
  if (parsed.success) return parsed.data
  const path = parsed.error.issues[0]?.path ?? []
  const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], body)
  const field = path.join('.') || 'body'
  return value === undefined || value === null || value === ''
    ? answerNotice(400, '02', `Invalid Mandatory Field {${field}}`)
    : answerNotice(400, '01', `Invalid Field Format {${field}}`)
}

/** The number without the standard's padding; undefined where its parts contradict it. */
export function accountNumber({ partnerServiceId, customerNo, virtualAccountNo }: TransferNotice): string | undefined {
  const number = virtualAccountNo.trim()
  return number === partnerServiceId.trim() + customerNo.trim() ? number : undefined
}

/** Minor units of rupiah; undefined for nothing and for other currencies. */
export function paidMinor({ paidAmount }: TransferNotice): bigint | undefined {
  if (paidAmount.currency !== 'IDR') return undefined
  const minor = toMinor(paidAmount.value, 'IDR')
  return minor > 0n ? minor : undefined
}

export const accountUnknown = answerNotice(404, '12', 'Invalid Bill/Virtual Account [Not Found]')
export const amountInvalid = answerNotice(404, '13', 'Invalid Amount')
export const inconsistent = answerNotice(404, '18', 'Inconsistent Request')
export const failed = answerNotice(500, '00', 'General Error')

/** What the bank is told of a credit; the same each time it asks. */
export function answerOutcome(notice: TransferNotice, outcome: TopUpOutcome): NoticeAnswer {
  if ('refused' in outcome)
    return outcome.refused === 'inconsistent' ? inconsistent : answerNotice(403, '18', 'Inactive Account')
  const { partnerServiceId, customerNo, virtualAccountNo, virtualAccountName, paymentRequestId, paidAmount } = notice
  const { trxDateTime, referenceNo, trxId } = notice
  return answerNotice(200, '00', 'Successful', {
    virtualAccountData: {
      ...{ partnerServiceId, customerNo, virtualAccountNo, virtualAccountName, trxId },
      ...{ paymentRequestId, paidAmount, trxDateTime, referenceNo },
    },
  })
}
