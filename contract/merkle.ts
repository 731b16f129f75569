import { sha256 } from './digest.ts'

/** One step on the way from a leaf to the root of RFC 6962: the hash beside us, and on which side it lies. */
const nodePrefix = 0x01
const leafPrefix = 0x00

/** SHA-256 of a leaf (RFC 6962, 2.1): the prefix keeps a leaf from being passed off as a node. */
export function hashLeaf(content: string): Promise<Uint8Array> {
  const text = new TextEncoder().encode(content)
  const bytes = new Uint8Array(text.length + 1)
  bytes[0] = leafPrefix
  bytes.set(text, 1)
  return sha256(bytes)
}

function hashNode(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  const bytes = new Uint8Array(1 + left.length + right.length)
  bytes[0] = nodePrefix
  bytes.set(left, 1)
  bytes.set(right, 1 + left.length)
  return sha256(bytes)
}

/**
 * The root that a leaf's audit path leads to, for a tree of `leaves` (RFC 9162, 2.1.3.2); undefined where the path is too
 * short or too long for the place. A root that is equal to the signed one proves that the leaf is in the tree.
 */
export async function rootFromPath(
  leaf: Uint8Array,
  position: number,
  leaves: number,
  path: Uint8Array[],
): Promise<Uint8Array | undefined> {
  if (position < 0 || position >= leaves) return undefined
  let index = position
  let last = leaves - 1
  let hash = leaf
  let used = 0
  for (; last > 0; index >>= 1, last >>= 1) {
    // The last of an odd row has nobody beside it and rises as it is.
    if (index === last && index % 2 === 0) continue
    const beside = path[used]
    if (!beside) return undefined
    used += 1
    hash = index % 2 === 1 ? await hashNode(beside, hash) : await hashNode(hash, beside)
  }
  return used === path.length ? hash : undefined
}
