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

const leaf = z.object({
  entry: z.uuid(),
  at: z.string(),
  kind: z.string(),
  legs: z.array(z.tuple([digits, z.string(), digest])).min(2),
})

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
  const entry = leaf.parse(JSON.parse(read.entry.content))
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
    return receipt.parse(JSON.parse(text))
  } catch {
    return undefined
  }
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
  let said: z.infer<typeof leaf>
  try {
    said = leaf.parse(JSON.parse(content))
  } catch {
    return 'entry_unreadable'
  }
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

function minorOf({ amount, currency }: z.infer<typeof money>): bigint {
  const [whole = '0', fraction = ''] = amount.split('.')
  return BigInt(whole + fraction.padEnd(currencyDecimals[currency], '0'))
}
