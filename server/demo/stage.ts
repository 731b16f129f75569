import { joinQueue } from '../cases/case.ts'
import type { Feed } from '../cases/feed.ts'
import { createMessages, type Messages } from '../cases/messages.ts'
import type { CustomerRow } from '../identity/customer.ts'
import type { Merchant } from '../merchants/merchant.ts'
import { createPayments, type Payments } from '../payments/payment.ts'
import type { GuestActor, StaffActor } from '../platform/actor.ts'
import type { Sql, Tx } from '../platform/database.ts'
import { createIds, type Ids } from '../platform/ids.ts'
import { isRefusal } from '../platform/refusals.ts'
import type { Signals } from '../platform/signals.ts'
import { transactOn } from '../platform/transactions.ts'
import type { BankTransfer } from './bank-past.ts'
import { inside } from './inside.ts'
import { createPastClock, type PastClock } from './past-clock.ts'
import type { PersonKey, ShopKey, StaffKey } from './people.ts'

export type Setting = {
  secretKey: Buffer
  passwordHash: string
  publicUrl: string
  /** `pastUrl`: where the bank can be told what it would have booked. */
  bank: { name: string; serviceId: string; pastUrl?: string | undefined }
  /** Key and webhook by which the sandbox's shop knows itself as Toko Sari; drawn at random where there is none. */
  sandboxShop: { key: string | undefined; webhook: { url: string; secret: string } | null }
  signals: Signals
  feed: Feed
}

export type Guest = { row: CustomerRow; token: string; sessionId: string; virtualAccount: string | null }

/** The product's verbs on the clock of the past, and who and what has come on stage by now. */
export type Stage = Setting & {
  sql: Sql
  clock: PastClock
  ids: Ids
  messages: Messages
  payments: Payments
  guests: Map<PersonKey, Guest>
  shops: Map<ShopKey, Merchant>
  staff: Map<StaffKey, StaffActor>
  /** Ids by the names that the script gives. */
  orderIds: Map<string, string>
  paymentIds: Map<string, string>
  caseIds: Map<string, string>
  /** People without an account, by the names of their cases. */
  visitors: Map<string, GuestActor>
  bankTransfers: BankTransfer[]
}

export function createStage(tx: Tx, setting: Setting, start: Date): Stage {
  const sql = inside(tx)
  const clock = createPastClock(start)
  const ids = createIds(clock)
  const { secretKey, signals, feed } = setting
  const cases = { sql, clock, ids }
  return {
    ...setting,
    sql,
    clock,
    ids,
    messages: createMessages({ sql, clock, signals, feed, joinQueue: (caseId) => joinQueue(cases, caseId) }),
    // The outbox's readers find the events when the whole world has been committed.
    payments: createPayments({ sql, clock, ids, secretKey, lanes: [transactOn(sql)], committed() {} }),
    guests: new Map(),
    shops: new Map(),
    staff: new Map(),
    orderIds: new Map(),
    paymentIds: new Map(),
    caseIds: new Map(),
    visitors: new Map(),
    bankTransfers: [],
  }
}

/** What the script has brought on stage before; a name that it does not know is a fault of the script. */
export function known<Key, Value>(things: Map<Key, Value>, key: Key): Value {
  const thing = things.get(key)
  if (thing === undefined) throw new Error(`the demo world does not know ${String(key)} yet`)
  return thing
}

/** The answer of a verb that the script expects to do its work. */
export function done<T>(answer: T): Exclude<T, { refused: unknown }> {
  if (isRefusal(answer)) throw new Error(`the demo world was refused: ${answer.refused}`)
  return answer as Exclude<T, { refused: unknown }>
}
