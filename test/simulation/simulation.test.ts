import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Simulated, simulate } from './simulate.ts'

const given = process.env.SIMULATION_SEED
/** How many seeds, counted from the first one: `npm run simulate` takes many. */
const count = Number(process.env.SIMULATION_SEEDS ?? 3)
const first = 1
const seeds = given === undefined ? Array.from({ length: count }, (_, index) => first + index) : [Number(given)]

async function assertRight(seed: number) {
  const replay = `replay with SIMULATION_SEED=${seed} npm run simulate`
  const simulated = await simulate(seed).catch((error: Error) => {
    throw new Error(`seed ${seed}: ${error.message}; ${replay}`, { cause: error })
  })
  const { findings, faults, mistold, trace } = simulated
  if (findings.length + faults.length + mistold.length > 0) console.error(trace.slice(-40).join('\n'))
  assert.deepEqual({ findings, faults, mistold }, { findings: [], faults: [], mistold: [] }, replay)
  return simulated
}

/** The first ones, to be compared with. */
const simulatedBefore = new Map<number, Simulated>()

describe('the ledger and the payments in a simulated world', () => {
  it('keep what they say, whatever goes wrong and in whatever order', { timeout: 3_600_000 }, async (t) => {
    const sums = { done: 0, refused: 0, unknown: 0 }
    for (const seed of seeds) {
      const simulated = await assertRight(seed)
      if (simulatedBefore.size < 2) simulatedBefore.set(seed, simulated)
      const { done, refused, unknown } = simulated
      sums.done += done
      sums.refused += refused
      sums.unknown += unknown
    }
    t.diagnostic(`${seeds.length} seeds: ${sums.done} done, ${sums.refused} refused, ${sums.unknown} times no answer`)
    assert.ok(sums.done > 0 && sums.refused > 0 && sums.unknown > 0, 'there was something to judge')
  })

  it('do the same again under the same seed, and something else under another', async () => {
    const seed = seeds[0]!
    const once = simulatedBefore.get(seed)!
    const again = await simulate(seed)
    const other = simulatedBefore.get(seed + 1) ?? (await simulate(seed + 1))
    assert.deepEqual(again.trace, once.trace)
    assert.equal(again.digest, once.digest)
    assert.notEqual(other.digest, once.digest)
  })
})
