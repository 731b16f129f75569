import { systemActor } from '../audit/audit.ts'
import { recordOperation } from '../audit/operations.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import { type Signal, tell } from '../platform/signals.ts'
import type { AttemptResult } from './webhook.ts'
import { judgeAddress } from './webhook.ts'
import { type Address, lockAddressRow, pauseDeliveries, selectAddress, updateAddress } from './webhook-address.sql.ts'

export const lockAddress = lockAddressRow

/** An address began or ceased to take what we send, or was switched off or on: staff who can help look again. */
export const webhooksSignal: Signal = ['webhooks']

/** Whether the address is switched off; what still waits for it pauses then. */
export async function pauseWhereOff(sql: Sql, merchantId: string): Promise<boolean> {
  if (!(await selectAddress(sql, merchantId)).offAt) return false
  return sql.begin(async (tx) => {
    const off = (await lockAddress(tx, merchantId)).offAt !== null
    if (off) await pauseDeliveries(tx, merchantId)
    return off
  })
}

type Deps = { clock: Clock; ids: Ids; log: Log }

/**
 * What a try says of its address, stored where it changes something. Switching off pauses all that waits, is on record
 * and in the log; the merchant reads it at `GET /api/merchant/webhook`, staff at the desk.
 */
export async function storeStanding(
  tx: Tx,
  { clock, ids, log }: Deps,
  address: Address,
  result: AttemptResult,
): Promise<void> {
  const { merchantId, failingSince, url } = address
  if (!url || address.offAt) return
  const at = clock.now()
  const next = judgeAddress(result, failingSince, at)
  if (!next.off && next.failingSince?.getTime() === failingSince?.getTime()) return
  const off = next.off ? { offAt: at, offReason: next.off } : { offAt: null, offReason: null }
  await updateAddress(tx, merchantId, { failingSince: next.failingSince, ...off })
  await tell(tx, [webhooksSignal])
  if (!next.off) return
  const paused = await pauseDeliveries(tx, merchantId)
  const record = { id: ids(), at, actor: systemActor, subjectId: merchantId }
  await recordOperation(tx, { ...record, action: 'webhook.switched_off', details: { reason: next.off, paused } })
  log.warn({ merchantId, reason: next.off, paused }, "a merchant's webhooks are switched off")
}
