import type { z } from 'zod'
import type { limitRaise } from '../../contract/console.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { recordAudit, staffActor } from '../audit/audit.ts'
import { updateLimits } from '../identity/customer.sql.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { toDecimal, toMinor, toMoney } from '../platform/money.ts'
import { refuse } from '../platform/refusals.ts'
import { highestLimitMinor, isRaise, raisedAloneMinor, standardLimits } from '../policy/limits.ts'
import type { RequestDetails } from './action-request.sql.ts'

const dayMs = 24 * 3_600_000
const currency = 'IDR'

export type Raise = { perPaymentMinor: bigint; perDayMinor: bigint; days: number }

/** What the wire asks for, judged. Refuses: limit_outside. */
export function readRaise({ perPayment, perDay, days }: z.output<typeof limitRaise>): Raise | Refusal {
  const outside = refuse('limit_outside', {
    minimum: toMoney(standardLimits.perPaymentMinor, currency),
    maximum: toMoney(highestLimitMinor, currency),
  })
  if (perPayment.currency !== currency || perDay.currency !== currency) return outside
  const raise = {
    perPaymentMinor: toMinor(perPayment.amount, currency),
    perDayMinor: toMinor(perDay.amount, currency),
    days,
  }
  return isRaise(raise) ? raise : outside
}

/** Above this a second person decides. */
export function needsSecondPerson({ perDayMinor }: Raise): boolean {
  return perDayMinor > raisedAloneMinor
}

/** Raises the limits until the end of the given days, with its record. The caller holds the customer. */
export async function raiseLimit(
  tx: Tx,
  { clock, ids }: { clock: Clock; ids: Ids },
  actor: StaffActor,
  raise: Raise,
  { customerId, caseId, reason }: { customerId: string; caseId: string; reason: string },
): Promise<void> {
  const at = clock.now()
  const { perPaymentMinor, perDayMinor } = raise
  const until = new Date(at.getTime() + raise.days * dayMs)
  await updateLimits(tx, customerId, { perPaymentMinor, perDayMinor, until })
  await recordAudit(tx, {
    id: ids(),
    customerId,
    at,
    actor: staffActor(actor),
    action: 'limit.raised',
    reason,
    caseId,
    details: {
      perPayment: toDecimal(perPaymentMinor, currency),
      perDay: toDecimal(perDayMinor, currency),
      until: until.toISOString(),
    },
  })
}

export function toDetails({ perPaymentMinor, perDayMinor, days }: Raise): RequestDetails {
  return { perPaymentMinor: String(perPaymentMinor), perDayMinor: String(perDayMinor), days }
}

export function ofDetails({ perPaymentMinor, perDayMinor, days }: RequestDetails): Raise {
  return { perPaymentMinor: BigInt(perPaymentMinor), perDayMinor: BigInt(perDayMinor), days }
}

/** As the wire shows it. */
export function toLimit({ perPaymentMinor, perDayMinor, days }: Raise): z.output<typeof limitRaise> {
  return { perPayment: toMoney(perPaymentMinor, currency), perDay: toMoney(perDayMinor, currency), days }
}
