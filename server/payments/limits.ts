import type { Db } from '../platform/database.ts'
import { toMoney } from '../platform/money.ts'
import { dayOf, endOfDay } from '../policy/calendar.ts'
import { standardLimits } from '../policy/limits.ts'
import { selectSpent } from './limits.sql.ts'

/** A customer's limits as the wire shows them: each limit, what is used of it, and when it renews. */
export async function readLimits(db: Db, customerId: string, now: Date) {
  const usedMinor = await selectSpent(db, customerId, dayOf(now))
  return {
    perPayment: toMoney(standardLimits.perPaymentMinor, 'IDR'),
    perDay: toMoney(standardLimits.perDayMinor, 'IDR'),
    usedToday: toMoney(usedMinor, 'IDR'),
    renewsAt: endOfDay(now).toISOString(),
  }
}
