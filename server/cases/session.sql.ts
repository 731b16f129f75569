import { type Db, plainArray, type Tx } from '../platform/database.ts'

export type LockedSession = {
  id: string
  caseId: string
  state: 'waiting' | 'active' | 'ended'
  agentId: string | null
  agent: string | null
}

/** The first of these sessions, in this order, that still waits and that nobody else has in hand. */
export async function lockFirstWaiting(tx: Tx, sessionIds: readonly string[]): Promise<LockedSession | undefined> {
  const [row] = await tx<LockedSession[]>`
    select s.id, s.case_id as "caseId", s.state, s.agent_id as "agentId", null as agent
    from unnest(${plainArray(sessionIds)}::uuid[]) with ordinality as wanted (id, ord)
    join support_session s on s.id = wanted.id
    where s.state = 'waiting' order by wanted.ord limit 1 for update of s skip locked`
  return row
}

export async function lockSession(tx: Tx, sessionId: string): Promise<LockedSession | undefined> {
  const [row] = await tx<LockedSession[]>`
    select s.id, s.case_id as "caseId", s.state, s.agent_id as "agentId", null as agent
    from support_session s where s.id = ${sessionId} for update`
  return row
}

export async function readStaffName(db: Db, staffId: string): Promise<string> {
  const [row] = await db<{ name: string }[]>`select name from staff where id = ${staffId}`
  return row?.name ?? ''
}

export async function storeClaimed(tx: Tx, session: { id: string; caseId: string; agentId: string; now: Date }) {
  await tx`
    update support_session set state = 'active', agent_id = ${session.agentId}, claimed_at = ${session.now}
    where case_id = ${session.caseId} and id = ${session.id}`
}

/** Back into the queue; `queued_at` stays, and with it the old place. */
export async function storeReleased(tx: Tx, session: { id: string; caseId: string }) {
  await tx`
    update support_session set state = 'waiting', agent_id = null, claimed_at = null
    where case_id = ${session.caseId} and id = ${session.id}`
}
