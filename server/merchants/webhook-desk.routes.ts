import * as contract from '../../contract/desk-webhooks.ts'
import type { Http } from '../platform/http.ts'
import type { DeliveryDeps } from './delivery.ts'
import { listTroubledWebhooks, resumeMerchantWebhook } from './webhook-desk.ts'

/** What staff see and do about merchants who are not told. */
export function registerWebhookDeskRoutes(http: Http, deps: DeliveryDeps): void {
  http.serve(contract.listTroubledWebhooks, (_input, { actor }) => listTroubledWebhooks(deps, actor))
  http.serve(contract.resumeMerchantWebhook, ({ params, body }, { actor }) =>
    resumeMerchantWebhook(deps, actor, { merchantId: params.merchantId, reason: body.reason }),
  )
}
