import { z } from 'zod'
import { route } from './route.ts'

// What the bank sends follows SNAP BI, the national standard: its names, its shapes, its answer codes.

const snapAmount = z.object({ value: z.string().regex(/^\d{1,13}(\.\d{1,2})?$/), currency: z.string().length(3) })

/** A reference as it may stand in logs, files and questions to the bank. */
const reference = (maximum: number) =>
  z
    .string()
    .max(maximum)
    .regex(/^[\x20-\x7e]*$/)
/** Digits, padded with spaces on the left. */
const padded = (maximum: number) =>
  z
    .string()
    .max(maximum)
    .regex(/^ *\d+$/)

/** A transfer that reached a virtual account. Other fields of the standard are let through and not read. */
export const transferNotice = z.object({
  /** Eight characters, padded with spaces on the left. */
  partnerServiceId: padded(8),
  customerNo: padded(20),
  virtualAccountNo: padded(28),
  virtualAccountName: z.string().max(255).optional(),
  trxId: z.string().max(64).optional(),
  /** The bank's own reference of this transfer, the same however often it tells us. */
  paymentRequestId: reference(128).min(1),
  paidAmount: snapAmount,
  trxDateTime: z.string().max(32).optional(),
  referenceNo: reference(64).optional(),
})
export type TransferNotice = z.infer<typeof transferNotice>

export const transferAnswer = z.object({
  /** HTTP status, service 25 and case in seven digits; "2002500" is the only good one. */
  responseCode: z.string(),
  responseMessage: z.string(),
  virtualAccountData: z.looseObject({}).optional(),
})

/**
 * Answers always in SNAP's shape, refusals too: 400 malformed, 401 signature or time, 404 account, amount or a
 * reference that was used for something else (2500, 2512, 2513, 2518). Headers: X-TIMESTAMP, X-SIGNATURE, X-PARTNER-ID.
 */
export const receiveTransfer = route({
  method: 'POST',
  path: '/api/bank/v1.0/transfer-va/payment',
  who: 'bank',
  summary: 'The bank tells of a transfer to a virtual account; signed, and credited once however often it comes.',
  body: transferNotice,
  reply: transferAnswer,
})
