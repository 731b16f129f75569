import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Block, blockText, firstPrevious } from '../../contract/block.ts'
import type { Clock } from '../platform/clock.ts'
import { type Sql, violatedConstraint } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { SealKey } from '../platform/seal-key.ts'
import { noId, type RecordName, unsealedSince } from './leaf.sql.ts'
import { leafHash, merkleRoot } from './merkle.ts'
import { selectContents, selectHead, selectHorizon, storeBlock, tryLockSealing } from './seal.sql.ts'

/** Most leaves of a block: a receipt reads the block's leaves once. */
export const blockLimit = 4096
/** How far clocks of processes may lie apart, and how long an id may wait in a queue before it is written. */
const overlapMs = 10_000
/** Times and ids may lie further back than that where somebody imports a past: everything is looked through this often. */
export const fullPassMs = 15 * 60_000

export type SealerDeps = { sql: Sql; clock: Clock; key: SealKey }

export type Sealer = {
  /** Seals what is there and answers how many records; fewer, or none, where another process is at it. */
  pass(): Promise<number>
}

/**
 * Seals what the ledger wrote. Entries commit out of order, so each pass looks again at everything since the oldest
 * transaction that was under way at the last one, less what clocks may differ; what has a leaf already is passed over,
 * and the leaf's unique key refuses a second one. The first pass and one each quarter of an hour look at everything.
 * Several processes may run one: blocks are written by whoever has the lock, and the other ends its pass.
 */
export function createSealer({ sql, clock, key }: SealerDeps): Sealer {
  let seenUntil: Date | undefined
  let fullPassAt = 0

  async function pass() {
    const horizon = await selectHorizon(sql, fullPassMs)
    const startedAt = clock.now().getTime()
    const isFull = seenUntil === undefined || startedAt >= fullPassAt
    let sealed = 0
    for await (const records of unsealedSince(sql, isFull ? beginning : sinceOf(seenUntil!)).cursor(blockLimit)) {
      if (!(await sealBlock({ sql, clock, key }, records))) return sealed
      sealed += records.length
    }
    if (isFull) fullPassAt = startedAt + fullPassMs
    seenUntil = horizon
    return sealed
  }

  return { pass }
}

/** Pause between passes: a payment's receipt is there about this long after it. */
const pauseMs = 3_000

/** Seals until it is stopped; a pass that fails is logged, and the next one does its work. */
export function runSealer({ log, ...deps }: SealerDeps & { log: Log }) {
  const sealer = createSealer(deps)
  const stopping = new AbortController()
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await sealer.pass().catch((error) => log.error({ err: error }, 'sealing failed'))
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}

const beginning = { at: '-infinity', id: noId }

/** The moment as a time, and as the first id (UUIDv7) that could be made in it. */
function sinceOf(seenUntil: Date) {
  const at = new Date(seenUntil.getTime() - overlapMs)
  const hex = at.getTime().toString(16).padStart(12, '0')
  return { at: at.toISOString(), id: `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000` }
}

/** False where another process seals at this moment, or has sealed some of the records since we looked. */
async function sealBlock({ sql, clock, key }: SealerDeps, records: RecordName[]): Promise<boolean> {
  try {
    return await sql.begin(async (tx) => {
      if (!(await tryLockSealing(tx))) return false
      const hashes = (await selectContents(tx, records)).map((content, index) => {
        if (content === null) throw new Error(`gone before it was sealed: ${Object.values(records[index]!).join(' ')}`)
        return leafHash(content)
      })
      await storeBlock(tx, nextBlock(await selectHead(tx), hashes, clock, key), key.publicKey, records, hashes)
      return true
    })
  } catch (error) {
    if (violatedConstraint(error) === 'leaf_once') return false
    throw error
  }
}

function nextBlock(last: Block | undefined, hashes: Buffer[], clock: Clock, key: SealKey): Block {
  const head = {
    number: (last?.number ?? 0) + 1,
    previous: last?.hash ?? firstPrevious,
    root: merkleRoot(hashes).toString('hex'),
    leaves: hashes.length,
    sealedAt: secondsOf(clock.now()),
    keyId: key.id,
  }
  const text = blockText(head)
  return { ...head, hash: hash('sha256', text, 'hex'), signature: key.sign(text) }
}

function secondsOf(at: Date): string {
  const ms = at.getTime()
  return `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}000`
}
