import { uuidArray } from '../../platform/arrays.ts'
import type { Db } from '../../platform/database.ts'

export type Access = { customerId: string; customerName: string; lastSeq: number; agentId: string | null }

/** What decides who may follow a case, and who speaks in it. */
export async function readAccess(db: Db, caseId: string): Promise<Access | undefined> {
  const [row] = await db<Access[]>`
    select c.customer_id as "customerId", customer.name as "customerName", c.last_seq as "lastSeq", s.agent_id as "agentId"
    from support_case c
    join customer on customer.id = c.customer_id
    left join support_session s on s.case_id = c.id and s.state <> 'ended'
    where c.id = ${caseId}`
  return row
}

/** The agent's name of each of these cases that somebody is on. */
export async function readAgents(db: Db, caseIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db<{ caseId: string; agent: string }[]>`
    select s.case_id as "caseId", staff.name as agent
    from support_session s join staff on staff.id = s.agent_id
    where s.case_id = any(${uuidArray(caseIds)}::uuid[]) and s.state = 'active'`
  return new Map(rows.map((row) => [row.caseId, row.agent]))
}
