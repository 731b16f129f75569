import { z } from 'zod'

/** What can stand in a customer's access log, as area and deed. Both apps have words for each: the compiler holds them to it. */
export const accountDeeds = [
  'account.opened',
  'customer.viewed',
  'customer.looked_up',
  'customer.frozen',
  'customer.unfrozen',
  'pin.changed',
  'pin.unlocked',
  'password.changed',
  'signin.locked',
  'signin.unlocked',
  'statement.fetched',
  'code.sent',
  'code.confirmed',
  'limit.raised',
  'limit.asked',
  'limit.turned_down',
  'top_up.credited',
  'top_up.returning',
  'top_up.kept_on',
  'top_up.returned',
  'guest.joined',
] as const
export type AccountDeed = (typeof accountDeeds)[number]

/** Who looked at or changed an account. `action` is a deed, or one that an app of before does not know yet. */
export const accessEntry = z.object({
  at: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  reason: z.string().nullable(),
})
