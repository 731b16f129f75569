import { z } from 'zod'
import { chatCase } from './chat.ts'
import { presence } from './desk.ts'
import { route } from './route.ts'

export const endWrapUp = route({
  method: 'POST',
  path: '/api/desk/me/wrap-up/end',
  who: 'staff',
  summary: 'What had to be written up is written: the places are free at once.',
  body: z.strictObject({}),
  reply: presence,
  refusals: ['signin_required', 'permission_missing'],
})

export const chooseLater = route({
  method: 'POST',
  path: '/api/chat/:caseId/later',
  who: 'customer',
  summary:
    'Stop waiting and be answered all the same: later in writing (`message`), or called back on the number on file (`call`). Offered after a while of waiting; see `later` of the place in the queue.',
  params: z.object({ caseId: z.uuid() }),
  body: z.strictObject({ how: z.enum(['message', 'call']) }),
  reply: chatCase,
  refusals: ['signin_required', 'not_found', 'action_not_possible'],
})

export const setCalmLane = route({
  method: 'PUT',
  path: '/api/me/calm-lane',
  who: 'customer',
  summary: 'Ask for the calm lane, for the elderly and for beginners: served a little sooner, in plain words.',
  body: z.strictObject({ wanted: z.boolean() }),
  reply: z.object({ wanted: z.boolean() }),
  refusals: ['signin_required'],
})

export const readCalmLane = route({
  method: 'GET',
  path: '/api/me/calm-lane',
  who: 'customer',
  summary: 'Whether the customer has asked for the calm lane.',
  reply: z.object({ wanted: z.boolean() }),
  refusals: ['signin_required'],
})
