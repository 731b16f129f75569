import type { Db } from '../platform/database.ts'

type Look = { customerId: string; caseId: string | null; staffId: string; action: string; since: Date }

/** Whether this member of staff has such an entry in the customer's record since then; `caseId` null: of any case. */
export async function hasLookedSince(db: Db, look: Look): Promise<boolean> {
  const found = await db`
    select 1 from audit_event
    where customer_id = ${look.customerId} and actor_id = ${look.staffId}
      and (${look.caseId}::uuid is null or case_id = ${look.caseId}) and action = ${look.action} and at > ${look.since}
    order by id desc limit 1`
  return found.length > 0
}

/**
 * Whether a case is this agent's business: it is open and nobody else has it in hand, it was theirs since then, or a
 * colleague named them in it since then.
 */
export async function isOwnBusiness(
  db: Db,
  { caseId, staffId, since }: { caseId: string; staffId: string; since: Date },
): Promise<boolean> {
  const found = await db`
    select 1 from support_case c
    left join support_session live on live.case_id = c.id and live.state <> 'ended'
    where c.id = ${caseId} and (
      (c.state = 'open' and (live.agent_id is null or live.agent_id = ${staffId}))
      or exists (select 1 from support_session s where s.case_id = c.id and s.agent_id = ${staffId} and s.ended_at > ${since})
      or exists (select 1 from case_mention m where m.case_id = c.id and m.staff_id = ${staffId} and m.at > ${since}))`
  return found.length > 0
}

/** Whether this agent has a conversation of the customer in hand. */
export async function hasInHand(db: Db, customerId: string, staffId: string): Promise<boolean> {
  const found = await db`
    select 1 from support_session s join support_case c on c.id = s.case_id
    where s.agent_id = ${staffId} and s.state = 'active' and c.customer_id = ${customerId} limit 1`
  return found.length > 0
}

/** The customer of the case with this number. */
export async function findCustomerByCaseNumber(db: Db, number: string): Promise<string | undefined> {
  const [row] = await db<{ customerId: string }[]>`
    select customer_id as "customerId" from support_case where number = ${number}`
  return row?.customerId
}
