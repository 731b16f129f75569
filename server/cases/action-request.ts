import type { AccountDeed } from '../../contract/access-log.ts'
import type { ActionName, ActionRequest } from '../../contract/console.ts'
import { recordAudit, staffActor } from '../audit/audit.ts'
import type { CustomerRow } from '../identity/customer.ts'
import { isOwnAccount } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { tell } from '../platform/signals.ts'
import { insertRequest, lapseRequests, type RequestRow } from './action-request.sql.ts'
import { ofDetails, type Raise, toDetails, toLimit } from './limit-raise.ts'

/** A request that nobody decides for so long lapses. */
const requestAgeMs = 24 * 3_600_000

type Asked = {
  actor: StaffActor
  customer: CustomerRow
  caseId: string
  action: ActionName
  reason: string
  raise: Raise
  /** What the customer's record calls it. */
  record: AccountDeed
}

/** Leaves an action to a second person, on record. The caller holds the customer and has judged the action. */
export async function askForSecondPerson(
  tx: Tx,
  { clock, ids }: { clock: Clock; ids: Ids },
  { actor, customer, caseId, action, reason, raise, record }: Asked,
): Promise<void> {
  const at = clock.now()
  const customerId = customer.id
  await lapseRequests(tx, customerId, at)
  await insertRequest(tx, {
    id: ids(),
    customerId,
    caseId,
    action,
    details: toDetails(raise),
    reason,
    askedBy: actor.staffId,
    askedAt: at,
    expiresAt: new Date(at.getTime() + requestAgeMs),
  })
  await recordAudit(tx, { id: ids(), customerId, at, actor: staffActor(actor), action: record, reason, caseId })
  await tell(tx, [['inbox']])
}

/** As this member of staff may read it. */
export function toRequest(actor: StaffActor, row: RequestRow): ActionRequest {
  const { id, caseId, action, reason, askedBy, askedByName, askedAt, details } = row
  return {
    id,
    caseId,
    action,
    limit: toLimit(ofDetails(details)),
    reason,
    askedBy: askedByName,
    askedAt: askedAt.toISOString(),
    mayDecide:
      askedBy !== actor.staffId && actor.permissions.has('limit.decide') && !isOwnAccount(actor, row.customerPhone),
  }
}
