import { textArray } from '../platform/arrays.ts'
import type { Db } from '../platform/database.ts'

export type AskedCase = {
  state: 'open' | 'closed'
  merged: boolean
  closedAt: Date | null
  category: string
  /** Who answered last; null where nobody did. */
  agentId: string | null
  said: boolean
}

export async function readAskedCase(db: Db, caseId: string, customerId: string): Promise<AskedCase | undefined> {
  const [row] = await db<AskedCase[]>`
    select c.state, c.merged_into is not null as merged, c.closed_at as "closedAt", coalesce(c.category, c.topic) as category,
      (select s.agent_id from support_session s where s.case_id = c.id and s.agent_id is not null
        order by s.claimed_at desc limit 1) as "agentId",
      exists (select from satisfaction said where said.case_id = c.id) as said
    from support_case c where c.id = ${caseId} and c.customer_id = ${customerId}`
  return row
}

export type Said = {
  caseId: string
  customerId: string
  agentId: string
  category: string
  score: number | null
  reasons: readonly string[]
  words: string | null
  now: Date
}

/** False where something was said of this case before. */
export async function insertSaid(db: Db, said: Said): Promise<boolean> {
  const stored = await db`
    insert into satisfaction (case_id, customer_id, agent_id, category, score, reasons, words, said_at)
    values (${said.caseId}, ${said.customerId}, ${said.agentId}, ${said.category}, ${said.score},
      ${textArray(said.reasons)}::text[], ${said.words}, ${said.now})
    on conflict do nothing returning case_id`
  return stored.length > 0
}
