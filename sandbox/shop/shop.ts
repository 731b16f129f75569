import type { Clock, Ids } from '../clock.ts'
import { goods } from './goods.ts'
import { type Order, type OrderState, openOrderStore } from './orders.sql.ts'
import { openTill } from './till.sql.ts'
import { createWalletClient, isTrouble, type Trouble, type WalletCheckout } from './wallet.ts'

const ORDER_ID_DIGITS = 12
export const ORDER_ID_PATTERN = /^TS\d{12}$/
export const QUANTITY_MAX = 20
export const AMOUNT_RUPIAH_MAX = 100_000_000

/** The life of an order. `asking`: the wallet has not said yet whether it takes the checkout. */
const moves: Record<OrderState, OrderState[]> = {
  asking: ['open', 'paid', 'expired', 'cancelled', 'refused'],
  // Asked again, for example once the shop is open at the wallet again.
  refused: ['open', 'paid', 'expired', 'cancelled', 'refused'],
  open: ['paid', 'expired', 'cancelled'],
  paid: [],
  expired: [],
  cancelled: [],
}

export interface ShopOptions {
  dir: string
  walletUrl: string
  merchantKey: string | null
  clock: Clock
  ids: Ids
}

export interface NewOrder {
  id: string
  goodId: string | null
  quantity: number
  /** For an order without a good; ignored where a good sets the price. */
  amountRupiah: number
  returnUrl: string
}

export type Shop = ReturnType<typeof openShop>

/** Opens Toko Sari: its orders in `dir`, paid through the wallet's merchant API. */
export function openShop(options: ShopOptions) {
  const store = openOrderStore(options.dir)
  const till = openTill(options.dir)
  const wallet = createWalletClient(options)

  function move(order: Order, to: OrderState, change: Partial<Order>): Order {
    if (order.state === to) return order
    if (!moves[order.state].includes(to)) throw new Error(`An order cannot go from ${order.state} to ${to}`)
    const moved = { ...order, ...change, state: to, changedAt: options.clock() }
    store.change(moved)
    return moved
  }

  function applyCheckout(orderId: string, checkout: WalletCheckout): Order {
    const order = existing(orderId)
    // The wallet's answers may overtake each other; an end once reached stays.
    if (moves[order.state].length === 0) return order
    const { id: checkoutId, url: payUrl, qr } = checkout
    return move(order, checkout.state, { checkoutId, payUrl, qr, refusal: null })
  }

  function existing(orderId: string): Order {
    const order = store.order(orderId)
    if (order === undefined) throw new Error('No such order')
    return order
  }

  /** Asks the wallet for the checkout of an order that has none yet; safe to repeat. */
  async function askCheckout(order: Order): Promise<Order | Trouble> {
    const title = goods.find((good) => good.id === order.goodId)?.name.id ?? 'Toko Sari'
    const answer = await wallet.createCheckout({ ...order, title })
    if (!isTrouble(answer)) return applyCheckout(order.id, answer)
    if (answer.trouble === 'refused') {
      const fresh = existing(order.id)
      if (moves[fresh.state].includes('refused')) move(fresh, 'refused', { refusal: answer.code })
    }
    return answer
  }

  return {
    newOrderId: () => `TS${options.ids.digits(ORDER_ID_DIGITS)}`,
    order: (id: string) => store.order(id),
    orders: (limit: number) => store.orders(limit),
    /** The shop as the wallet knows it, with its static QRIS. */
    readShop: () => wallet.readShop(),
    /** Places an order and asks the wallet for its checkout. The same order id again gives the same order and checkout. */
    async placeOrder(asked: NewOrder): Promise<Order | Trouble> {
      const good = goods.find((candidate) => candidate.id === asked.goodId)
      const now = options.clock()
      store.add({
        ...asked,
        goodId: good?.id ?? null,
        amountRupiah: good === undefined ? asked.amountRupiah : good.priceRupiah * asked.quantity,
        state: 'asking',
        refusal: null,
        checkoutId: null,
        payUrl: null,
        qr: null,
        madeAt: now,
        changedAt: now,
      })
      const order = existing(asked.id)
      return order.checkoutId === null ? askCheckout(order) : order
    },
    askCheckout,
    /** Asks the wallet what became of an order that has no end yet; without an answer the order stays as it is. */
    async refresh(order: Order): Promise<Order> {
      if (order.checkoutId === null || order.state !== 'open') return order
      const answer = await wallet.readCheckout(order.checkoutId)
      return isTrouble(answer) ? order : applyCheckout(order.id, answer)
    },
    orderOfCheckout: (checkoutId: string) => store.orderOfCheckout(checkoutId),
    /** What customers paid at the shop's own code, without an order. */
    till: { add: till.add, newest: till.newest },
    stop() {
      store.close()
      till.close()
    },
  }
}
