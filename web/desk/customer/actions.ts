import { CreditCard, LockKeyholeOpen, type LucideIcon, MessageSquareLock, Snowflake, Sun } from 'lucide-react'
import type { ActionName } from '../../../contract/console.ts'

type Entry = {
  icon: LucideIcon
  /** Danger takes something away from the customer. */
  tone: 'primary' | 'danger'
  /** What is asked beside the reason. */
  asks: 'reason' | 'limit'
}

/** Everything that can be done for the customer. A further action is a row here, one on the server, a command and its words. */
export const actionEntries: Record<ActionName, Entry> = {
  freeze: { icon: Snowflake, tone: 'danger', asks: 'reason' },
  unfreeze: { icon: Sun, tone: 'primary', asks: 'reason' },
  unlock_pin: { icon: LockKeyholeOpen, tone: 'primary', asks: 'reason' },
  unlock_signin: { icon: LockKeyholeOpen, tone: 'primary', asks: 'reason' },
  send_code: { icon: MessageSquareLock, tone: 'primary', asks: 'reason' },
  raise_limit: { icon: CreditCard, tone: 'primary', asks: 'limit' },
}

/** Actions as the timeline tells them: done, asked of a second person, turned down. */
export const actionIcons: Record<string, LucideIcon> = Object.fromEntries(
  Object.entries(actionEntries).flatMap(([action, { icon }]) => [
    [action, icon],
    [`${action}_asked`, icon],
    [`${action}_rejected`, icon],
  ]),
)
