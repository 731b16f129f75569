import { leaveQueue, openCase } from '../cases/case.ts'
import { startGuest } from '../identity/guest.ts'
import { systemSecrets } from '../identity/secrets.ts'
import { done, known, type Stage } from './stage.ts'
import type { DeedOf } from './steps.ts'

const visitorDevice = 'Chrome, Android'

/** As the widget does it on the operator's site. The token is thrown away: nobody comes back to these conversations. */
export async function visit(stage: Stage, { name, language, topic, text, ...step }: DeedOf<'visit'>): Promise<void> {
  const token = systemSecrets.token()
  const guest = done(await startGuest(stage, { token, name, language, device: visitorDevice }))
  const actor = { kind: 'customer', guest: true, customerId: guest.id, sessionId: stage.ids() } as const
  const caseId = await openCase(stage, actor, { topic, paymentId: null })
  done(await stage.messages.sendAsCustomer(actor, caseId, { clientId: stage.ids(), text, fileIds: [] }))
  stage.visitors.set(step.case, actor)
  stage.caseIds.set(step.case, caseId)
}

export async function leave(stage: Stage, step: DeedOf<'leave'>): Promise<void> {
  done(await leaveQueue(stage, known(stage.visitors, step.case), known(stage.caseIds, step.case)))
}
