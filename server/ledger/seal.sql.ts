import type { Block } from '../../contract/block.ts'
import { textArray, uuidArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'
import { contentsOf, legsOfEach, type RecordName } from './leaf.sql.ts'

/** Any number that nobody else in this database locks; whoever has it writes the next block. */
const sealingLock = 7_301_010

export async function tryLockSealing(tx: Tx): Promise<boolean> {
  const [row] = await tx<{ locked: boolean }[]>`select pg_try_advisory_xact_lock(${sealingLock}) as locked`
  return row!.locked
}

export async function selectHorizon(db: Db, longestMs: number): Promise<Date> {
  const [row] = await db<{ at: Date }[]>`select ledger.seal_horizon(${`${longestMs} milliseconds`}::interval) as at`
  return row!.at
}

export async function selectContents(db: Db, records: RecordName[]): Promise<(string | null)[]> {
  // Once for all kinds of records, each of which looks through it.
  const asked = db`asked as materialized (select * from unnest(
    ${textArray(records.map((record) => record.kind))}::text[], ${uuidArray(records.map((record) => record.id))}::uuid[],
    ${textArray(records.map((record) => record.key))}::text[], ${textArray(records.map((record) => record.at))}::text[]::timestamptz[]
  ) with ordinality r (kind, id, key, at, place))`
  const rows = await db<{ content: string | null }[]>`
    with ${asked}, ${contentsOf(db, db`select * from asked`, legsOfEach(db))} select content from said order by place`
  return rows.map((row) => row.content)
}

const blockColumns = (db: Db) => db`
  number::int, encode(previous, 'hex') as previous, encode(root, 'hex') as root, leaves,
  extract(epoch from sealed_at)::text as "sealedAt", key_id as "keyId", encode(hash, 'hex') as hash, encode(signature, 'hex') as signature`

export async function selectHead(db: Db): Promise<Block | undefined> {
  const [row] = await db<Block[]>`select ${blockColumns(db)} from ledger.block order by number desc limit 1`
  return row
}

export async function selectBlock(db: Db, number: number): Promise<Block | undefined> {
  const [row] = await db<Block[]>`select ${blockColumns(db)} from ledger.block where number = ${number}`
  return row
}

/** Blocks above a number, in their order. */
export async function selectBlocks(db: Db, above: number, limit: number): Promise<Block[]> {
  return db<
    Block[]
  >`select ${blockColumns(db)} from ledger.block where number > ${above} order by number limit ${limit}`
}

export async function selectKeys(db: Db): Promise<{ id: string; publicKey: string }[]> {
  return db<
    { id: string; publicKey: string }[]
  >`select id, encode(public_key, 'hex') as "publicKey" from ledger.seal_key order by id`
}

export async function storeBlock(
  db: Db,
  block: Block,
  publicKey: string,
  records: RecordName[],
  hashes: Buffer[],
): Promise<void> {
  await db`select ledger.seal_block(
    ${block.number}, ${block.previous}, ${block.root}, to_timestamp(${block.sealedAt}::numeric), ${block.keyId}, ${publicKey},
    ${block.hash}, ${block.signature},
    ${textArray(records.map((record) => record.kind))}::text[],
    ${uuidArray(records.map((record) => record.id))}::uuid[],
    ${textArray(records.map((record) => record.key))}::text[],
    ${textArray(records.map((record) => record.at))}::text[]::timestamptz[],
    ${textArray(hashes.map((hash) => hash.toString('hex')))}::text[])`
}

/** Where an entry is sealed; undefined where it is not yet. */
export async function selectEntryLeaf(db: Db, entryId: string) {
  const [row] = await db<{ block: number; position: number; at: string }[]>`
    select block::int, position, at::text from ledger.leaf where kind = 'entry' and id = ${entryId} and key = ''`
  return row
}

export async function selectLeafHashes(db: Db, block: number): Promise<Buffer[]> {
  const rows = await db<{ hash: Buffer }[]>`select hash from ledger.leaf where block = ${block} order by position`
  return rows.map((row) => row.hash)
}

/** The sides of an entry that lie on one account. */
export async function selectOwnLegs(db: Db, entryId: string, at: string, accountId: string) {
  return db<{ account: string; sequence: string; balanceMinor: string }[]>`
    select account_id as account, seq::text as sequence, balance_after::text as "balanceMinor"
    from ledger.posting
    where account_id = ${accountId} and posted_at = ${at}::text::timestamptz and entry_id = ${entryId} order by seq`
}
