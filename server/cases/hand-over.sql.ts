import type { Tx } from '../platform/database.ts'

/** The same conversation in other hands; the wait was over before. */
export async function storeHandedOver(
  tx: Tx,
  session: { id: string; caseId: string; agentId: string; now: Date },
): Promise<void> {
  await tx`
    update support_session set agent_id = ${session.agentId}, claimed_at = ${session.now}
    where case_id = ${session.caseId} and id = ${session.id}`
}

/** Another team answers from now on; false where there is none of this id. */
export async function storeTeam(tx: Tx, session: { id: string; caseId: string; teamId: string }): Promise<boolean> {
  const moved = await tx`
    update support_session set team_id = ${session.teamId}
    where case_id = ${session.caseId} and id = ${session.id} and exists (select from team where id = ${session.teamId} and not retired)`
  return moved.count === 1
}
