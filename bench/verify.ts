import { generateKeyPairSync } from 'node:crypto'
import { createSealer } from '../server/ledger/seal.ts'
import { verifyLedger } from '../server/ledger/verify.ts'
import { systemClock } from '../server/platform/clock.ts'
import { connect } from '../server/platform/database.ts'
import { toSealKey } from '../server/platform/seal-key.ts'
import { createBenchDatabase, startBenchServer } from './baseline.ts'
import { fillLedger } from './fill.ts'
import type { BenchOptions } from './ledger.ts'
import type { Figure } from './report.ts'

const postingCount = 1_000_000
const wantedSeconds = 60
/** What the promise allows: a baseline that does not move. */
const wantedPerSecond = postingCount / wantedSeconds

/** Sealing and verifying a ledger of a million postings, with an idempotent request for each entry. */
export async function run({ note }: BenchOptions): Promise<Figure[]> {
  const server = await startBenchServer()
  try {
    const sql = connect(await createBenchDatabase(server, 'bench_verify'), { connections: 3, name: 'bench' })
    await fillLedger(sql, postingCount)
    note(`filled: ${postingCount} postings`)
    const sealer = createSealer({ sql, clock: systemClock, key: toSealKey(generateKeyPairSync('ed25519').privateKey) })
    const sealed = await timed(() => sealer.pass())
    note(
      `sealed ${sealed.value} records in ${sealed.seconds.toFixed(1)} s: ${((sealed.seconds * 1e6) / sealed.value).toFixed(1)} us each`,
    )
    const verified = await timed(() => verifyLedger(sql, {}, note))
    if (verified.value.faults.length > 0) throw new Error(JSON.stringify(verified.value.faults[0]))
    await sql.end()
    const perSecond = Math.round(verified.value.counts.postings / verified.seconds)
    const wanted = `>= 1: ${postingCount} postings in ${wantedSeconds} s`
    return [
      {
        bench: 'verify',
        value: perSecond,
        unit: 'postings/s',
        baseline: Math.round(wantedPerSecond),
        ratio: round(perSecond / wantedPerSecond),
        wanted,
      },
    ]
  } finally {
    if (server.started) await server.stop()
  }
}

const round = (value: number) => Number(value.toPrecision(4))

async function timed<T>(work: () => Promise<T>) {
  const startedAt = performance.now()
  const value = await work()
  return { value, seconds: (performance.now() - startedAt) / 1000 }
}
