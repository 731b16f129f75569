import { recordAudit, staffActor } from '../audit/audit.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { hasLookedSince } from './look.sql.ts'

/** Looking again within this time is the same look: a desk reads a case anew whenever something changes. */
const lookMs = 15 * 60_000

/** Puts on record, for the customer to see, that this member of staff looked at the account because of this case. */
export async function recordLook(
  db: Db,
  { clock, ids }: { clock: Clock; ids: Ids },
  actor: StaffActor,
  subject: { customerId: string; caseId: string },
): Promise<void> {
  const at = clock.now()
  const look = { ...subject, staffId: actor.staffId, action: 'customer.viewed', since: new Date(at.getTime() - lookMs) }
  if (await hasLookedSince(db, look)) return
  await recordAudit(db, { id: ids(), at, actor: staffActor(actor), action: look.action, ...subject })
}
