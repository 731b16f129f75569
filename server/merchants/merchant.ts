import { createHash } from 'node:crypto'
import type { Refusal } from '../../contract/refusals.ts'
import { openAccount } from '../ledger/accounts.ts'
import type { MerchantActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { refuse } from '../platform/refusals.ts'
import { drawMerchantNumber, insertMerchant, type Merchant, selectMerchantIdByKey } from './merchant.sql.ts'
import { encodeQris, type QrisContent } from './qris.ts'

export type { Merchant } from './merchant.sql.ts'

/** Unguessable bytes; an argument, like time, so that tests own them. `randomBytes` of node:crypto in production. */
export type Random = (bytes: number) => Buffer

const apiKeyPrefix = 'dk_'
const secretPrefix = 'whsec_'
const secretBytes = 32

/** A merchant's API key, `dk_…`. Shown to its owner once; the database keeps its SHA-256 only. */
export function newApiKey(random: Random): string {
  return apiKeyPrefix + random(secretBytes).toString('base64url')
}

/** Key of a merchant's webhooks in the form of Standard Webhooks: `whsec_` and base64. */
export function newWebhookSecret(random: Random): string {
  return secretPrefix + random(secretBytes).toString('base64')
}

export type NewMerchant = {
  /** As payers see it; at most 25 characters, because it stands in QRIS codes. */
  name: string
  /** At most 15 characters. */
  city: string
  /** Merchant category code, four digits (ISO 18245). */
  category: string
  state?: Merchant['state']
  acceptsWallet?: boolean
  apiKey: string
  webhook: { url: string; secret: string } | null
}

/** Takes on a merchant: its ledger account, its national number and the digest of its key, in the caller's transaction. */
export async function createMerchant(tx: Tx, clock: Clock, ids: Ids, merchant: NewMerchant): Promise<Merchant> {
  const id = ids()
  const now = clock.now()
  const account = { id: ids(), purpose: 'merchant', ownerId: id, currency: 'IDR', floor: 0n, openedAt: now } as const
  const created: Merchant = {
    id,
    name: merchant.name,
    city: merchant.city,
    category: merchant.category,
    state: merchant.state ?? 'open',
    acceptsWallet: merchant.acceptsWallet ?? true,
    nmid: nmidOf(await drawMerchantNumber(tx)),
    accountId: await openAccount(tx, account),
  }
  await insertMerchant(tx, {
    ...created,
    keyHash: hashKey(merchant.apiKey),
    webhookUrl: merchant.webhook?.url ?? null,
    webhookSecret: merchant.webhook?.secret ?? null,
    createdAt: now,
  })
  return created
}

/** Who holds this API key? Refuses with `signin_required`. */
export function authenticateMerchant({ sql }: { sql: Db }) {
  return async (key: string | undefined): Promise<MerchantActor | Refusal> => {
    if (!key?.startsWith(apiKeyPrefix)) return refuse('signin_required', {})
    // Found by its digest: what an attacker could time is the digest of a guess, which says nothing about the key.
    const merchantId = await selectMerchantIdByKey(sql, hashKey(key))
    return merchantId ? { kind: 'merchant', merchantId } : refuse('signin_required', {})
  }
}

function hashKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

const nmidDigits = 9
/** Country, scheme release and year of the numbering; the rest counts up. */
const nmidPrefix = 'ID1020'

function nmidOf(number: bigint): string {
  return nmidPrefix + String(number).padStart(nmidDigits, '0')
}

/** Our own acquirer template in QRIS codes. 9360 is Indonesia's; the issuer's four digits are of the sandbox. */
const acquirerDomain = 'ID.DOMPET.WWW'
const acquirerPan = '93600999'
const merchantIdDigits = 10

function codeOf(merchant: Merchant): Omit<QrisContent, 'initiation' | 'amount' | 'reference'> {
  const merchantId = merchant.nmid.slice(-merchantIdDigits)
  const pan = acquirerPan + merchantId
  return {
    nmid: merchant.nmid,
    merchantName: merchant.name,
    city: merchant.city,
    postcode: null,
    category: merchant.category,
    tip: null,
    bill: null,
    terminal: null,
    acquirer: { domain: acquirerDomain, pan: pan + luhnDigit(pan), merchantId, size: 'UMI' },
    size: 'UMI',
  }
}

/** The code on the shop's wall: the payer says how much. */
export function staticQr(merchant: Merchant): string {
  return encodeQris({ ...codeOf(merchant), initiation: 'static', amount: null, reference: null })
}

/** The code of one request: amount (decimal rupiah) and reference are fixed. */
export function dynamicQr(merchant: Merchant, amount: string, reference: string): string {
  return encodeQris({ ...codeOf(merchant), initiation: 'dynamic', amount, reference })
}

/** Check digit of ISO 7812, which the standard asks for in the merchant's PAN. */
function luhnDigit(digits: string): string {
  let sum = 0
  for (const [index, digit] of [...digits].reverse().entries()) {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1)
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return String((10 - (sum % 10)) % 10)
}
