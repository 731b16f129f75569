import type { Bank } from './bank/bank.ts'
import type { Clock } from './clock.ts'
import type { SandboxConfig } from './config.ts'
import type { Inbox } from './mail/inbox.ts'
import type { Shop } from './shop/shop.ts'
import type { MessageCentre } from './sms/centre.ts'

/** All counterparties, as the pages and the JSON calls see them. */
export interface World {
  config: SandboxConfig
  clock: Clock
  centre: MessageCentre
  inbox: Inbox
  bank: Bank
  shop: Shop
}
