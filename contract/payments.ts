import { z } from 'zod'
import { phone, pin } from './identity.ts'
import { amount, money } from './money.ts'
import { refusalShape } from './refusals.ts'
import { idempotencyKeyPattern, route } from './route.ts'

/** Whom to pay: a wallet user by phone, a QRIS code as scanned, or a shop's checkout link. */
export const target = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('phone'), phone }),
  z.strictObject({ kind: z.literal('qris'), payload: z.string().min(1).max(512) }),
  z.strictObject({ kind: z.literal('checkout'), checkoutId: z.uuid() }),
])
export type Target = z.infer<typeof target>

export const paymentKind = z.enum(['send', 'shop', 'top_up'])
export const paymentState = z.enum(['paid', 'refused', 'abandoned'])

/** One check of the stored decision: what was asked, on which figures, and whether it passed. */
export const check = z.object({
  check: z.string(),
  passed: z.boolean(),
  figures: z.record(z.string(), z.unknown()),
})

export const payment = z.object({
  id: z.uuid(),
  kind: paymentKind,
  state: paymentState,
  direction: z.enum(['in', 'out']),
  /** Name of the other side as its owner may see it; null where it is not known. */
  counterparty: z.string().nullable(),
  /** Null where an attempt ended before an amount was known; in a top-up: where no account number could be had. */
  amount: money.nullable(),
  fee: money.nullable(),
  note: z.string().nullable(),
  at: z.iso.datetime(),
  /** Set exactly when `state` is refused. */
  refusal: refusalShape.nullable(),
})
export type Payment = z.infer<typeof payment>

export const storyStep = z.object({
  at: z.iso.datetime(),
  /** Stable name of the step; words stand in the language files. */
  step: z.enum([
    'asked',
    'number_asked',
    'checked',
    'refused',
    'moved',
    'received',
    'bank_notified',
    'kept',
    'returned',
    'abandoned',
  ]),
  figures: z.record(z.string(), z.unknown()),
})

export const paymentStory = payment.extend({
  /** Reference that both sides and staff can quote. */
  reference: z.string(),
  balanceAfter: money.nullable(),
  checks: z.array(check),
  story: z.array(storyStep),
})
export type PaymentStory = z.infer<typeof paymentStory>

const targetRefusals = [
  'signin_required',
  'code_malformed',
  'payee_unknown',
  'payee_is_self',
  'code_expired',
  'code_already_paid',
  'code_cancelled',
  'merchant_closed',
  'merchant_not_accepting',
  'phone_invalid',
] as const

export const quotePayment = route({
  method: 'POST',
  path: '/api/payments/quote',
  who: 'customer',
  summary:
    'Read a target and say who is paid, how much, and the fee, before anything is confirmed. A refusal is stored as an attempt.',
  body: z.strictObject({ target, amount: amount.optional() }),
  reply: z.object({
    payee: z.object({
      kind: z.enum(['person', 'shop']),
      name: z.string(),
      city: z.string().nullable(),
      reference: z.string().nullable(),
    }),
    /** Fixed by the shop, or as offered; null where the customer still has to say it. */
    amount: money.nullable(),
    amountFixed: z.boolean(),
    fee: money.nullable(),
    total: money.nullable(),
    balance: money,
    expiresAt: z.iso.datetime().nullable(),
    /** Where a shop wants the customer back after paying. */
    returnUrl: z.string().nullable(),
  }),
  refusals: [...targetRefusals, 'amount_differs', 'amount_not_payable'],
})

export const pay = route({
  method: 'POST',
  path: '/api/payments',
  who: 'customer',
  idempotent: true,
  summary: 'Pay. The same Idempotency-Key always gives the first answer, also when it was a refusal.',
  body: z.strictObject({
    target,
    amount,
    /** The fee that was shown; a changed fee refuses with `fee_changed`, never charges silently. */
    fee: amount,
    pin,
    note: z.string().trim().max(140).optional(),
    /** The customer saw "you paid the same a moment ago" and wants to pay again. */
    again: z.boolean().optional(),
  }),
  status: 201,
  reply: payment.extend({ balanceAfter: money }),
  refusals: [
    ...targetRefusals,
    'idempotency_key_missing',
    'idempotency_key_reused',
    'account_frozen',
    'account_under_review',
    'pin_missing',
    'pin_locked',
    'pin_wrong',
    'amount_not_payable',
    'amount_differs',
    'fee_changed',
    'limit_per_payment',
    'limit_per_day',
    'balance_too_low',
    'payee_cannot_receive',
    'possible_duplicate',
    'attempt_abandoned',
  ],
})

export const resolvePayment = route({
  method: 'POST',
  path: '/api/payments/resolve',
  who: 'customer',
  summary:
    'What became of the payment with this key? Where nothing arrived, the key is closed for good, so that "not paid" stays true.',
  body: z.strictObject({ idempotencyKey: z.string().regex(idempotencyKeyPattern) }),
  reply: z.object({ outcome: z.enum(['paid', 'not_paid']), payment: payment.nullable() }),
  refusals: ['signin_required'],
})

/** A part of somebody's transactions, for themselves and for the desk. */
export const paymentsQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  show: z.enum(['all', 'in', 'out', 'refused']).default('all'),
  search: z.string().trim().max(80).optional(),
})
export const paymentsPage = z.object({ payments: z.array(payment), nextCursor: z.string().nullable() })

export const listPayments = route({
  method: 'GET',
  path: '/api/payments',
  who: 'customer',
  summary: 'History, newest first.',
  query: paymentsQuery,
  reply: paymentsPage,
  refusals: ['signin_required'],
})

export const readPayment = route({
  method: 'GET',
  path: '/api/payments/:id',
  who: 'customer',
  summary: 'One transaction with its full story and the decision behind it.',
  params: z.object({ id: z.uuid() }),
  reply: paymentStory,
  refusals: ['signin_required', 'not_found'],
})

export const readFees = route({
  method: 'GET',
  path: '/api/fees',
  who: 'anyone',
  summary: 'The fee schedule in force.',
  reply: z.object({
    version: z.int(),
    since: z.iso.datetime(),
    fees: z.array(
      z.object({
        kind: z.enum(['send', 'shop', 'top_up']),
        payer: z.enum(['customer', 'merchant']),
        fixed: money,
        /** Hundredths of a percent: 70 is 0.70 %. */
        basisPoints: z.int(),
      }),
    ),
  }),
})

// Adding money

export const virtualAccount = z.object({
  bank: z.string(),
  number: z.string(),
  name: z.string(),
  minimum: money,
  maximum: money,
})

export const openVirtualAccount = route({
  method: 'POST',
  path: '/api/virtual-account',
  who: 'customer',
  summary:
    "The customer's own virtual account; opened at the bank on first use. Money sent to it is added at once. A refusal is stored as an attempt.",
  body: z.strictObject({}),
  reply: virtualAccount,
  refusals: ['signin_required', 'bank_unreachable', 'bank_refused'],
})
