import { z } from 'zod'
import { sha256OfText } from './digest.ts'

const digest = z.string().regex(/^[0-9a-f]{64}$/)

/** The head of a sealed block, as customers can pin and check it. Hashes, key and signature are hexadecimal. */
export const block = z.strictObject({
  number: z.int().min(1),
  previous: digest,
  /** Merkle root (RFC 6962, SHA-256) of the block's leaves. */
  root: digest,
  leaves: z.int().min(1),
  /** Seconds since 1970, with microseconds. */
  sealedAt: z.string().regex(/^\d{1,12}\.\d{6}$/),
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  hash: digest,
  /** Ed25519 over the block's text. */
  signature: z.string().regex(/^[0-9a-f]{128}$/),
})
export type Block = z.infer<typeof block>

export const firstPrevious = '0'.repeat(64)

/** What a block's hash covers, line by line. */
export function blockText(head: Omit<Block, 'hash' | 'signature'>): string {
  const { number, previous, root, leaves, sealedAt, keyId } = head
  return ['dompet block 1', number, previous, root, leaves, sealedAt, keyId].join('\n')
}

export function blockHash(head: Omit<Block, 'hash' | 'signature'>): Promise<string> {
  return sha256OfText(blockText(head))
}
