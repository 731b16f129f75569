import { z } from 'zod'
import { block, blockHash, blockText } from './block.ts'
import { canonical, fromHex, isSignedBy, keyIdOf, sha256OfText, toHex } from './digest.ts'
import { hashLeaf, rootFromPath } from './merkle.ts'
import { currencyDecimals, money } from './money.ts'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const digits = z.string().regex(/^-?\d{1,19}$/)

/** A receipt that proves itself: whoever has the file can check it alone, without us. Limits keep a strange file harmless. */
export const receipt = z.strictObject({
  format: z.literal('dompet receipt 1'),
  /** What the operator says of the payment; covered by `signature`. */
  payment: z.strictObject({
    id: z.uuid(),
    reference: z.string().max(40),
    kind: z.enum(['send', 'shop', 'top_up']),
    direction: z.enum(['in', 'out']),
    counterparty: z.string().max(200).nullable(),
    amount: money,
    fee: money.nullable(),
    note: z.string().max(200).nullable(),
    at: z.iso.datetime(),
  }),
  /** What the ledger wrote. `content` is the sealed leaf, letter by letter; `leg` is the place of this customer's side. */
  entry: z.strictObject({
    content: z.string().max(20_000),
    leg: z.int().min(0).max(99),
    /** Account, its sequence and the balance after the payment; null where the customer keeps them private. */
    own: z.strictObject({ account: z.uuid(), sequence: digits, balanceMinor: digits }).nullable(),
  }),
  /** The way from the leaf to the block's root (RFC 6962). */
  inclusion: z.strictObject({ position: z.int().min(0), path: z.array(digest).max(40) }),
  block,
  /** The operator's public keys (Ed25519), of the block and of this receipt: compare them with what it publishes. */
  blockKey: digest,
  receiptKey: digest,
  /** The operator's signature over everything above. */
  signature: z.string().regex(/^[0-9a-f]{128}$/),
})
export type Receipt = z.infer<typeof receipt>

type Leaf = { entry: string; at: string; kind: string; legs: [amount: string, currency: string, own: string][] }

/** Why a receipt is not what it says, each with its own words for people. */
export const receiptFaults = [
  'not_a_receipt',
  'key_differs',
  'key_id',
  'statement_changed',
  'block_changed',
  'block_not_signed',
  'entry_not_in_block',
  'entry_unreadable',
  'entry_not_balanced',
  'amount_differs',
  'balance_differs',
] as const
export type ReceiptFault = (typeof receiptFaults)[number]

export type CheckedReceipt =
  | { proven: true; receipt: Receipt; entryId: string; postedAt: string; sealedAt: string; keyPinned: boolean }
  | { proven: false; fault: ReceiptFault }

/** What the operator signs beside the block: everything but the signature itself. */
export function receiptText(unsigned: Omit<Receipt, 'signature'>): string {
  return `dompet receipt 1\n${canonical(unsigned)}`
}

/** What the ledger's leaf shows of a leg instead of whose it is. */
export function ownText(own: { account: string; sequence: string; balanceMinor: string }): string {
  return `${own.account} ${own.sequence} ${own.balanceMinor}`
}

/**
 * Checks a receipt with nothing but itself; `pinnedKeys` (hexadecimal) are the operator's where the reader knows them.
 * Proven means: the operator signed a block that holds an entry which moved this amount, and signed that this payment is
 * that entry. Whether the key is the operator's is for the reader to compare where no key was given.
 */
export async function checkReceipt(text: string, pinnedKeys?: string[]): Promise<CheckedReceipt> {
  const read = readReceipt(text)
  if (!read) return { proven: false, fault: 'not_a_receipt' }
  const fault = (await keyFault(read, pinnedKeys)) ?? (await sealFault(read)) ?? (await entryFault(read))
  if (fault) return { proven: false, fault }
  const entry = JSON.parse(read.entry.content) as Leaf
  return {
    proven: true,
    receipt: read,
    entryId: entry.entry,
    postedAt: timeOf(entry.at),
    sealedAt: timeOf(read.block.sealedAt),
    keyPinned: pinnedKeys !== undefined,
  }
}

const timeOf = (seconds: string) => new Date(Number(seconds) * 1000).toISOString()

function readReceipt(text: string): Receipt | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isShaped(value, shape) ? (value as Receipt) : undefined
  } catch {
    return undefined
  }
}

type Shape = ((value: unknown) => boolean) | { [name: string]: Shape }

