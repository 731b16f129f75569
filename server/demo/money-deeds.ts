import { randomBytes } from 'node:crypto'
import type { Target } from '../../contract/payments.ts'
import { insertVirtualAccount } from '../banks/virtual-account.sql.ts'
import { hashToken } from '../identity/secrets.ts'
import { type CheckoutDeps, cancelCheckout, createCheckout } from '../merchants/checkout.ts'
import { createMerchant, newApiKey, staticQr } from '../merchants/merchant.ts'
import { lockAddress, storeStanding } from '../merchants/webhook-address.ts'
import { quotePayment } from '../payments/quote.ts'
import { creditTopUp } from '../payments/topup.ts'
import { createLog } from '../platform/log.ts'
import { isRefusal } from '../platform/refusals.ts'
import { dayOf } from '../policy/calendar.ts'
import { demoPin, type PersonKey, people, type ShopKey, shops } from './people.ts'
import { done, known, type Stage } from './stage.ts'
import type { DeedOf, Payee, PayStep } from './steps.ts'

const rupiahMinor = 100n
/** The bank tells us a little after it has the money. */
const noticeDelayMs = 4_000
const bankReferenceBase = 700_000_000_000
const orderMinutes = 15
const secondsOfMinute = 60
/** What is left to read of a torn sticker. */
const tornCharacters = 90

export async function openShops(stage: Stage): Promise<void> {
  const { sql, clock, ids, sandboxShop } = stage
  for (const [key, shop] of Object.entries(shops)) {
    const own = key === ('tokoSari' satisfies ShopKey) ? sandboxShop : undefined
    // The sandbox's server stands for that of a second shop, which is to be switched off.
    const webhook = own || key === ('kopi' satisfies ShopKey) ? sandboxShop.webhook : null
    const merchant = { ...shop, apiKey: own?.key ?? newApiKey(randomBytes), webhook }
    stage.shops.set(key as ShopKey, await sql.begin((tx) => createMerchant(tx, clock, ids, merchant)))
  }
}

/** A transfer to the customer's number at the bank, credited by the verb that the bank's notification calls. */
export async function topUp(stage: Stage, { who, rupiah, fault }: DeedOf<'top_up'>): Promise<void> {
  const { sql, clock, ids, bank } = stage
  const bankReference = String(bankReferenceBase + Math.floor(clock.now().getTime() / 1000))
  // In the bank's own manner; statements have room for 35 characters.
  const reference = `BP${dayOf(clock.now()).replaceAll('-', '')}${bankReference}`
  const virtualAccount = await virtualAccountOf(stage, who)
  const transferredAt = new Date(clock.now().getTime() - noticeDelayMs)
  const outcome = await creditTopUp(
    { sql, clock, ids, committed() {} },
    {
      ...{ reference, virtualAccount, bankReference, transferredAt },
      customerId: known(stage.guests, who).row.id,
      amountMinor: BigInt(rupiah) * rupiahMinor,
      bank: bank.name,
    },
  )
  if ('refused' in outcome) throw new Error(`a top-up of the demo world was refused: ${outcome.refused}`)
  stage.bankTransfers.push({ who, reference, bankReference, virtualAccount, rupiah, at: transferredAt, fault })
}

/**
 * The bank itself has not been asked for this number: it may not be up yet. The row says so, and the customer's first
 * look at "add money" asks.
 */
async function virtualAccountOf(stage: Stage, who: PersonKey): Promise<string> {
  const { sql, clock, ids, bank } = stage
  const guest = known(stage.guests, who)
  if (guest.virtualAccount) return guest.virtualAccount
  const asked = { customerId: guest.row.id, serviceId: bank.serviceId, trxId: ids(), at: clock.now() }
  const virtualAccount = (await insertVirtualAccount(sql, asked))!.number
  stage.guests.set(who, { ...guest, virtualAccount })
  return virtualAccount
}

/** As the app does it: ask what it would be, then pay with the fee that was shown. */
export async function pay(stage: Stage, step: PayStep): Promise<void> {
  const { token } = known(stage.guests, step.who)
  const target = targetOf(stage, step.to)
  const amount = String(step.rupiah)
  const quote = await quotePayment(stage, { tokenHash: hashToken(token)!, target, amount })
  const answer = isRefusal(quote)
    ? quote
    : await stage.payments.pay({
        sessionToken: token,
        idempotencyKey: stage.ids(),
        target,
        amount,
        fee: quote.fee!.amount,
        pin: step.pin ?? demoPin,
        note: step.note,
        again: false,
      })
  const refused = isRefusal(answer) ? answer.refused : undefined
  if (refused !== step.refused) throw new Error(`${describe(step)}: expected ${step.refused}, got ${refused}`)
  const id = 'paymentId' in answer ? answer.paymentId : 'id' in answer ? answer.id : undefined
  if (step.name) stage.paymentIds.set(step.name, id!)
}

function describe({ who, to, rupiah }: PayStep): string {
  return `the demo world's payment of Rp${rupiah} by ${who} to ${JSON.stringify(to)}`
}

function targetOf(stage: Stage, to: Payee): Target {
  if ('person' in to) return { kind: 'phone', phone: people[to.person].phone }
  if ('phone' in to) return { kind: 'phone', phone: to.phone }
  if ('order' in to) return { kind: 'checkout', checkoutId: known(stage.orderIds, to.order) }
  if ('code' in to) return { kind: 'qris', payload: to.code }
  if ('torn' in to) return { kind: 'qris', payload: staticQr(known(stage.shops, to.torn)).slice(0, tornCharacters) }
  return { kind: 'qris', payload: staticQr(known(stage.shops, to.shop)) }
}

/** A shop asks to be paid once. */
export async function ask(stage: Stage, step: DeedOf<'ask'>): Promise<void> {
  const checkout = await createCheckout(checkoutDeps(stage), shopActor(stage, step.shop), `order-${step.reference}`, {
    reference: step.reference,
    amount: String(step.rupiah),
    description: step.what,
    expiresInSeconds: (step.minutes ?? orderMinutes) * secondsOfMinute,
  })
  stage.orderIds.set(step.order, done(checkout).id)
}

export async function withdrawOrder(stage: Stage, { shop, order }: DeedOf<'withdraw_order'>): Promise<void> {
  done(await cancelCheckout(checkoutDeps(stage), shopActor(stage, shop), known(stage.orderIds, order)))
}

/** Its webhooks are switched off, as by a try that was answered so. */
export async function loseWebhooks(
  { sql, clock, ids, shops }: Stage,
  { shop }: DeedOf<'lose_webhooks'>,
): Promise<void> {
  const gone = { httpStatus: 410, failure: null }
  const deps = { clock, ids, log: createLog('silent') }
  await sql.begin(async (tx) => storeStanding(tx, deps, await lockAddress(tx, known(shops, shop).id), gone))
}

function checkoutDeps({ sql, clock, ids, publicUrl }: Stage): CheckoutDeps {
  return { sql, clock, ids, random: randomBytes, publicUrl }
}

function shopActor(stage: Stage, shop: ShopKey) {
  return { kind: 'merchant', merchantId: known(stage.shops, shop).id } as const
}
