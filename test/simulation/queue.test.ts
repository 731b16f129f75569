import assert from 'node:assert/strict'
import { test } from 'node:test'
import { promisedCoverage } from '../../server/routing/waiting-time.ts'
import { createRandom } from '../chaos/random.ts'
import { firstCome, simulateDesk } from './queue-desk.ts'
import { describe, judge } from './queue-report.ts'

/** `npm run queue-simulation` asks for more weeks; the two days of the short run have a crowd in the second. */
const weeks = Number(process.env.QUEUE_WEEKS ?? 0)
const firstSeed = Number(process.env.QUEUE_SEED ?? 1)
/** Hours of a week in which chance may make a desk that looks at urgency and language less even than a plain one. */
const hoursOfChance = 3
const days = weeks > 0 ? 7 : 2
const seeds = Array.from({ length: Math.max(1, weeks) }, (_, index) => firstSeed + index)

for (const agents of [5, 20]) {
  test(`a desk of ${agents} agents keeps what it announces, is quick in danger and fair to everybody`, (t) => {
    for (const seed of seeds) {
      const report = judge(simulateDesk(createRandom(seed), agents, days))
      t.diagnostic(describe(agents, seed, report))
      assert.ok(report.told > 100 && report.fraudInCrowd > 0, 'people waited, and some of them in fear')
      assert.ok(report.coverage >= promisedCoverage, 'the announced range holds the real wait')
      assert.ok(report.fraudInTime >= 0.95, 'fraud is answered at once in a crowd')
      assert.ok(report.ordinaryMedianInCrowd > 60, 'while ordinary people wait')
      assert.ok(report.longestOverMedianInCrowd <= 3, 'and nobody among them is left behind')
      const plain = judge(simulateDesk(createRandom(seed), agents, days, firstCome))
      t.diagnostic(`first come, first served: ${plain.unevenHours} of ${plain.hours} hours have one beyond`)
      assert.ok(report.unevenHours <= plain.unevenHours + hoursOfChance, 'no more uneven than serving as people come')
      assert.ok(report.beyondThreeMedians <= 0.005, 'nor, but for strays on a small desk, at any other time')
    }
  })
}

test('the same seed gives the same week', () => {
  const hour = () => judge(simulateDesk(createRandom(3), 5, 0.3))
  assert.deepEqual(hour(), hour())
})
