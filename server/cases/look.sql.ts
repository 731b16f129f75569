import type { Db } from '../platform/database.ts'

type Look = { customerId: string; caseId: string; staffId: string; action: string; since: Date }

export async function hasLookedSince(db: Db, look: Look): Promise<boolean> {
  const found = await db`
    select 1 from audit_event
    where customer_id = ${look.customerId} and actor_id = ${look.staffId} and case_id = ${look.caseId}
      and action = ${look.action} and at > ${look.since}
    order by id desc limit 1`
  return found.length > 0
}
