import { findCase, findLiveSession } from '../cases/case.sql.ts'
import { closeCase, openCase } from '../cases/case.ts'
import { recordLook } from '../cases/look.ts'
import { claimSession } from '../cases/session.ts'
import { actorOf } from './people-deeds.ts'
import { done, known, type Stage } from './stage.ts'
import type { DeedOf } from './steps.ts'

export async function askPerson(stage: Stage, step: DeedOf<'open_case'>): Promise<void> {
  const paymentId = step.about ? known(stage.paymentIds, step.about) : null
  const actor = actorOf(known(stage.guests, step.who))
  stage.caseIds.set(step.case, await openCase(stage, actor, { topic: step.topic, paymentId }))
}

export async function write(stage: Stage, step: DeedOf<'write'>): Promise<void> {
  const actor = actorOf(known(stage.guests, step.who))
  done(await stage.messages.sendAsCustomer(actor, known(stage.caseIds, step.case), outgoing(stage, step.text)))
}

/** Takes the conversation and opens it, which is put on record for the customer. */
export async function claim(stage: Stage, step: DeedOf<'claim'>): Promise<void> {
  const caseId = known(stage.caseIds, step.case)
  const actor = known(stage.staff, step.agent)
  const session = await findLiveSession(stage.sql, caseId)
  if (!session) throw new Error(`nobody waits in the demo world's case ${step.case}`)
  done(await claimSession(stage, actor, session.id))
  const { customerId } = (await findCase(stage.sql, caseId))!
  await recordLook(stage.sql, stage, actor, { customerId, caseId })
}

export async function answer(stage: Stage, step: DeedOf<'answer'>): Promise<void> {
  const actor = known(stage.staff, step.agent)
  done(await stage.messages.sendAsAgent(actor, known(stage.caseIds, step.case), outgoing(stage, step.text)))
}

export async function note(stage: Stage, step: DeedOf<'note'>): Promise<void> {
  const actor = known(stage.staff, step.agent)
  done(await stage.messages.addNote(actor, known(stage.caseIds, step.case), outgoing(stage, step.text)))
}

export async function close(stage: Stage, step: DeedOf<'close'>): Promise<void> {
  done(
    await closeCase(stage, known(stage.staff, step.agent), known(stage.caseIds, step.case), step.outcome ?? 'solved'),
  )
}

function outgoing({ ids }: Stage, text: string) {
  return { clientId: ids(), text, fileIds: [] }
}
