import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { agentsNeeded, erlangA } from './erlang.ts'

/** The example of every call-centre textbook: 100 calls in half an hour, three minutes each, 14 agents. */
const textbook = { arrivalsPerSecond: 100 / 1800, handlingSeconds: 180, places: 14 }
const near = (value: number, wanted: number, within: number) =>
  assert.ok(Math.abs(value - wanted) <= within, `${value} is not ${wanted}`)

test('with endless patience it is Erlang-C: 17.4 % wait, 88.8 % answered within 20 s, 7.8 s on average', () => {
  const outcome = erlangA({ ...textbook, patienceSeconds: 1e8 }, 20)
  near(outcome.waitingShare, 0.174, 0.001)
  near(outcome.answeredShare, 0.888, 0.001)
  near(outcome.meanWaitSeconds, 7.8, 0.1)
  near(outcome.leavingShare, 0, 1e-6)
})

test('one place, as much patience as a conversation lasts: the exact birth and death chain', () => {
  // Deaths at rate k·μ for every k: Poisson with mean a = 1, so P(wait) = 1 − e^(−1) and P(leave) = P(wait) − what is served.
  const { waitingShare, leavingShare } = erlangA(
    { arrivalsPerSecond: 0.01, handlingSeconds: 100, patienceSeconds: 100, places: 1 },
    1e6,
  )
  near(waitingShare, 1 - Math.exp(-1), 1e-4)
  // Served per second: μ·P(busy) = 0.01·(1 − e^(−1)); the rest of those who come leave.
  near(leavingShare, Math.exp(-1), 1e-4)
})

test('overload stands because people leave: what is too much is about the share that leaves', () => {
  const { leavingShare, answeredShare } = erlangA({ ...textbook, places: 5, patienceSeconds: 600 }, 20)
  near(leavingShare, 0.5, 0.01)
  assert.ok(answeredShare < 0.05)
})

test('shares stay between 0 and 1, and one more place never makes it worse', () => {
  const load = fc.record({
    arrivalsPerSecond: fc.double({ min: 1e-4, max: 0.5, noNaN: true }),
    handlingSeconds: fc.double({ min: 10, max: 2_000, noNaN: true }),
    patienceSeconds: fc.double({ min: 5, max: 20_000, noNaN: true }),
    places: fc.integer({ min: 1, max: 120 }),
  })
  fc.assert(
    fc.property(load, fc.integer({ min: 1, max: 600 }), (given, within) => {
      const fewer = erlangA(given, within)
      const more = erlangA({ ...given, places: given.places + 1 }, within)
      for (const { waitingShare, leavingShare, answeredShare } of [fewer, more])
        for (const share of [waitingShare, leavingShare, answeredShare]) assert.ok(share >= 0 && share <= 1 + 1e-9)
      assert.ok(more.leavingShare <= fewer.leavingShare + 1e-5)
      assert.ok(more.answeredShare >= fewer.answeredShare - 1e-5)
    }),
    { numRuns: 60 },
  )
})

test('the fewest agents that keep the target, and none where nobody comes', () => {
  const load = { ...textbook, patienceSeconds: 1e8 }
  const target = { answeredShare: 0.8, withinSeconds: 20, placesPerAgent: 1 }
  assert.equal(agentsNeeded(load, target).agents, 14)
  assert.equal(agentsNeeded(load, { ...target, placesPerAgent: 4 }).agents, 4)
  assert.equal(agentsNeeded({ ...load, arrivalsPerSecond: 0 }, target).agents, 0)
  const rush = { ...textbook, arrivalsPerSecond: 1, patienceSeconds: 600 }
  const { agents } = agentsNeeded(rush, target)
  const shareWith = (places: number) => erlangA({ ...rush, places }, target.withinSeconds).answeredShare
  assert.ok(shareWith(agents) >= target.answeredShare && shareWith(agents - 1) < target.answeredShare)
})
