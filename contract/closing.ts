import { z } from 'zod'
import { route } from './route.ts'

export const closingBounds = { days: { minimum: 1, maximum: 365 } } as const
const days = z.int().min(closingBounds.days.minimum).max(closingBounds.days.maximum)

/** After so many days without a word a case closes by itself; null: it stays open. */
const closingFields = {
  /** The customer left the queue, and nobody took the case up. */
  leftDays: days.nullable(),
  /** We wait for the customer's answer. */
  unansweredDays: days.nullable(),
  /** It was solved. */
  solvedDays: days,
}
export const closingFacts = z.strictObject(closingFields)
export type ClosingFacts = z.infer<typeof closingFacts>

export const readClosingSetting = route({
  method: 'GET',
  path: '/api/desk/settings/closing',
  who: 'staff',
  summary: 'After how many days without a word cases close by themselves.',
  reply: z.object({ ...closingFields, version: z.string() }),
  refusals: ['signin_required', 'permission_missing'],
})

export const saveClosingSetting = route({
  method: 'PUT',
  path: '/api/desk/settings/closing',
  who: 'staff',
  summary:
    'Set after how many days without a word cases close by themselves; it holds for open cases, too. A customer who writes opens theirs again.',
  body: z.strictObject({ ...closingFields, version: z.string().max(64) }),
  reply: z.object({}),
  refusals: ['signin_required', 'permission_missing', 'setting_changed'],
})
