import * as contract from '../../contract/merchants.ts'
import * as webhooks from '../../contract/webhooks.ts'
import type { Http } from '../platform/http.ts'
import { type CheckoutDeps, cancelCheckout, createCheckout, readCheckout } from './checkout.ts'
import { listDeliveries, readAddress, readDelivery, resendDelivery, resumeAddress } from './delivery.ts'
import { selectMerchant } from './merchant.sql.ts'
import { staticQr } from './merchant.ts'

/** What a shop's own server calls, with its API key. */
export function registerMerchantRoutes(http: Http, deps: CheckoutDeps): void {
  http.serve(contract.createCheckout, ({ body }, { actor, idempotencyKey }) =>
    createCheckout(deps, actor, idempotencyKey, body),
  )
  http.serve(contract.readCheckout, ({ params }, { actor }) => readCheckout(deps, actor, params.id))
  http.serve(contract.cancelCheckout, ({ params }, { actor }) => cancelCheckout(deps, actor, params.id))
  http.serve(webhooks.readWebhook, (_input, { actor }) => readAddress(deps, actor))
  http.serve(webhooks.resumeWebhook, (_input, { actor }) => resumeAddress(deps, actor))
  http.serve(webhooks.listDeliveries, ({ query }, { actor }) => listDeliveries(deps, actor, query))
  http.serve(webhooks.readDelivery, ({ params }, { actor }) => readDelivery(deps, actor, params.id))
  http.serve(webhooks.resendDelivery, ({ params }, { actor }) => resendDelivery(deps, actor, params.id))
  http.serve(contract.readShop, async (_input, { actor }) => {
    const merchant = await selectMerchant(deps.sql, actor.merchantId)
    if (!merchant) throw new Error('the key belongs to no merchant')
    const { id, name, city, state, acceptsWallet } = merchant
    return { id, name, city, state, acceptsWallet, staticQr: staticQr(merchant) }
  })
}
