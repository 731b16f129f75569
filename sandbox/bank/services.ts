import { z } from 'zod'
import type { Bank } from './bank.ts'
import { moveVirtualAccount, type Transfer, type VirtualAccount } from './book.ts'
import { parseRupiah, snapAmount } from './money.ts'
import { jakartaTimestamp, parseTimestamp, type SnapAnswer, snapAnswer } from './snap.ts'

const PAYMENTS_SHOWN_MAX = 50

export interface Service {
  code: string
  path: string
  methods: ('POST' | 'DELETE')[]
  /** Checks the body and does the work; runs in one transaction, the caller being known already. */
  answer: (bank: Bank, body: unknown) => SnapAnswer
}

interface Definition<B extends z.ZodType> extends Omit<Service, 'answer'> {
  body: B
  work: (bank: Bank, body: z.output<B>) => SnapAnswer
}

function service<B extends z.ZodType>({ body: shape, work, ...service }: Definition<B>): Service {
  return {
    ...service,
    answer: (bank, body) => {
      const parsed = shape.safeParse(body)
      return parsed.success ? work(bank, parsed.data) : refuseBody(service.code, body, parsed.error)
    },
  }
}

function refuseBody(code: string, body: unknown, error: z.ZodError): SnapAnswer {
  const path = error.issues[0]?.path ?? []
  const field = path.join('.') || 'body'
  const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], body)
  return value === undefined || value === '' || value === null
    ? snapAnswer(400, code, '02', `Invalid Mandatory Field {${field}}`)
    : snapAnswer(400, code, '01', `Invalid Field Format {${field}}`)
}

export const tokenBody = z.union([
  z.object({ grantType: z.literal('client_credentials') }),
  z.object({ grant_type: z.literal('client_credentials') }),
])

const whichAccount = z.object({
  /** Eight characters, padded with spaces on the left. */
  partnerServiceId: z
    .string()
    .length(8)
    .regex(/^ *\d+$/),
  customerNo: z.string().regex(/^\d{1,20}$/),
  virtualAccountNo: z.string().regex(/^ *\d{1,28}$/),
})
type WhichAccount = z.infer<typeof whichAccount>

const rupiah = z.object({
  value: z
    .string()
    .regex(/^\d{1,13}\.\d{2}$/)
    .refine((value) => parseRupiah(value) !== null),
  currency: z.literal('IDR'),
})

const createBody = whichAccount.extend({
  virtualAccountName: z.string().trim().min(1).max(255),
  trxId: z.string().min(1).max(64),
  virtualAccountTrxType: z.enum(['O', 'C']).default('C'),
  totalAmount: rupiah.optional(),
  expiredDate: z
    .string()
    .refine((text) => parseTimestamp(text) !== null)
    .optional(),
})

const statusBody = whichAccount.extend({
  inquiryRequestId: z.string().max(128).optional(),
  paymentRequestId: z.string().max(128).optional(),
})

/** Service 27. A trxId or an open number that is there already is refused as a duplicate: ask with inquiry-va instead. */
function createVirtualAccount(bank: Bank, body: z.infer<typeof createBody>): SnapAnswer {
  const say = (http: number, kase: string, message: string, rest = {}) => snapAnswer(http, '27', kase, message, rest)
  if (!isConsistent(body)) return say(400, '01', 'Invalid Field Format {virtualAccountNo}')
  const totalMinor = body.totalAmount === undefined ? null : parseRupiah(body.totalAmount.value)
  if (body.virtualAccountTrxType === 'C' && totalMinor === null)
    return say(400, '02', 'Invalid Mandatory Field {totalAmount}')
  const before = bank.store.virtualAccount(digits(body.virtualAccountNo))
  const sameTrxId = bank.store.virtualAccountByTrxId(body.trxId)
  if (sameTrxId !== undefined || (before !== undefined && before.state !== 'deleted'))
    return say(409, '01', 'Duplicate partnerReferenceNo')
  const va: VirtualAccount = {
    vaNo: digits(body.virtualAccountNo),
    partnerServiceId: digits(body.partnerServiceId),
    customerNo: body.customerNo,
    name: body.virtualAccountName,
    trxId: body.trxId,
    trxType: body.virtualAccountTrxType,
    totalMinor,
    expiresAt: body.expiredDate === undefined ? null : parseTimestamp(body.expiredDate),
    state: before === undefined ? 'active' : moveVirtualAccount(before.state, 'active'),
    createdAt: bank.options.clock(),
  }
  bank.store.putVirtualAccount(va)
  return say(200, '00', 'Successful', { virtualAccountData: describe(va) })
}

