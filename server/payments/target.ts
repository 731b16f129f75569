import type { Target } from '../../contract/payments.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { readPhone } from '../identity/phone.ts'
import { decodeQris } from '../merchants/qris.ts'
import { toMinor } from '../platform/money.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import type { Asked, Destination, Person, Shop } from './decide.ts'
import type { FactsRow, Lookup } from './payment.sql.ts'

/** A target as sent, turned into what to look for, and what can be refused of it before anybody looks. */
export type ReadTarget = {
  kind: Target['kind']
  lookup: Omit<Lookup, 'tokenHash' | 'idempotencyKey'>
  /** How the customer knows the payee when nobody is found. */
  label: string
  /** Name in a shop's code; null for other targets. */
  shopName: string | null
  codeAmountMinor: bigint | null
  unreadable: Refusal | null
}

const nowhere = { phone: null, nmid: null, qrReference: null, checkoutId: null }
const plain = { shopName: null, codeAmountMinor: null, unreadable: null }

export function readTarget(target: Target): ReadTarget {
  const { kind } = target
  if (target.kind === 'checkout')
    return { ...plain, kind, lookup: { ...nowhere, checkoutId: target.checkoutId }, label: target.checkoutId }
  if (target.kind === 'phone') {
    const phone = readPhone(target.phone)
    const unreadable = phone ? null : refuse('phone_invalid', {})
    return { ...plain, kind, lookup: { ...nowhere, phone }, label: phone ?? '', unreadable }
  }
  const code = readCode(target.payload)
  if (isRefusal(code)) return { ...plain, kind, lookup: nowhere, label: '', unreadable: code }
  return {
    kind,
    lookup: { ...nowhere, nmid: code.nmid, qrReference: code.initiation === 'dynamic' ? code.reference : null },
    label: code.merchantName,
    shopName: code.merchantName,
    codeAmountMinor: code.amount === null ? null : toMinor(code.amount, 'IDR'),
    unreadable: null,
  }
}

/** Codes kept decoded: a shop's printed code is scanned all day. */
const keptCodes = 1_000
const codes = new Map<string, ReturnType<typeof decodeQris>>()

function readCode(payload: string) {
  const kept = codes.get(payload)
  if (kept) return kept
  const code = decodeQris(payload)
  if (codes.size >= keptCodes) codes.delete(codes.keys().next().value!)
  codes.set(payload, code)
  return code
}

/** Whom a read target leads to, by what was found. */
export function destinationOf(read: ReadTarget, row: FactsRow): Destination {
  const { label, codeAmountMinor } = read
  const payee = payeeOf(row)
  const unreadable = read.unreadable ?? (payee ? null : judgeStranger(read))
  return { label, payee, asked: askedOf(row), codeAmountMinor, unreadable }
}

/** Why a link or code that is whole leads to nobody. A number without an owner is judged by itself. */
function judgeStranger({ kind, shopName }: ReadTarget): Refusal | null {
  if (kind === 'checkout') return refuse('code_malformed', { reason: 'link_unknown' })
  // A whole QRIS code of a merchant that is not ours: the shop exists and does not take this wallet.
  return shopName === null ? null : refuse('merchant_not_accepting', { shop: shopName })
}

function payeeOf(row: FactsRow): Person | Shop | null {
  if (row.person_id)
    return { kind: 'person', customerId: row.person_id, name: row.person_name, accountId: row.person_account_id }
  if (!row.merchant_id) return null
  return {
    kind: 'shop',
    merchantId: row.merchant_id,
    name: row.merchant_name,
    city: row.merchant_city,
    accountId: row.merchant_account_id,
    state: row.merchant_state,
    acceptsWallet: row.accepts_wallet,
  }
}

function askedOf(row: FactsRow): Asked | null {
  if (!row.checkout_id) return null
  return {
    checkoutId: row.checkout_id,
    amountMinor: row.checkout_amount,
    state: row.checkout_state,
    expiresAt: row.checkout_expires_at,
    closedAt: row.checkout_closed_at,
    payerId: row.checkout_payer_id,
    reference: row.checkout_reference,
    returnUrl: row.return_url,
  }
}
