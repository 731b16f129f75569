import type { Forgetting } from '../platform/retention.ts'
import { deleteEndedDeliveries } from './delivery.sql.ts'

/** As the API reference promises to merchants. */
export const deliveriesKeptMs = 90 * 24 * 3_600_000

export const merchantForgettings: readonly Forgetting[] = [
  { what: 'webhooks that have ended', keptMs: deliveriesKeptMs, forget: deleteEndedDeliveries },
]
