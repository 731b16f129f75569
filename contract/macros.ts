import { z } from 'zod'
import { maximumMessageCharacters } from './chat.ts'
import { language } from './identity.ts'
import { route } from './route.ts'

/** Gaps that a macro may have, written `{name}`. Filled from the conversation; what is not known stays to be filled in. */
export const macroVariables = [
  'customer_name',
  'agent_name',
  'case_number',
  'amount',
  'payee',
  'payment_time',
  'reference',
] as const
export type MacroVariable = (typeof macroVariables)[number]

/** The names that stand in braces in a text. */
export function variablesOf(text: string): string[] {
  return Array.from(text.matchAll(/\{([a-z_]+)\}/g), ([, name]) => name!)
}

/** Commands of the desk that a macro may offer after its words; none is done without the agent. */
export const macroCommands = [
  'send_code',
  'freeze',
  'unfreeze',
  'unlock_pin',
  'unlock_signin',
  'raise_limit',
  'hand_over',
  'close_case',
] as const

const words = {
  language,
  name: z.string().trim().min(1).max(60),
  text: z.string().trim().min(1).max(maximumMessageCharacters),
  command: z.enum(macroCommands).nullable(),
}

export const macro = z.object({
  id: z.uuid(),
  ...words,
  changedAt: z.iso.datetime(),
  /** Null: it came with the desk. */
  changedBy: z.string().nullable(),
})
export type Macro = z.infer<typeof macro>

const params = z.object({ macroId: z.uuid() })

export const listMacros = route({
  method: 'GET',
  path: '/api/desk/macros',
  who: 'staff',
  summary: 'Prepared words in all languages, by name.',
  reply: z.object({ macros: z.array(macro) }),
  refusals: ['signin_required', 'permission_missing'],
})

export const saveMacro = route({
  method: 'PUT',
  path: '/api/desk/macros/:macroId',
  who: 'staff',
  summary: 'Add a macro under an id of the caller’s choice, or change it. Only known variables may stand in braces.',
  params,
  body: z.strictObject(words),
  reply: macro,
  refusals: ['signin_required', 'permission_missing', 'action_not_possible'],
})

export const deleteMacro = route({
  method: 'DELETE',
  path: '/api/desk/macros/:macroId',
  who: 'staff',
  summary: 'Take a macro away. Doing it twice is good, too.',
  params,
  reply: z.object({}),
  refusals: ['signin_required', 'permission_missing'],
})
