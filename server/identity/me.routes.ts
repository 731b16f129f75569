import * as contract from '../../contract/identity.ts'
import { readAudit } from '../audit/audit.ts'
import type { Http } from '../platform/http.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { updateLanguage } from './customer.sql.ts'
import { toCustomer } from './customer.ts'
import { changePassword, changePin, type MeDeps } from './me.ts'
import { freezeOwn } from './safety.ts'
import { endSessionOf, selectSessions } from './session.sql.ts'
import { sessionsAllowed } from './session.ts'

/** The own account, but for `readMe`: balance and limits belong to a higher rank. */
export function registerMeRoutes(http: Http, deps: MeDeps): void {
  const { sql, clock } = deps

  http.serve(contract.changeLanguage, async ({ body }, { actor }) =>
    toCustomer(await updateLanguage(sql, actor.customerId, body.language), clock.now()),
  )

  http.serve(contract.freezeMe, async (_input, { actor }) =>
    toCustomer(
      await sql.begin(async (tx) => {
        const frozen = await freezeOwn(tx, actor.customerId, deps)
        // The customer before the conversations, as where staff freeze: two that meet never wait for each other.
        await deps.afterFreeze(tx, actor.customerId)
        return frozen
      }),
      clock.now(),
    ),
  )

  http.serve(contract.changePin, async ({ body }, { actor }) => {
    const changed = await changePin(deps, actor, body)
    return isRefusal(changed) ? changed : toCustomer(changed, clock.now())
  })

  http.serve(contract.changePassword, async ({ body }, { actor }) => {
    const changed = await changePassword(deps, actor, body)
    return isRefusal(changed) ? changed : toCustomer(changed, clock.now())
  })

  http.serve(contract.listSessions, async (_input, { actor }) => {
    const rows = await selectSessions(sql, actor.customerId, clock.now(), sessionsAllowed)
    const sessions = rows.map(({ id, device, startedAt }) => ({
      id,
      device,
      startedAt: startedAt.toISOString(),
      current: id === actor.sessionId,
    }))
    return { sessions }
  })

  http.serve(contract.endSession, async ({ params }, { actor }) => {
    const ended = await endSessionOf(sql, actor.customerId, params.id, clock.now())
    return ended ? {} : refuse('not_found', {})
  })

  http.serve(contract.readAccessLog, async (_input, { actor }) => {
    const rows = await readAudit(sql, actor.customerId)
    return { entries: rows.map((row) => ({ ...row, at: row.at.toISOString() })) }
  })
}