/** Service 30: what the bank knows of a virtual account. */
function inquireVirtualAccount(bank: Bank, body: WhichAccount): SnapAnswer {
  const va = find(bank, body)
  if (va === null) return snapAnswer(404, '30', '18', 'Inconsistent Request')
  if (va === undefined) return snapAnswer(404, '30', '12', 'Invalid Bill/Virtual Account [Not Found]')
  return snapAnswer(200, '30', '00', 'Successful', {
    virtualAccountData: describe(va),
    additionalInfo: { state: va.state },
  })
}

/** Service 31. What was paid before stays paid. */
function deleteVirtualAccount(bank: Bank, body: WhichAccount): SnapAnswer {
  const va = find(bank, body)
  if (va === null) return snapAnswer(404, '31', '18', 'Inconsistent Request')
  if (va === undefined) return snapAnswer(404, '31', '12', 'Invalid Bill/Virtual Account [Not Found]')
  bank.store.setVirtualAccountState(va.vaNo, moveVirtualAccount(va.state, 'deleted'))
  return snapAnswer(200, '31', '00', 'Successful', { virtualAccountData: describe(va) })
}

/**
 * Service 26: what became of a payment, by paymentRequestId, or of the last one without it. `additionalInfo.payments`
 * lists the latest payments of the account, so that a caller who missed a notification finds it.
 */
function readStatus(bank: Bank, body: z.infer<typeof statusBody>): SnapAnswer {
  if (!isConsistent(body)) return snapAnswer(404, '26', '18', 'Inconsistent Request')
  const va = bank.store.virtualAccount(digits(body.virtualAccountNo))
  if (va === undefined) return snapAnswer(404, '26', '12', 'Invalid Bill/Virtual Account [Not Found]')
  const payments = bank.store.transfersTo(va.vaNo, PAYMENTS_SHOWN_MAX)
  const wanted = body.paymentRequestId === undefined ? payments[0] : bank.store.transfer(body.paymentRequestId)
  if (wanted === undefined) return snapAnswer(404, '26', '01', 'Transaction Not Found')
  if (wanted.vaNo !== va.vaNo) return snapAnswer(404, '26', '18', 'Inconsistent Request')
  return snapAnswer(200, '26', '00', 'Successful', {
    virtualAccountData: {
      ...describe(va),
      ...describePayment(wanted),
      inquiryRequestId: body.inquiryRequestId ?? '',
      transactionDate: jakartaTimestamp(wanted.madeAt),
    },
    additionalInfo: { latestTransactionStatus: '00', payments: payments.map(describePayment) },
  })
}

export const services: Service[] = [
  service({
    code: '27',
    path: '/v1.0/transfer-va/create-va',
    methods: ['POST'],
    body: createBody,
    work: createVirtualAccount,
  }),
  service({
    code: '30',
    path: '/v1.0/transfer-va/inquiry-va',
    methods: ['POST'],
    body: whichAccount,
    work: inquireVirtualAccount,
  }),
  service({
    code: '31',
    path: '/v1.0/transfer-va/delete-va',
    methods: ['DELETE', 'POST'],
    body: whichAccount,
    work: deleteVirtualAccount,
  }),
  service({ code: '26', path: '/v1.0/transfer-va/status', methods: ['POST'], body: statusBody, work: readStatus }),
]

/** The open or paid account that the body names; undefined when there is none, null when the body contradicts itself. */
function find(bank: Bank, body: WhichAccount): VirtualAccount | null | undefined {
  if (!isConsistent(body)) return null
  const va = bank.store.virtualAccount(digits(body.virtualAccountNo))
  return va?.state === 'deleted' ? undefined : va
}

function isConsistent(body: WhichAccount): boolean {
  return digits(body.virtualAccountNo) === digits(body.partnerServiceId) + body.customerNo
}

function digits(text: string): string {
  return text.trimStart()
}

function describe(va: VirtualAccount) {
  const serviceId = va.partnerServiceId.padStart(8, ' ')
  return {
    partnerServiceId: serviceId,
    customerNo: va.customerNo,
    virtualAccountNo: serviceId + va.customerNo,
    virtualAccountName: va.name,
    trxId: va.trxId,
    virtualAccountTrxType: va.trxType,
    ...(va.totalMinor === null ? {} : { totalAmount: snapAmount(va.totalMinor) }),
    ...(va.expiresAt === null ? {} : { expiredDate: jakartaTimestamp(va.expiresAt) }),
  }
}

function describePayment(transfer: Transfer) {
  return {
    paymentRequestId: transfer.paymentRequestId,
    paidAmount: snapAmount(transfer.amountMinor),
    trxDateTime: jakartaTimestamp(transfer.madeAt),
    referenceNo: transfer.referenceNo,
    paymentFlagStatus: '00',
    paymentFlagReason: { english: 'Success', indonesia: 'Sukses' },
  }
}
