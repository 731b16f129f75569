import { readBalance } from '../ledger/accounts.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { toMoney } from '../platform/money.ts'
import { dayOf, endOfDay } from '../policy/calendar.ts'
import { type LimitRaise, limitsAt } from '../policy/limits.ts'
import { selectSpent } from './standing.sql.ts'

/** Balance and limits of a customer as the wire shows them: each limit, what is used of it, and when it renews. */
export async function readStanding(db: Db, clock: Clock, customer: { id: string; accountId: string } & LimitRaise) {
  const now = clock.now()
  const [balance, usedMinor] = await Promise.all([
    readBalance(db, customer.accountId),
    selectSpent(db, customer.id, dayOf(now)),
  ])
  const limits = limitsAt(customer, now)
  const raised = customer.limitUntil && customer.limitUntil > now ? customer.limitUntil : null
  return {
    balance: toMoney(balance.balanceMinor, 'IDR'),
    available: toMoney(balance.availableMinor, 'IDR'),
    limits: {
      balance: toMoney(limits.balanceMinor, 'IDR'),
      perPayment: toMoney(limits.perPaymentMinor, 'IDR'),
      perDay: toMoney(limits.perDayMinor, 'IDR'),
      usedToday: toMoney(usedMinor, 'IDR'),
      renewsAt: endOfDay(now).toISOString(),
      raisedUntil: raised?.toISOString() ?? null,
    },
  }
}
