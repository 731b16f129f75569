import { z } from 'zod'
import { guestToken } from './guest.ts'
import { route } from './route.ts'

/**
 * What somebody wrote as a guest joins their account: with the customer's session and the guest's token at once, from the
 * same device, after the person has said that both are them.
 */
const held = z.strictObject({ token: guestToken })

export const findOwnGuest = route({
  method: 'POST',
  path: '/api/chat/guest/find',
  who: 'customer',
  summary: 'Whether this token belongs to a guest whose conversations could be joined, and how to ask about them.',
  body: held,
  reply: z.object({
    guest: z.object({ name: z.string(), topic: z.string(), openedAt: z.iso.datetime() }).nullable(),
  }),
  refusals: ['signin_required'],
})

export const joinGuest = route({
  method: 'POST',
  path: '/api/chat/guest',
  who: 'customer',
  summary:
    "The guest's conversations go on as the customer's own; the guest's token ends. Said again, it answers the same.",
  body: held,
  reply: z.object({
    /** Where the newest of them goes on. */
    caseId: z.uuid(),
  }),
  refusals: ['signin_required', 'guest_not_joined'],
})
