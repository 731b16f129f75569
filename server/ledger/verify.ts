import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto'
import { type Block, blockText, firstPrevious } from '../../contract/block.ts'
import type { Db, Sql } from '../platform/database.ts'
import { checkLedger } from './check.ts'
import { leafHash, merkleRoot } from './merkle.ts'
import { selectBlocks, selectKeys } from './seal.sql.ts'
import { fullPassMs } from './seal.ts'
import {
  countRecords,
  type LeafRow,
  preferAnyWay,
  preferWholeTables,
  selectLeafName,
  selectLeaves,
  selectOrphanedStates,
  selectStrayLeaves,
  selectUnsealed,
} from './verify.sql.ts'

/** Blocks that are in memory at once. */
const blocksAtOnce = 32
/** A ledger that somebody rewrote may be wrong in every row: the first ones say enough. */
export const maximumFaults = 20
/** A record that is this much older than the last block has had its turn, also in the sealer's rare full pass. */
const graceMs = 2 * fullPassMs

/** One row that is not as it was written, or breaks a rule. `place` says where it is sealed. */
export type ProofFault = { table: string; key: string; rule: string; expected: string; found: string; place?: string }

export type Pins = {
  /** Keys that the operator knows to be its own; where given, a block under any other one is a fault. */
  keyIds?: string[]
  /** A head that was noted down earlier: the chain must still lead through it. */
  head?: { number: number; hash: string }
}

export type Verified = {
  faults: ProofFault[]
  blocks: number
  leaves: number
  /** Written since the last block, and so not sealed yet. */
  unsealed: number
  head: Block | undefined
  counts: { accounts: number; entries: number; postings: number; holds: number; requests: number }
}

/**
 * Proves the ledger from the database alone: the chain of blocks and its signatures, each sealed record against the row
 * that stands there now, that nothing old is unsealed, and the rules of checkLedger. One snapshot, so money may move
 * meanwhile; bounded memory. `told` hears of each step. The first fault is the first in the chain's order.
 */
export function verifyLedger(sql: Sql, pins: Pins, told: (step: string) => void): Promise<Verified> {
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const counts = await countRecords(tx)
    await preferWholeTables(tx)
    const chain = await verifyChain(tx, pins, told)
    await preferAnyWay(tx)
    const faults = chain.faults
    for (const { block, position } of await selectStrayLeaves(tx, maximumFaults))
      faults.push(fault('leaf', `${block} ${position}`, 'leaf_block', `block ${block}`, 'none'))
    told('looking for what was never sealed')
    const left = await findUnsealed(tx, chain.head)
    faults.push(...left.faults)
    told('adding up postings, balances, floors and holds')
    for (const { rule, subject, expected, found } of await checkLedger(tx))
      faults.push(fault(rule === 'currency_sum' ? 'account' : rule.split('_')[0]!, subject, rule, expected, found))
    faults.push(...(await selectOrphanedStates(tx, maximumFaults)))
    return { faults, blocks: chain.blocks, leaves: chain.leaves, unsealed: left.unsealed, head: chain.head, counts }
  })
}

const fault = (table: string, key: string, rule: string, expected: string, found: string): ProofFault => ({
  table,
  key,
  rule,
  expected,
  found,
})

type Chain = {
  faults: ProofFault[]
  blocks: number
  leaves: number
  head: Block | undefined
  keys: Map<string, KeyObject>
  usedKeys: Set<string>
}

