import assert from 'node:assert/strict'
import { test } from 'node:test'
import { candidatesFor, languagePatienceSeconds, orderQueue, priorityOf, type WaitingSession } from './queue-order.ts'
import { pickUpSeconds, promisedCoverage, ratesFrom, waitRange } from './waiting-time.ts'

const now = new Date('2026-11-22T10:00:00Z')
function waiting(id: string, waitedSeconds: number, more: Partial<WaitingSession> = {}): WaitingSession {
  const queuedAt = new Date(now.getTime() - waitedSeconds * 1000)
  return { id, caseId: id, priority: 'ordinary', language: 'id', queuedAt, ...more }
}
const ids = (sessions: WaitingSession[]) => sessions.map((session) => session.id)

test('people come in the order of their arrival, safety before them, and nobody starves', () => {
  const safety = waiting('safety', 1, { priority: 'safety' })
  assert.deepEqual(ids(orderQueue([waiting('late', 10), safety, waiting('early', 600)], now)), [
    'safety',
    'early',
    'late',
  ])
  assert.deepEqual(ids(orderQueue([safety, waiting('patient', 3_700)], now)), ['patient', 'safety'])
  assert.deepEqual(ids(orderQueue([waiting('b', 5), waiting('a', 5)], now)), ['a', 'b'])
})

test('a frozen account and a safety matter are urgent', () => {
  assert.equal(priorityOf('payment', 'frozen'), 'safety')
  assert.equal(priorityOf('safety', 'active'), 'safety')
  assert.equal(priorityOf('payment', 'under_review'), 'ordinary')
})

test('an agent serves the own languages, and anybody who has waited too long', () => {
  const chinese = waiting('zh', 100, { language: 'zh' })
  const patient = waiting('zh-long', languagePatienceSeconds.ordinary, { language: 'zh' })
  assert.deepEqual(ids(candidatesFor([chinese, waiting('id', 5)], ['id', 'en'], now)), ['id'])
  assert.deepEqual(ids(candidatesFor([patient, waiting('id', 5)], ['id', 'en'], now)), ['zh-long', 'id'])
})

test('no range without agents; a free hand picks up at once; more people ahead wait longer', () => {
  const desk = { slots: 8, freeSlots: 0, handlingSeconds: 360, leavingPerSecond: 1 / 1200 }
  assert.equal(waitRange({ ...desk, ahead: 0, slots: 0 }), null)
  assert.deepEqual(waitRange({ ...desk, ahead: 1, freeSlots: 2 }), { from: 0, to: pickUpSeconds })
  const [first, fifth] = [waitRange({ ...desk, ahead: 0 })!, waitRange({ ...desk, ahead: 4 })!]
  assert.ok(first.from < fifth.from && first.to < fifth.to)
  // Five departures at 8 slots of 360 s: about 5 × 45 s, and a little less because some leave.
  assert.ok(fifth.from < 210 && fifth.to > 225)
})

test('the announced range holds the promised share of waits in a simulated desk', () => {
  const random = lcg(7)
  for (const slots of [4, 8, 20]) {
    const { inside, announced } = simulate(slots, random)
    assert.ok(announced > 500, `${announced} people waited`)
    assert.ok(inside / announced >= promisedCoverage, `${slots} slots: ${inside} of ${announced}`)
  }
})

test('rates follow what happened and lean on the assumption while it is little', () => {
  const none = ratesFrom({ served: 0, servedSeconds: 0, left: 0, waitedSeconds: 0 })
  assert.equal(none.handlingSeconds, 360)
  const busy = ratesFrom({ served: 500, servedSeconds: 500 * 120, left: 50, waitedSeconds: 50_000 })
  assert.equal(busy.handlingSeconds, 120)
  assert.ok(Math.abs(busy.leavingPerSecond - 0.001) < 0.0001)
})

/** A seeded generator (Numerical Recipes), so that a failing run repeats. */
function lcg(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
}

/** A desk at 105 % load with lognormal handling times and impatient people; first come, first served. */
function simulate(slots: number, random: () => number) {
  const handlingSeconds = 360
  const leavingPerSecond = 1 / 1200
  const exponential = (mean: number) => -mean * Math.log(random())
  const handling = () => {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())
    return handlingSeconds * Math.exp(0.6 * normal - 0.18)
  }
  const freeAt: number[] = Array(slots).fill(0)
  const queue: { leavesAt: number; startsAt: number }[] = []
  let inside = 0
  let announced = 0
  let at = 0
  for (let person = 0; person < 8_000; person += 1) {
    at += exponential(handlingSeconds / slots / 1.05)
    const ahead = queue.filter((other) => Math.min(other.startsAt, other.leavesAt) > at).length
    while (queue.length > 400) queue.shift()
    freeAt.sort((a, b) => a - b)
    const startsAt = Math.max(at, freeAt[0]!)
    const leavesAt = at + exponential(1 / leavingPerSecond)
    const range = waitRange({ ahead, slots, freeSlots: 0, handlingSeconds, leavingPerSecond })!
    if (startsAt > at && startsAt < leavesAt) {
      announced += 1
      const wait = startsAt - at
      if (wait >= range.from && wait <= range.to) inside += 1
    }
    queue.push({ startsAt, leavesAt })
    if (startsAt < leavesAt) freeAt[0] = startsAt + handling()
  }
  return { inside, announced }
}
