import type { Refusal } from '../../contract/refusals.ts'
import { judgePin, type PinState } from '../identity/pin.ts'
import { toMoney } from '../platform/money.ts'
import { refuse } from '../platform/refusals.ts'
import { endOfDay } from '../policy/calendar.ts'
import { type FeeSchedule, feesOf } from '../policy/fees.ts'
import { isPayable, type Limits, largestPaymentMinor, smallestPaymentMinor } from '../policy/limits.ts'
import type { StoredDecision } from './payment.sql.ts'

/** The same amount to the same payee within this time is asked about before it is paid again. */
export const duplicateWindowMs = 60_000

export type Payer = {
  customerId: string
  name: string
  accountId: string
  state: 'active' | 'frozen' | 'under_review'
  stateSince: Date
  stateBy: 'customer' | 'staff'
}
export type Person = { kind: 'person'; customerId: string; name: string; accountId: string }
export type Shop = {
  kind: 'shop'
  merchantId: string
  name: string
  city: string
  accountId: string
  state: 'open' | 'closed'
  acceptsWallet: boolean
}
/** A shop's request to be paid once, as locked. */
export type Asked = {
  checkoutId: string
  amountMinor: bigint
  state: 'open' | 'paid' | 'cancelled'
  expiresAt: Date
  closedAt: Date | null
  payerId: string | null
  reference: string
  returnUrl: string | null
}

/** Whom the target leads to; a refusal where it could not be read; null where it leads to nobody. */
export type Destination = {
  label: string
  payee: Person | Shop | null
  asked: Asked | null
  /** Amount that a dynamic code carries without a checkout of ours behind it. */
  codeAmountMinor: bigint | null
  unreadable: Refusal | null
}

export type Check = { check: string; passed: boolean; figures: Record<string, unknown> }

/** The form in which a decision is kept: it stands on every payment for ever, so what says nothing is left out. */
export function toStored(checks: Check[], refusal: Refusal | undefined): StoredDecision {
  return {
    checks: checks.map(({ check, passed, figures }) =>
      passed && Object.keys(figures).length > 0 ? [check, figures] : check,
    ),
    refusal: refusal ? { code: refusal.refused, figures: refusal.figures } : null,
  }
}

/** The checks of a stored decision as they were made. */
export function toChecks({ checks, refusal }: StoredDecision): Check[] {
  return checks.map((stored, index) => {
    const [check, figures] = typeof stored === 'string' ? [stored, {}] : stored
    const failed = refusal !== null && index === checks.length - 1
    return { check, passed: !failed, figures: failed ? (refusal.figures as Check['figures']) : figures }
  })
}

const rupiah = (minor: bigint) => toMoney(minor, 'IDR')

/** Collects the checks in the order in which they are made; the first that fails ends the decision. */
class Checks {
  readonly made: Check[] = []

  /** Notes one check; answers its refusal where it failed. */
  note(check: string, refusal: Refusal | undefined, figures: Record<string, unknown> = {}): Refusal | undefined {
    this.made.push({ check, passed: refusal === undefined, figures: refusal ? refusal.figures : figures })
    return refusal
  }
}

/** May this customer pay this target at all? What quote and payment have in common. */
function judgeDestination(checks: Checks, payer: Payer, to: Destination, now: Date): Refusal | undefined {
  const { payee } = to
  const unread = checks.note('code_readable', to.unreadable ?? undefined)
  if (unread) return unread
  if (!payee) return checks.note('payee_known', refuse('payee_unknown', { payee: to.label }))
  checks.note('payee_known', undefined, { payee: payee.name })
  const unfit =
    payee.kind === 'person'
      ? checks.note('payee_other', payee.customerId === payer.customerId ? refuse('payee_is_self', {}) : undefined)
      : checks.note('shop_open', judgeShop(payee))
  return unfit ?? (to.asked ? checks.note('code_open', judgeAsked(to.asked, payee.name, payer, now)) : undefined)
}

