import { generateKeyPairSync } from 'node:crypto'
import { createTestDatabase } from '../../test/database.ts'
import { createIds } from '../platform/ids.ts'
import { toSealKey } from '../platform/seal-key.ts'
import { openAccount, setAccountState } from './accounts.ts'
import type { Operation } from './book.ts'
import { createLedger } from './ledger.ts'
import { createSealer } from './seal.ts'

const archivedAgoMs = 100 * 86_400_000

export type ProofWorld = Awaited<ReturnType<typeof createProofWorld>>

/** A small ledger with a row of every kind, all of it sealed, in several blocks, and a month of it archived. */
export async function createProofWorld() {
  const database = await createTestDatabase()
  const { sql } = database
  const clock = { now: () => new Date() }
  const ids = createIds(clock)
  const key = toSealKey(generateKeyPairSync('ed25519').privateKey)
  const ledger = createLedger({ sql, lanes: [sql], clock, ids })
  const sealer = createSealer({ sql, clock, key })

  const open = (floor: bigint | null) =>
    openAccount(sql, { id: ids(), purpose: 'customer', ownerId: ids(), currency: 'IDR', floor, openedAt: clock.now() })

  async function submit(operation: Operation): Promise<string> {
    const outcome = await ledger.submit({ actorId: ids(), key: ids(), operation })
    if ('refused' in outcome) throw new Error(outcome.refused)
    return outcome.done
  }
  const legs = (from: string, to: string, amountMinor: bigint) => [
    { accountId: from, amountMinor: -amountMinor },
    { accountId: to, amountMinor },
  ]
  const move = (from: string, to: string, amountMinor: bigint) =>
    submit({ kind: 'entry', entryKind: 'test', legs: legs(from, to, amountMinor) })

  /** Something moved long ago, was sealed, and has left the database since. */
  async function archiveMonth() {
    const long = { now: () => new Date(Date.now() - archivedAgoMs) }
    const before = createLedger({ sql, lanes: [sql], clock: long, ids: createIds(long) })
    await database.owner`select ledger.create_month(${long.now()}::timestamptz::date)`
    const operation: Operation = { kind: 'entry', entryKind: 'test', legs: legs(outside, anna, 70n) }
    await before.submit({ actorId: ids(), key: ids(), operation })
    await sealer.pass()
    await database.owner`select ledger.detach_month(date_trunc('month', ${long.now()}::timestamptz at time zone 'UTC')::date, now())`
    await sealer.pass()
  }

  const [outside, anna, budi] = [await open(null), await open(0n), await open(0n)]
  await archiveMonth()
  const entries = [await move(outside, anna, 900n), await move(anna, budi, 250n)]
  const hold = (amountMinor: bigint) =>
    submit({ kind: 'hold', accountId: anna, amountMinor, expiresAt: new Date(Date.now() + 86_400_000) })
  const [stays, settled, released] = [await hold(30n), await hold(40n), await hold(50n)]
  await sealer.pass()
  await submit({ kind: 'settle', holdId: settled, entryKind: 'test', legs: legs(anna, budi, 40n) })
  await submit({ kind: 'release', holdId: released, accountId: anna })
  await sql.begin((tx) => setAccountState(tx, budi, 'frozen'))
  await sql.begin((tx) => setAccountState(tx, budi, 'open'))
  await sealer.pass()
  entries.push(await move(budi, anna, 10n))
  await sealer.pass()
  return { ...database, clock, ids, key, ledger, sealer, open, move, outside, anna, budi, entries, stays }
}
