import { z } from 'zod'
import { caseState, topic } from './chat.ts'
import { money } from './money.ts'
import { paymentKind, paymentState } from './payments.ts'
import { route } from './route.ts'

export const maximumSearchCharacters = 120
/** Most finds of one kind in one answer. */
export const maximumFinds = 50

/**
 * Whose it is. Somebody whose conversation the agent does not have is named by initials only; the account opens with a
 * reason.
 */
export const foundPerson = z.object({ id: z.uuid(), name: z.string(), masked: z.boolean() })
export type FoundPerson = z.infer<typeof foundPerson>

/** A text in pieces; `hit` marks what was looked for. */
const excerpt = z.array(z.object({ text: z.string(), hit: z.boolean() }))

export const foundCase = z.object({
  caseId: z.uuid(),
  number: z.string(),
  state: caseState,
  topic,
  category: z.string(),
  customer: foundPerson,
  at: z.iso.datetime(),
})
export const foundMessage = z.object({
  caseId: z.uuid(),
  seq: z.int(),
  number: z.string(),
  kind: z.enum(['message', 'note']),
  by: z.enum(['customer', 'agent', 'system']),
  customer: foundPerson,
  /** Long figures and mail addresses are hidden where the person is masked. */
  excerpt,
  at: z.iso.datetime(),
})
export const foundPayment = z.object({
  paymentId: z.uuid(),
  reference: z.string(),
  kind: paymentKind,
  state: paymentState,
  amount: money.nullable(),
  /** Null where the person is masked. */
  counterparty: z.string().nullable(),
  customer: foundPerson,
  /** The newest case of this customer that is linked to it. */
  caseId: z.uuid().nullable(),
  at: z.iso.datetime(),
})
export const foundCustomer = z.object({
  customer: foundPerson,
  /** The last figures of the number are enough to tell two people apart; null where the role sees no numbers. */
  phone: z.string().nullable(),
  /** The agent's own open conversation with them. */
  caseId: z.uuid().nullable(),
})

export const searchDesk = route({
  method: 'GET',
  path: '/api/desk/search',
  who: 'staff',
  summary:
    'Cases, messages, transactions and customers that hold all the words, newest first. Only what the role may see; null where it may not.',
  query: z.object({
    q: z.string().trim().min(1).max(maximumSearchCharacters),
    limit: z.coerce.number().int().min(1).max(maximumFinds).default(8),
  }),
  reply: z.object({
    cases: z.array(foundCase).nullable(),
    messages: z.array(foundMessage).nullable(),
    payments: z.array(foundPayment).nullable(),
    customers: z.array(foundCustomer).nullable(),
    /** Nothing is written like this: what was found has a name that is one slip away. */
    near: z.boolean(),
  }),
  refusals: ['signin_required', 'permission_missing'],
})