function judgeShop(shop: Shop): Refusal | undefined {
  if (shop.state === 'closed') return refuse('merchant_closed', { shop: shop.name })
  if (!shop.acceptsWallet) return refuse('merchant_not_accepting', { shop: shop.name })
  return undefined
}

function judgeAsked(asked: Asked, shop: string, payer: Payer, now: Date): Refusal | undefined {
  if (asked.state === 'paid') {
    const paidAt = asked.closedAt!.toISOString()
    return refuse('code_already_paid', { paidAt, shop, byYou: asked.payerId === payer.customerId })
  }
  if (asked.state === 'cancelled') return refuse('code_cancelled', { shop })
  if (asked.expiresAt <= now) return refuse('code_expired', { expiredAt: asked.expiresAt.toISOString(), shop })
  return undefined
}

/** The amount that the shop's code fixes, where it does. */
export function fixedAmountMinor(to: Destination): bigint | null {
  return to.asked?.amountMinor ?? to.codeAmountMinor
}

function judgeAmount(to: Destination, amountMinor: bigint): Refusal | undefined {
  const fixed = fixedAmountMinor(to)
  if (fixed !== null && fixed !== amountMinor)
    return refuse('amount_differs', { asked: rupiah(fixed), offered: rupiah(amountMinor) })
  if (isPayable(amountMinor)) return undefined
  return refuse('amount_not_payable', { minimum: rupiah(smallestPaymentMinor), maximum: rupiah(largestPaymentMinor) })
}

export type QuoteDecision = { checks: Check[]; refusal: Refusal | undefined; amountMinor: bigint | null }

/** Decides whether a target can be shown for confirmation. */
export function decideQuote(payer: Payer, to: Destination, offeredMinor: bigint | null, now: Date): QuoteDecision {
  const checks = new Checks()
  const refusal = judgeDestination(checks, payer, to, now)
  if (refusal) return { checks: checks.made, refusal, amountMinor: null }
  const amountMinor = fixedAmountMinor(to) ?? offeredMinor
  if (amountMinor === null) return { checks: checks.made, refusal: undefined, amountMinor }
  return {
    checks: checks.made,
    refusal: checks.note('amount', judgeAmount(to, offeredMinor ?? amountMinor)),
    amountMinor,
  }
}

export type Spending = {
  usedTodayMinor: bigint
  last: { payeeId: string; amountMinor: bigint; at: Date } | null
}

export type PaymentFacts = {
  payer: Payer
  pin: PinState
  offeredPin: Buffer
  to: Destination
  amountMinor: bigint
  quotedFeeMinor: bigint
  again: boolean
  availableMinor: bigint
  payeeBalanceMinor: bigint
  payeeOpen: boolean
  spending: Spending
  limits: Limits
  fees: FeeSchedule
  now: Date
}

export type PaymentDecision = {
  checks: Check[]
  refusal: Refusal | undefined
  /** What has to be stored of the PIN's counter. */
  pinNext: Omit<PinState, 'digest'> | undefined
  feeMinor: bigint
  merchantFeeMinor: bigint
}

/**
 * Decides one payment. The order is fixed and documented (docs/ARCHITECTURE.md): target, account, PIN, amount, fee,
 * repeat, limits, balance, payee. Each check is kept with its figures; the first that fails is the one true cause.
 */
