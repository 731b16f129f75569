import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto'
import { type Block, blockText, firstPrevious } from '../../contract/block.ts'
import type { Tx } from '../platform/database.ts'
import { noId } from './leaf.sql.ts'
import { leafHash, merkleRoot } from './merkle.ts'
import { selectBlocks, selectKeys } from './seal.sql.ts'
import {
  type BlockLeaves,
  type LeafRow,
  preferAnyWay,
  preferWholeTables,
  selectChangedBlocks,
  selectHashesOfBlocks,
  selectLeaves,
  selectMisnamedMonths,
  selectStrayLeaves,
} from './verify.sql.ts'

/** Blocks whose leaves are in memory at once: 32 bytes for each leaf. */
const blocksAtOnce = 64
/** A ledger that somebody rewrote may be wrong in every row: the first ones say enough. */
export const maximumFaults = 20

/** One row that is not as it was written, or breaks a rule. `place` says where it is sealed. */
export type ProofFault = { table: string; key: string; rule: string; expected: string; found: string; place?: string }

export function fault(table: string, key: string, rule: string, expected: string, found: string): ProofFault {
  return { table, key, rule, expected, found }
}

type Sealed = { kind: string; id: string; key: string }

/** Kinds of leaves are named like their table, but for one. */
export const tableOf = ({ kind }: Sealed) => (kind === 'hold_closed' ? 'hold' : kind)
export const keyOf = ({ id, key }: Sealed) => (id === noId ? key : `${id} ${key}`.trim())

export type Pins = {
  /** Keys that the operator knows to be its own; where given, a block under any other one is a fault. */
  keyIds?: string[]
  /** A head that was noted down earlier: the chain must still lead through it. */
  head?: { number: number; hash: string }
}

type Chain = {
  faults: ProofFault[]
  blocks: number
  leaves: number
  head: Block | undefined
  keys: Map<string, KeyObject>
  usedKeys: Set<string>
}

/**
 * Each block against the one before, its signature and its leaves, and each leaf against the row that stands there now.
 * PostgreSQL compares rows with leaves by whole tables and names the blocks that differ; only in those is looked for the
 * leaf. So a whole ledger is read once, in whatever order its tables have. Faults come in the chain's order.
 */
export async function verifyChain(tx: Tx, pins: Pins, told: (step: string) => void): Promise<Chain> {
  const chain: Chain = { faults: [], blocks: 0, leaves: 0, head: undefined, keys: new Map(), usedKeys: new Set() }
  const keys = await selectKeys(tx)
  for (const { id, publicKey } of keys) {
    const found = hash('sha256', Buffer.from(publicKey, 'hex'), 'hex').slice(0, 16)
    if (found === id && publicKey.length === rawKeyDigits) chain.keys.set(id, publicKeyOf(publicKey))
    else chain.faults.push(fault('seal_key', id, 'key_id', found, id))
  }
  await preferWholeTables(tx)
  const changed = new Set(await selectChangedBlocks(tx, maximumFaults))
  await preferAnyWay(tx)
  told('compared each sealed record with its row')
  await verifyBlocks(tx, chain, pins, changed)
  told(`${chain.leaves} sealed records in ${chain.blocks} blocks`)
  for (const { id } of keys)
    if (!chain.usedKeys.has(id)) chain.faults.push(fault('seal_key', id, 'key_used', 'a block under this key', 'none'))
  if (pins.head && (chain.head?.number ?? 0) < pins.head.number)
    chain.faults.push(fault('block', String(pins.head.number), 'head_pinned', pins.head.hash, 'none'))
  for (const { block, position } of await selectStrayLeaves(tx, maximumFaults))
    chain.faults.push(fault('leaf', `${block} ${position}`, 'leaf_block', `block ${block}`, 'none'))
  for (const { month, expected, found } of await selectMisnamedMonths(tx, maximumFaults))
    chain.faults.push(fault('archive', month, 'archive_leaf_names', expected, found))
  return chain
}

async function verifyBlocks(tx: Tx, chain: Chain, pins: Pins, changed: Set<number>): Promise<void> {
  for (let above = 0; chain.faults.length < maximumFaults; ) {
    const blocks = await selectBlocks(tx, above, blocksAtOnce)
    if (blocks.length === 0) return
    above = blocks.at(-1)!.number
    const all = await selectHashesOfBlocks(tx, blocks[0]!.number, above)
    const leavesOf = new Map(all.map((leaves) => [leaves.block, leaves]))
    for (const block of blocks) {
      verifyHead(chain, block, pins)
      if (changed.has(block.number) || !isWhole(block, leavesOf.get(block.number))) await findFaults(tx, chain, block)
      chain.head = block
      chain.blocks += 1
      chain.leaves += block.leaves
    }
  }
}

