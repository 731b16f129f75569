import { z } from 'zod'
import { route } from './route.ts'

/** A merchant whose address takes nothing now: switched off, or still tried. */
export const troubledWebhook = z.object({
  merchantId: z.uuid(),
  name: z.string(),
  /** Without user, password and query, where secrets stand. */
  url: z.string(),
  /** Since when it is switched off, and why; null while it is still tried. */
  offSince: z.iso.datetime().nullable(),
  offReason: z.enum(['failing', 'gone']).nullable(),
  /** Since when nothing has been taken there. */
  failingSince: z.iso.datetime().nullable(),
  /** When it is switched off if it goes on like this; null where it is off. */
  offAt: z.iso.datetime().nullable(),
  /** What came of the newest event that was tried: the answer's status, or why there was none, as a stable word. */
  lastTry: z.object({ httpStatus: z.int().nullable(), failure: z.string().nullable() }).nullable(),
  /** Events that are paused, or, while it is still tried, wait for their next try. */
  pending: z.int(),
  oldestPendingAt: z.iso.datetime().nullable(),
})
export type TroubledWebhook = z.infer<typeof troubledWebhook>

/** Most merchants that are shown. */
export const troubledShown = 100

export const listTroubledWebhooks = route({
  method: 'GET',
  path: '/api/desk/webhooks',
  who: 'staff',
  summary:
    'Merchants whose webhooks are switched off, the longest first, then those whose address takes nothing now; and how many there are of both.',
  reply: z.object({ merchants: z.array(troubledWebhook).max(troubledShown), off: z.int(), failing: z.int() }),
  refusals: ['signin_required', 'permission_missing'],
})

export const resumeMerchantWebhook = route({
  method: 'POST',
  path: '/api/desk/webhooks/:merchantId/resume',
  who: 'staff',
  summary: "Switch a merchant's webhooks on again: what is paused goes out now, in no fixed order. On record.",
  params: z.object({ merchantId: z.uuid() }),
  body: z.strictObject({ reason: z.string().trim().min(5).max(500) }),
  reply: z.object({ resumed: z.int() }),
  refusals: ['signin_required', 'permission_missing', 'not_found', 'action_not_possible'],
})
