import { hash } from 'node:crypto'

/** The tree of RFC 6962 for whole blocks at once, in the process; contract/merkle.ts is the other half, for one leaf. */
export function leafHash(content: string): Buffer {
  return hash('sha256', `\0${content}`, 'buffer')
}

const node = Buffer.alloc(65, 1)

function nodeHash(left: Buffer, right: Buffer): Buffer {
  left.copy(node, 1)
  right.copy(node, 33)
  return hash('sha256', node, 'buffer')
}

/** Each row of the tree from the leaves up. Pairs from the left, the odd last one rising as it is, are RFC 6962's tree. */
function rowsOf(leaves: Buffer[]): Buffer[][] {
  if (leaves.length === 0) throw new Error('a tree needs a leaf')
  const rows = [leaves]
  for (let row = leaves; row.length > 1; ) {
    const above: Buffer[] = []
    for (let index = 0; index < row.length; index += 2)
      above.push(index + 1 < row.length ? nodeHash(row[index]!, row[index + 1]!) : row[index]!)
    rows.push(above)
    row = above
  }
  return rows
}

export function merkleRoot(leaves: Buffer[]): Buffer {
  return rowsOf(leaves).at(-1)![0]!
}

/** The hashes beside the way from a leaf to the root, lowest first. */
export function auditPath(leaves: Buffer[], position: number): Buffer[] {
  return rowsOf(leaves)
    .map((row, height) => row[(position >> height) ^ 1])
    .filter((beside) => beside !== undefined)
}