async function verifyChain(tx: Db, pins: Pins, told: (step: string) => void): Promise<Chain> {
  const chain: Chain = { faults: [], blocks: 0, leaves: 0, head: undefined, keys: new Map(), usedKeys: new Set() }
  const keys = await selectKeys(tx)
  for (const { id, publicKey } of keys) {
    const found = hash('sha256', Buffer.from(publicKey, 'hex'), 'hex').slice(0, 16)
    if (found === id && publicKey.length === rawKeyDigits) chain.keys.set(id, publicKeyOf(publicKey))
    else chain.faults.push(fault('seal_key', id, 'key_id', found, id))
  }
  for (let above = 0; chain.faults.length < maximumFaults; ) {
    const blocks = await selectBlocks(tx, above, blocksAtOnce)
    if (blocks.length === 0) break
    above = blocks.at(-1)!.number
    const leaves = Map.groupBy(await selectLeaves(tx, blocks[0]!.number, above), (leaf) => leaf.block)
    for (const block of blocks) {
      verifyHead(chain, block, pins)
      await verifyLeaves(tx, chain, block, leaves.get(block.number) ?? [])
      chain.head = block
      chain.blocks += 1
      chain.leaves += block.leaves
    }
    told(`${chain.leaves} sealed records in ${chain.blocks} blocks`)
  }
  for (const { id } of keys)
    if (!chain.usedKeys.has(id)) chain.faults.push(fault('seal_key', id, 'key_used', 'a block under this key', 'none'))
  if (pins.head && (chain.head?.number ?? 0) < pins.head.number)
    chain.faults.push(fault('block', String(pins.head.number), 'head_pinned', pins.head.hash, 'none'))
  return chain
}

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
  if (pins.keyIds && !pins.keyIds.includes(block.keyId)) add('key_pinned', pins.keyIds.join(' '), block.keyId)
  if (pins.head?.number === block.number && pins.head.hash !== block.hash)
    add('head_pinned', pins.head.hash, block.hash)
}

async function verifyLeaves(tx: Db, chain: Chain, block: Block, leaves: LeafRow[]) {
  const absent = leaves.findIndex((leaf, index) => leaf.position !== index)
  if (absent >= 0 || leaves.length !== block.leaves) {
    const key = `${block.number} ${absent >= 0 ? absent : Math.min(leaves.length, block.leaves)}`
    chain.faults.push(fault('leaf', key, 'leaf_position', `${block.leaves} leaves`, `${leaves.length} leaves`))
    if (leaves.length === 0) return
  }
  const now = leaves.map((leaf) => (leaf.content === null ? leaf.hash : leafHash(leaf.content)))
  const asSealed = merkleRoot(now).toString('hex') === block.root
  for (const [index, leaf] of leaves.entries()) {
    const isSame = now[index]!.equals(leaf.hash)
    if ((isSame && leaf.content !== null) || (leaf.content === null && leaf.archived)) continue
    if (chain.faults.length >= maximumFaults) return
    const { kind, id, key } = await selectLeafName(tx, block.number, leaf.position)
    const place = `block ${block.number}, position ${leaf.position}`
    // Where the rows give the signed root, it is the leaf that was changed.
    if (!isSame && asSealed)
      chain.faults.push(
        fault(
          'leaf',
          `${block.number} ${leaf.position}`,
          'leaf_hash',
          now[index]!.toString('hex'),
          leaf.hash.toString('hex'),
        ),
      )
    else {
      const found = leaf.content ?? 'no such row'
      const rule = leaf.content === null ? 'sealed_row_missing' : 'sealed_row_changed'
      chain.faults.push({
        ...fault(tables[kind] ?? kind, `${id} ${key}`.trim(), rule, 'the row as it was sealed', found),
        place,
      })
    }
  }
  const isWhole = leaves.every((leaf, index) => leaf.position === index && now[index]!.equals(leaf.hash))
  if (isWhole && !asSealed && leaves.length === block.leaves)
    chain.faults.push(fault('block', String(block.number), 'block_root', merkleRoot(now).toString('hex'), block.root))
}

const tables: Record<string, string> = { hold_closed: 'hold' }

async function findUnsealed(tx: Db, head: Block | undefined): Promise<{ faults: ProofFault[]; unsealed: number }> {
  const before = head ? String(Number(head.sealedAt) - graceMs / 1000) : '0'
  const rows = await selectUnsealed(tx, before, maximumFaults)
  const old = rows.filter((row) => row.id !== null)
  const faults = old.map(({ kind, id, key, at }) =>
    fault(
      tables[kind] ?? kind,
      `${id} ${key}`.trim(),
      'unsealed',
      'sealed soon after it was written',
      `written ${at}, never sealed`,
    ),
  )
  return { faults, unsealed: rows[0]?.unsealed ?? 0 }
}
