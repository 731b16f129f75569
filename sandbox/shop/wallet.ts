import { z } from 'zod'

const ANSWER_WAIT_MS = 10_000

const checkoutShape = z.object({
  id: z.string(),
  state: z.enum(['open', 'paid', 'expired', 'cancelled']),
  url: z.string(),
  qr: z.string(),
})
export type WalletCheckout = z.infer<typeof checkoutShape>

const shopShape = z.object({ name: z.string(), city: z.string(), staticQr: z.string() })
export type WalletShop = z.infer<typeof shopShape>

/** Why the wallet gave no answer that the shop can use; `refused` carries the wallet's own code. */
export type Trouble = { trouble: 'no_key' | 'unreachable' } | { trouble: 'refused'; code: string }

export type WalletClient = ReturnType<typeof createWalletClient>

/** The shop's side of the wallet's merchant API: bearer key, idempotency key, answers checked by shape. */
export function createWalletClient(options: { walletUrl: string; merchantKey: string | null }) {
  async function call<T>(shape: z.ZodType<T>, path: string, init: RequestInit): Promise<T | Trouble> {
    if (options.merchantKey === null) return { trouble: 'no_key' }
    let status: number
    let body: unknown
    try {
      const answer = await fetch(options.walletUrl + path, {
        ...init,
        headers: {
          authorization: `Bearer ${options.merchantKey}`,
          'content-type': 'application/json',
          ...init.headers,
        },
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_WAIT_MS),
      })
      status = answer.status
      body = await answer.json()
    } catch {
      return { trouble: 'unreachable' }
    }
    const parsed = shape.safeParse(body)
    if (status < 300 && parsed.success) return parsed.data
    return { trouble: 'refused', code: readCode(body) ?? `http_${status}` }
  }

  return {
    /** Asks to be paid once for an order; asked again with the same order it gives the first answer. */
    createCheckout: (order: { id: string; amountRupiah: number; title: string; returnUrl: string }) =>
      call(checkoutShape, '/api/merchant/checkouts', {
        method: 'POST',
        headers: { 'idempotency-key': `toko-sari-${order.id}` },
        body: JSON.stringify({
          reference: order.id,
          amount: String(order.amountRupiah),
          description: order.title,
          returnUrl: order.returnUrl,
        }),
      }),
    readCheckout: (id: string) =>
      call(checkoutShape, `/api/merchant/checkouts/${encodeURIComponent(id)}`, { method: 'GET' }),
    /** The shop as the wallet knows it, with its static QRIS. */
    readShop: () => call(shopShape, '/api/merchant/me', { method: 'GET' }),
  }
}

export function isTrouble(answer: object): answer is Trouble {
  return 'trouble' in answer
}

function readCode(body: unknown): string | null {
  const parsed = z.object({ code: z.string().max(64) }).safeParse(body)
  return parsed.success ? parsed.data.code : null
}