export function decidePayment(facts: PaymentFacts): PaymentDecision {
  const { payer, to, amountMinor, now } = facts
  const checks = new Checks()
  const decision = { checks: checks.made, pinNext: undefined, feeMinor: 0n, merchantFeeMinor: 0n }
  const early = judgeDestination(checks, payer, to, now) ?? checks.note('account_active', judgeAccount(payer))
  if (early) return { ...decision, refusal: early }

  const pin = judgePin(facts.pin, facts.offeredPin, now)
  const unproven = checks.note('pin', pin.refusal) ?? checks.note('amount', judgeAmount(to, amountMinor))
  if (unproven) return { ...decision, pinNext: pin.next, refusal: unproven }

  const fees = feesOf(facts.fees, to.payee!.kind === 'person' ? 'send' : 'shop', amountMinor)
  const totalMinor = amountMinor + fees.customerMinor
  const refusal =
    checks.note('fee_as_quoted', judgeFee(facts.quotedFeeMinor, fees.customerMinor), {
      fee: rupiah(fees.customerMinor),
      merchantFee: rupiah(fees.merchantMinor),
    }) ??
    checks.note('not_a_repeat', judgeRepeat(facts)) ??
    checks.note('limit_per_payment', judgePaymentLimit(facts), { limit: rupiah(facts.limits.perPaymentMinor) }) ??
    checks.note('limit_per_day', judgeDayLimit(facts), {
      limit: rupiah(facts.limits.perDayMinor),
      used: rupiah(facts.spending.usedTodayMinor),
    }) ??
    checks.note('balance', judgeBalance(facts.availableMinor, totalMinor), {
      balance: rupiah(facts.availableMinor),
      needed: rupiah(totalMinor),
    }) ??
    checks.note('payee_can_receive', judgePayee(facts))
  return {
    checks: checks.made,
    pinNext: pin.next,
    refusal,
    feeMinor: fees.customerMinor,
    merchantFeeMinor: fees.merchantMinor,
  }
}

function judgeAccount({ state, stateSince, stateBy }: Payer): Refusal | undefined {
  const since = stateSince.toISOString()
  if (state === 'frozen') return refuse('account_frozen', { since, by: stateBy })
  if (state === 'under_review') return refuse('account_under_review', { since })
  return undefined
}

function judgeFee(quotedMinor: bigint, nowMinor: bigint): Refusal | undefined {
  return quotedMinor === nowMinor
    ? undefined
    : refuse('fee_changed', { quoted: rupiah(quotedMinor), now: rupiah(nowMinor) })
}

/** Codes that can be paid only once need no guard against a repeat. */
function judgeRepeat({ to, again, amountMinor, spending, now }: PaymentFacts): Refusal | undefined {
  const { last } = spending
  if (again || to.asked || !last || last.payeeId !== payeeId(to.payee!) || last.amountMinor !== amountMinor)
    return undefined
  if (now.getTime() - last.at.getTime() > duplicateWindowMs) return undefined
  return refuse('possible_duplicate', {
    paidAt: last.at.toISOString(),
    amount: rupiah(amountMinor),
    payee: to.payee!.name,
  })
}

export function payeeId(payee: Person | Shop): string {
  return payee.kind === 'person' ? payee.customerId : payee.merchantId
}

function judgePaymentLimit({ limits, amountMinor }: PaymentFacts): Refusal | undefined {
  if (amountMinor <= limits.perPaymentMinor) return undefined
  return refuse('limit_per_payment', { limit: rupiah(limits.perPaymentMinor), amount: rupiah(amountMinor) })
}

function judgeDayLimit({ limits, amountMinor, spending, now }: PaymentFacts): Refusal | undefined {
  const leftMinor = limits.perDayMinor - spending.usedTodayMinor
  if (amountMinor <= leftMinor) return undefined
  return refuse('limit_per_day', {
    limit: rupiah(limits.perDayMinor),
    used: rupiah(spending.usedTodayMinor),
    amount: rupiah(amountMinor),
    left: rupiah(leftMinor > 0n ? leftMinor : 0n),
    renewsAt: endOfDay(now).toISOString(),
  })
}

function judgeBalance(availableMinor: bigint, neededMinor: bigint): Refusal | undefined {
  if (availableMinor >= neededMinor) return undefined
  return refuse('balance_too_low', {
    balance: rupiah(availableMinor),
    needed: rupiah(neededMinor),
    missing: rupiah(neededMinor - availableMinor),
  })
}

/** A person's balance has a ceiling; a closed account takes nothing. */
function judgePayee({ to, payeeBalanceMinor, payeeOpen, amountMinor, limits }: PaymentFacts): Refusal | undefined {
  const payee = to.payee!
  const overCeiling = payee.kind === 'person' && payeeBalanceMinor + amountMinor > limits.balanceMinor
  return payeeOpen && !overCeiling ? undefined : refuse('payee_cannot_receive', { payee: payee.name })
}
