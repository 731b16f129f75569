import { z } from 'zod'
import { amount, money } from './money.ts'
import { route } from './route.ts'

export const checkoutState = z.enum(['open', 'paid', 'expired', 'cancelled'])

/** A shop's request to be paid once: by link (checkout) or by its dynamic QRIS code. */
export const checkout = z.object({
  id: z.uuid(),
  reference: z.string(),
  amount: money,
  state: checkoutState,
  /** Page of the wallet to send the customer to. */
  url: z.string(),
  /** Dynamic QRIS payload of the same request. */
  qr: z.string(),
  expiresAt: z.iso.datetime(),
  paidAt: z.iso.datetime().nullable(),
  paymentId: z.uuid().nullable(),
})
export type Checkout = z.infer<typeof checkout>

export const createCheckout = route({
  method: 'POST',
  path: '/api/merchant/checkouts',
  who: 'merchant',
  idempotent: true,
  summary: 'Ask to be paid once: answers a link for the customer and a dynamic QRIS code.',
  body: z.strictObject({
    reference: z.string().trim().min(1).max(64),
    amount,
    description: z.string().trim().max(140).optional(),
    /** Where the customer goes back to after paying; http(s) only. */
    returnUrl: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .optional(),
    expiresInSeconds: z.int().min(60).max(86_400).default(900),
  }),
  status: 201,
  reply: checkout,
  refusals: [
    'signin_required',
    'idempotency_key_missing',
    'idempotency_key_reused',
    'amount_not_payable',
    'merchant_closed',
  ],
})

export const readCheckout = route({
  method: 'GET',
  path: '/api/merchant/checkouts/:id',
  who: 'merchant',
  summary: 'State of a checkout.',
  params: z.object({ id: z.uuid() }),
  reply: checkout,
  refusals: ['signin_required', 'not_found'],
})

export const cancelCheckout = route({
  method: 'POST',
  path: '/api/merchant/checkouts/:id/cancel',
  who: 'merchant',
  summary: 'Withdraw an open checkout; a paid one stays paid.',
  params: z.object({ id: z.uuid() }),
  body: z.strictObject({}),
  reply: checkout,
  refusals: ['signin_required', 'not_found', 'checkout_not_open'],
})

export const readShop = route({
  method: 'GET',
  path: '/api/merchant/me',
  who: 'merchant',
  summary: 'The shop behind the key, with its static QRIS code.',
  reply: z.object({
    id: z.uuid(),
    name: z.string(),
    city: z.string(),
    state: z.enum(['open', 'closed']),
    acceptsWallet: z.boolean(),
    staticQr: z.string(),
  }),
  refusals: ['signin_required'],
})