/** Whether the leaves that are there are those of the block, each in its place. */
function isWhole(block: Block, leaves: BlockLeaves | undefined): boolean {
  if (!leaves?.isGapless || leaves.leaves !== block.leaves || leaves.hashes.length !== leaves.leaves * hashBytes)
    return false
  const each = Array.from({ length: leaves.leaves }, (_, position) =>
    leaves.hashes.subarray(position * hashBytes, (position + 1) * hashBytes),
  )
  return merkleRoot(each).toString('hex') === block.root
}

const hashBytes = 32
const rawKeyDigits = 64
const spkiPrefix = '302a300506032b6570032100'

export function publicKeyOf(rawHex: string): KeyObject {
  return createPublicKey({ key: Buffer.from(spkiPrefix + rawHex, 'hex'), format: 'der', type: 'spki' })
}

function verifyHead(chain: Chain, block: Block, pins: Pins) {
  const { head: last, keys, faults } = chain
  const add = (rule: string, expected: string, found: string) =>
    faults.push(fault('block', String(block.number), rule, expected, found))
  if (block.number !== (last?.number ?? 0) + 1)
    add('block_number', String((last?.number ?? 0) + 1), String(block.number))
  else if (block.previous !== (last?.hash ?? firstPrevious))
    add('block_previous', last?.hash ?? firstPrevious, block.previous)
  const text = blockText(block)
  const digest = hash('sha256', text, 'hex')
  if (block.hash !== digest) add('block_hash', digest, block.hash)
  if (pins.keyIds && !pins.keyIds.includes(block.keyId)) add('key_pinned', pins.keyIds.join(' '), block.keyId)
  if (pins.head?.number === block.number && pins.head.hash !== block.hash)
    add('head_pinned', pins.head.hash, block.hash)
  const key = keys.get(block.keyId)
  if (!key && !chain.usedKeys.has(block.keyId))
    faults.push({
      ...fault('seal_key', block.keyId, 'key_known', 'a public key', 'none'),
      place: `block ${block.number}`,
    })
  chain.usedKeys.add(block.keyId)
  if (key && !verify(null, Buffer.from(text), key, Buffer.from(block.signature, 'hex')))
    add('block_signature', `a signature by ${block.keyId}`, 'another')
}

/** Names what is wrong in a block that is not whole. */
async function findFaults(tx: Tx, chain: Chain, block: Block) {
  const leaves = await selectLeaves(tx, block.number)
  const absent = leaves.findIndex((leaf, index) => leaf.position !== index)
  if (absent >= 0 || leaves.length !== block.leaves) {
    const key = `${block.number} ${absent >= 0 ? absent : Math.min(leaves.length, block.leaves)}`
    chain.faults.push(fault('leaf', key, 'leaf_position', `${block.leaves} leaves`, `${leaves.length} leaves`))
    if (leaves.length === 0) return
  }
  const now = leaves.map((leaf) => (leaf.content === null ? leaf.hash : leafHash(leaf.content)))
  const root = merkleRoot(now).toString('hex')
  let isAsWritten = leaves.length === block.leaves
  for (const [index, leaf] of leaves.entries()) {
    const isSame = now[index]!.equals(leaf.hash)
    isAsWritten &&= isSame && leaf.position === index
    if (isSame && (leaf.content !== null || leaf.archived)) continue
    if (chain.faults.length >= maximumFaults) return
    chain.faults.push(leafFault(block, leaf, now[index]!, root === block.root))
  }
  if (isAsWritten && root !== block.root)
    chain.faults.push(fault('block', String(block.number), 'block_root', root, block.root))
}

/** Where the rows give the signed root, it is the leaf that was changed. */
function leafFault(block: Block, leaf: LeafRow, now: Buffer, isRootAsSealed: boolean): ProofFault {
  if (isRootAsSealed && !now.equals(leaf.hash)) {
    const found = leaf.hash.toString('hex')
    return fault('leaf', `${block.number} ${leaf.position}`, 'leaf_hash', now.toString('hex'), found)
  }
  const rule = leaf.content === null ? 'sealed_row_missing' : 'sealed_row_changed'
  const place = `block ${block.number}, position ${leaf.position}`
  return {
    ...fault(tableOf(leaf), keyOf(leaf), rule, 'the row as it was sealed', leaf.content ?? 'no such row'),
    place,
  }
}
