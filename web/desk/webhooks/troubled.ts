import { useQuery } from '@tanstack/react-query'
import { listTroubledWebhooks } from '../../../contract/desk-webhooks.ts'
import type { Staff } from '../../../contract/identity.ts'
import { reading } from '../../ui/net/query.ts'
import { useReadOnNews } from '../parts/hints.ts'

export const webhooksPath = '/webhooks'

/** An address that comes and goes gives many hints; they are answered once. */
const gatherMs = 1_000

/** Shops that are out of reach, read again when that changes; nothing for those who cannot help. */
export function useTroubled(me: Staff) {
  useReadOnNews(listTroubledWebhooks, gatherMs, 'webhooks')
  return useQuery({ ...reading(listTroubledWebhooks, {}), enabled: me.permissions.includes('webhook.resume') })
}
