import { z } from 'zod'
import { actionRequest, customerView } from './console.ts'
import { route } from './route.ts'

/** An action that one member of staff asked for and another decides, with what became of it. */
export const deskRequest = actionRequest.extend({
  /** Of the case that is its occasion. */
  number: z.string(),
  /** The customer's name, masked: opening the request shows more, and is put on record. */
  customerName: z.string(),
  own: z.boolean(),
  state: z.enum(['waiting', 'approved', 'rejected', 'lapsed']),
  /** Nobody decides after this. */
  expiresAt: z.iso.datetime(),
  decision: z.object({ by: z.string(), at: z.iso.datetime(), reason: z.string() }).nullable(),
})
export type DeskRequest = z.infer<typeof deskRequest>

export const listRequests = route({
  method: 'GET',
  path: '/api/desk/requests',
  who: 'staff',
  summary:
    'Actions that wait for a second person, the oldest first, and what became of earlier ones, the newest first: all of them for who decides, the own ones for who asks. Asking for the list counts as having seen the outcomes of the own ones.',
  reply: z.object({ waiting: z.array(deskRequest), ended: z.array(deskRequest) }),
  refusals: ['signin_required', 'permission_missing'],
})

export const readRequest = route({
  method: 'GET',
  path: '/api/desk/requests/:requestId',
  who: 'staff',
  summary:
    'One request, for who decides. While it waits the customer is beside it, because of it: the look is on record, like every look.',
  params: z.object({ requestId: z.uuid() }),
  reply: z.object({ request: deskRequest, customer: customerView.nullable() }),
  refusals: ['signin_required', 'permission_missing', 'not_found'],
})
