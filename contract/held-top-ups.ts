import { z } from 'zod'
import { money } from './money.ts'
import { route } from './route.ts'

/** What became of a transfer that did not fit under the customer's ceiling. */
export const heldState = z.enum(['held', 'credited', 'returning', 'returned'])
export type HeldState = z.infer<typeof heldState>

export const heldTopUp = z.object({
  /** The bank's reference of the transfer. */
  reference: z.string(),
  customerName: z.string(),
  amount: money,
  heldAt: z.iso.datetime(),
  state: heldState,
  /** Written on the transfer back, so that the bank's statement is known again. */
  returnReference: z.string(),
})
export type HeldTopUp = z.infer<typeof heldTopUp>

/** Most transfers that are shown, oldest first. */
export const heldShown = 200

const params = z.object({ reference: z.string().min(1).max(64) })
const body = z.strictObject({ reason: z.string().trim().min(5).max(500) })

export const listHeldTopUps = route({
  method: 'GET',
  path: '/api/desk/held-top-ups',
  who: 'staff',
  summary: 'Transfers that customers cannot hold yet, or that are on their way back. Oldest first.',
  reply: z.object({ held: z.array(heldTopUp).max(heldShown) }),
  refusals: ['signin_required', 'permission_missing'],
})

export const returnHeldTopUp = route({
  method: 'POST',
  path: '/api/desk/held-top-ups/:reference/return',
  who: 'staff',
  summary:
    'Send a kept transfer back: it is no longer added by itself. The books move when the bank shows the transfer back and two people have corrected them.',
  params,
  body,
  reply: z.object({}),
  refusals: ['signin_required', 'permission_missing', 'not_found', 'action_not_possible'],
})

export const keepHeldTopUp = route({
  method: 'POST',
  path: '/api/desk/held-top-ups/:reference/keep',
  who: 'staff',
  summary: 'Call the way back off, before the transfer was made: it is added again by itself when it fits.',
  params,
  body,
  reply: z.object({}),
  refusals: ['signin_required', 'permission_missing', 'not_found', 'action_not_possible'],
})
