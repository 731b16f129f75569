import type { Tx } from '../platform/database.ts'
import type { Priority } from '../routing/queue-order.ts'

type TakenUp = { id: string; caseId: string; agentId: string; priority: Priority; language: string; now: Date }

/**
 * A conversation in this agent's hands that came out of no queue. Given back, it is answered later in writing: nobody
 * waits before the screen. False where a session of the case lives already; waits for one that begins right now.
 */
export async function insertTakenUp(tx: Tx, row: TakenUp): Promise<boolean> {
  const added = await tx`
    insert into support_session (case_id, id, state, priority, language, channel, topic, team_id, agent_id, taken_up, queued_at,
      chosen_at, claimed_at, first_claimed_at)
    select c.id, ${row.id}, 'active', ${row.priority}, ${row.language}, 'message', c.topic, t.team_id, ${row.agentId}, true, ${row.now},
      ${row.now}, ${row.now}, ${row.now}
    from support_case c left join team_topic t on t.topic = c.topic
    where c.id = ${row.caseId}
    on conflict (case_id) where state <> 'ended' do nothing returning id`
  return added.length > 0
}
