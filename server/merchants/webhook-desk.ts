import { type TroubledWebhook, troubledShown } from '../../contract/desk-webhooks.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { staffActor } from '../audit/audit.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import { refuse } from '../platform/refusals.ts'
import { type DeliveryDeps, switchOn } from './delivery.ts'
import { selectMerchant } from './merchant.sql.ts'
import { switchOffAfterMs } from './webhook.ts'
import { lockAddress } from './webhook-address.ts'
import { countTroubled, selectTroubled, type TroubledRow } from './webhook-desk.sql.ts'

/** Merchants who are not told now, for the staff who can help: those switched off first, each the longest first. */
export async function listTroubledWebhooks({ sql }: Pick<DeliveryDeps, 'sql'>, actor: StaffActor) {
  const forbidden = requirePermission(actor, 'webhook.resume')
  if (forbidden) return forbidden
  const [rows, counts] = await Promise.all([selectTroubled(sql, troubledShown), countTroubled(sql)])
  return { merchants: rows.map(toTroubled), ...counts }
}

function toTroubled(row: TroubledRow): TroubledWebhook {
  const { merchantId, name, failingSince, offReason, httpStatus, failure, pending } = row
  const offAt = row.offAt || !failingSince ? null : new Date(failingSince.getTime() + switchOffAfterMs)
  return {
    ...{ merchantId, name, url: withoutSecrets(row.url), offReason, pending },
    offSince: iso(row.offAt),
    failingSince: iso(failingSince),
    offAt: iso(offAt),
    lastTry: row.tried ? { httpStatus, failure } : null,
    oldestPendingAt: iso(row.oldestPendingAt),
  }
}

/** Merchants put keys of their own there; staff need to know the place only. */
function withoutSecrets(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

const iso = (at: Date | null) => at?.toISOString() ?? null

/**
 * Switches a merchant's webhooks on again for them; all that paused goes out. On record under the member of staff.
 * Refusals: permission_missing, not_found, action_not_possible (`on`, `no_address`).
 */
export async function resumeMerchantWebhook(
  deps: DeliveryDeps,
  actor: StaffActor,
  { merchantId, reason }: { merchantId: string; reason: string },
): Promise<{ resumed: number } | Refusal> {
  const forbidden = requirePermission(actor, 'webhook.resume')
  if (forbidden) return forbidden
  if (!(await selectMerchant(deps.sql, merchantId))) return refuse('not_found', {})
  return deps.sql.begin(async (tx) =>
    switchOn(tx, deps, await lockAddress(tx, merchantId), { actor: staffActor(actor), reason }),
  )
}