const like = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value)
const whole = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0
const either = (inner: Shape) => (value: unknown) => value === null || isShaped(value, inner)
const words = (limit: number) => (value: unknown) => typeof value === 'string' && value.length <= limit
const hex = (count: number) => like(new RegExp(`^[0-9a-f]{${count}}$`))
const sum = {
  amount: like(/^\d{1,16}(\.\d{1,2})?$/),
  currency: (value: unknown) => Object.hasOwn(currencyDecimals, String(value)),
}

/** The same as the schema above, by hand: the apps are built without what reads schemas. */
const shape: Shape = {
  format: like(/^dompet receipt 1$/),
  payment: {
    id: words(36),
    reference: words(40),
    kind: like(/^(send|shop|top_up)$/),
    direction: like(/^(in|out)$/),
    counterparty: either(words(200)),
    amount: sum,
    fee: either(sum),
    note: either(words(200)),
    at: words(40),
  },
  entry: {
    content: words(20_000),
    leg: whole,
    own: either({ account: words(36), sequence: like(/^\d{1,19}$/), balanceMinor: like(/^-?\d{1,19}$/) }),
  },
  inclusion: { position: whole, path: (value) => Array.isArray(value) && value.length <= 40 && value.every(hex(64)) },
  block: {
    number: whole,
    previous: hex(64),
    root: hex(64),
    leaves: whole,
    sealedAt: like(/^\d{1,12}\.\d{6}$/),
    keyId: hex(16),
    hash: hex(64),
    signature: hex(128),
  },
  blockKey: hex(64),
  receiptKey: hex(64),
  signature: hex(128),
}

/** Every field is there and looks right, and there is none that we do not know. */
function isShaped(value: unknown, wanted: Shape): boolean {
  if (typeof wanted === 'function') return wanted(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const names = Object.keys(wanted)
  const fields = value as Record<string, unknown>
  return names.length === Object.keys(fields).length && names.every((name) => isShaped(fields[name], wanted[name]!))
}

async function keyFault(read: Receipt, pinnedKeys: string[] | undefined): Promise<ReceiptFault | undefined> {
  const { signature, ...unsigned } = read
  if (pinnedKeys && ![read.blockKey, read.receiptKey].every((key) => pinnedKeys.includes(key))) return 'key_differs'
  if ((await keyIdOf(fromHex(read.blockKey))) !== read.block.keyId) return 'key_id'
  const isOurs = await isSignedBy(fromHex(read.receiptKey), fromHex(signature), receiptText(unsigned))
  return isOurs ? undefined : 'statement_changed'
}

async function sealFault({ block: head, blockKey, entry, inclusion }: Receipt): Promise<ReceiptFault | undefined> {
  if ((await blockHash(head)) !== head.hash) return 'block_changed'
  if (!(await isSignedBy(fromHex(blockKey), fromHex(head.signature), blockText(head)))) return 'block_not_signed'
  const path = inclusion.path.map(fromHex)
  const root = await rootFromPath(await hashLeaf(entry.content), inclusion.position, head.leaves, path)
  return root && toHex(root) === head.root ? undefined : 'entry_not_in_block'
}

async function entryFault({ payment, entry: { content, leg, own } }: Receipt): Promise<ReceiptFault | undefined> {
  const said = readLeaf(content)
  if (!said) return 'entry_unreadable'
  const sums = new Map<string, bigint>()
  for (const [amount, currency] of said.legs) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount))
  if (Array.from(sums.values()).some((sum) => sum !== 0n)) return 'entry_not_balanced'
  const fee = payment.fee ? minorOf(payment.fee) : 0n
  const moved = payment.direction === 'out' ? -(minorOf(payment.amount) + fee) : minorOf(payment.amount) - fee
  const ours = said.legs[leg]
  if (!ours || BigInt(ours[0]) !== moved || ours[1] !== payment.amount.currency) return 'amount_differs'
  if (own && (await sha256OfText(ownText(own))) !== ours[2]) return 'balance_differs'
  return undefined
}

function readLeaf(content: string): Leaf | undefined {
  try {
    const said = JSON.parse(content) as Leaf
    const isLeg = (leg: unknown) => Array.isArray(leg) && leg.length === 3 && /^-?\d{1,19}$/.test(leg[0])
    const isDated = typeof said.entry === 'string' && /^\d{1,12}\.\d{6}$/.test(said.at)
    return isDated && Array.isArray(said.legs) && said.legs.length >= 2 && said.legs.every(isLeg) ? said : undefined
  } catch {
    return undefined
  }
}

function minorOf({ amount, currency }: z.infer<typeof money>): bigint {
  const [whole = '0', fraction = ''] = amount.split('.')
  return BigInt(whole + fraction.padEnd(currencyDecimals[currency], '0'))
}
