import * as contract from '../../../contract/guest.ts'
import { type CaseDeps, leaveQueue, openCase } from '../../cases/case.ts'
import { createAttemptLimit } from '../../identity/attempt-limit.ts'
import { nameDevice } from '../../identity/device.ts'
import { endGuest, readGuest, startGuest } from '../../identity/guest.ts'
import type { Http } from '../../platform/http.ts'
import { isRefusal, refuse } from '../../platform/refusals.ts'
import { createOwnCases } from '../chat/own-cases.ts'

/** New guests from one address in a minute; many people may stand behind one address of a mobile network. */
export const newGuestsPerAddress = 6
/** New guests of this process in a minute, whatever their addresses: the queue is for people. */
const newGuestsTogether = 120

/** Chat on the operator's own site for people who are not signed in. Messages go over the live socket alone. */
export function registerGuestRoutes(http: Http, deps: CaseDeps) {
  const ofAddress = createAttemptLimit(http, newGuestsPerAddress)
  const together = createAttemptLimit(http, newGuestsTogether, () => 'guests')
  const own = createOwnCases(deps)

  http.serve(contract.becomeGuest, async ({ body }, { request }) => {
    const refusal = (await ofAddress(request)) ?? (await together(request))
    if (refusal) return refusal
    const guest = await startGuest(deps, { ...body, device: nameDevice(request.headers['user-agent']) })
    if (isRefusal(guest)) return guest
    const { id, name, language, expiresAt } = guest
    const [chat = null] = await own.list(id, 1)
    return { name, language, expiresAt: expiresAt.toISOString(), chat }
  })

  http.serve(contract.readGuest, async (_input, { actor }) => {
    const found = await readGuest(deps.sql, actor)
    if (!found) return refuse('signin_required', {})
    const [chat = null] = await own.list(actor.customerId, 1)
    return { ...found, expiresAt: found.expiresAt.toISOString(), chat }
  })

  http.serve(contract.endGuest, async (_input, { actor }) => {
    await endGuest(deps, actor)
    return {}
  })

  http.serve(contract.openGuestChat, async ({ body }, { actor }) => {
    const [newest] = await own.list(actor.customerId, 1)
    if (newest?.state === 'open') return newest
    const caseId = await openCase(deps, actor, { topic: body.topic, paymentId: null })
    return (await own.read(actor.customerId, caseId)) ?? refuse('not_found', {})
  })

  http.serve(
    contract.readGuestChat,
    async ({ params }, { actor }) => (await own.read(actor.customerId, params.caseId)) ?? refuse('not_found', {}),
  )

  http.serve(contract.leaveGuestQueue, async ({ params }, { actor }) => {
    const refusal = await leaveQueue(deps, actor, params.caseId)
    if (isRefusal(refusal)) return refusal
    return (await own.read(actor.customerId, params.caseId)) ?? refuse('not_found', {})
  })
}
