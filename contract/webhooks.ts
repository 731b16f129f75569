import { z } from 'zod'
import { route } from './route.ts'

/** `paused`: the address is switched off, and it goes out when that ends. */
export const deliveryState = z.enum(['waiting', 'paused', 'delivered', 'given_up'])

export const webhookDelivery = z.object({
  /** The event's id, sent as `webhook-id`: a receiver knows a repeat by it. */
  id: z.uuid(),
  topic: z.string(),
  state: deliveryState,
  tries: z.int(),
  createdAt: z.iso.datetime(),
  nextTryAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
})

/** Most deliveries of one page. */
export const deliveriesPerPage = 100
/** Most tries that are shown of one delivery, the newest. */
export const triesShown = 50
/** How often one delivery can be sent again by hand. */
export const resendsMaximum = 10

export const readWebhook = route({
  method: 'GET',
  path: '/api/merchant/webhook',
  who: 'merchant',
  summary:
    'Where your webhooks go and how that stands. You are told of `checkout.paid` and, at your own code, of `payment.paid`. An address that takes nothing for five days, or answers 410, is switched off: events then wait until you resume.',
  reply: z.object({
    url: z.string().nullable(),
    state: z.enum(['none', 'on', 'off']),
    /** Since when nothing has been taken there; null where the last try went well. */
    failingSince: z.iso.datetime().nullable(),
    offSince: z.iso.datetime().nullable(),
    offReason: z.enum(['failing', 'gone']).nullable(),
    /** Deliveries that wait for it to be resumed. */
    paused: z.int(),
  }),
  refusals: ['signin_required'],
})

export const resumeWebhook = route({
  method: 'POST',
  path: '/api/merchant/webhook/resume',
  who: 'merchant',
  summary: 'Switch your address on again: what has waited goes out now, in no fixed order.',
  body: z.strictObject({}),
  reply: z.object({ resumed: z.int() }),
  refusals: ['signin_required', 'action_not_possible'],
})

export const listDeliveries = route({
  method: 'GET',
  path: '/api/merchant/webhook/deliveries',
  who: 'merchant',
  summary: 'Your webhooks, newest first. What has ended is kept for 90 days.',
  query: z.object({
    state: deliveryState.optional(),
    /** The id of the last one of the page before. */
    before: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(deliveriesPerPage).default(20),
  }),
  reply: z.object({ deliveries: z.array(webhookDelivery) }),
  refusals: ['signin_required'],
})

const params = z.object({ id: z.uuid() })

export const readDelivery = route({
  method: 'GET',
  path: '/api/merchant/webhook/deliveries/:id',
  who: 'merchant',
  summary: 'One webhook: what was sent, and what came of each try.',
  params,
  reply: webhookDelivery.extend({
    body: z.string(),
    attempts: z.array(
      z.object({
        number: z.int(),
        startedAt: z.iso.datetime(),
        endedAt: z.iso.datetime().nullable(),
        httpStatus: z.int().nullable(),
        /** Why there was no answer, as a stable word. */
        failure: z.string().nullable(),
      }),
    ),
  }),
  refusals: ['signin_required', 'not_found'],
})

export const resendDelivery = route({
  method: 'POST',
  path: '/api/merchant/webhook/deliveries/:id/resend',
  who: 'merchant',
  summary:
    'Send one webhook again, under its id and with a new signature. Not while it waits, while the address is switched off, or more than ten times.',
  params,
  body: z.strictObject({}),
  reply: webhookDelivery,
  refusals: ['signin_required', 'not_found', 'action_not_possible'],
})
