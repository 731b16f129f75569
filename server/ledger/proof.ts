import { hash } from 'node:crypto'
import type { Block } from '../../contract/block.ts'
import { ownText } from '../../contract/receipt.ts'
import type { Db } from '../platform/database.ts'
import { auditPath } from './merkle.ts'
import {
  selectBlock,
  selectContents,
  selectEntryLeaf,
  selectKeys,
  selectLeafHashes,
  selectOwnLegs,
} from './seal.sql.ts'

export type EntryProof = {
  content: string
  leg: number
  own: { account: string; sequence: string; balanceMinor: string }
  position: number
  path: string[]
  block: Block
  blockKey: string
}

/** What proves that an entry is sealed, seen from one account of it; undefined while it is not sealed. */
export async function proveEntry(db: Db, entryId: string, accountId: string): Promise<EntryProof | undefined> {
  const place = await selectEntryLeaf(db, entryId)
  if (!place) return undefined
  const [contents, block, leaves, legs, keys] = await Promise.all([
    selectContents(db, [{ kind: 'entry', id: entryId, key: '', at: place.at }]),
    selectBlock(db, place.block),
    selectLeafHashes(db, place.block),
    selectOwnLegs(db, entryId, place.at, accountId),
    selectKeys(db),
  ])
  const content = contents[0]
  const own = legs[0]
  const blockKey = keys.find((key) => key.id === block?.keyId)?.publicKey
  if (!content || !block || !own || !blockKey) throw new Error(`the entry ${entryId} is sealed and cannot be read`)
  const { legs: said } = JSON.parse(content) as { legs: [string, string, string][] }
  const digest = hash('sha256', ownText(own), 'hex')
  return {
    content,
    leg: said.findIndex((leg) => leg[2] === digest),
    own,
    position: place.position,
    path: auditPath(leaves, place.position).map((beside) => beside.toString('hex')),
    block,
    blockKey,
  }
}
