import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Agent, type Desk, decide, nextFor, type Team } from './decide.ts'
import { isOpen, nextOpening } from './hours.ts'
import { placesOf } from './places.ts'
import { languagePatienceSeconds, orderQueue, priorityOf, type WaitingSession } from './queue-order.ts'
import { pickUpByHandSeconds, promisedCoverage, ratesFrom, waitRange } from './waiting-time.ts'

const now = new Date('2026-11-22T10:00:00Z')
function waiting(id: string, waitedSeconds: number, more: Partial<WaitingSession> = {}): WaitingSession {
  const queuedAt = new Date(now.getTime() - waitedSeconds * 1000)
  const plain = { priority: 'ordinary', channel: 'chat', language: 'id', topic: 'payment', teamId: 'pay' } as const
  return { id, caseId: id, ...plain, lastAgentId: null, ownAgentIds: [], queuedAt, ...more }
}
function agent(id: string, more: Partial<Agent> = {}): Agent {
  const places = { chat: 2, message: 1, call: 1 }
  const held = { chat: 0, message: 0, call: 0 }
  return { id, teams: ['pay'], languages: ['id', 'en'], skills: [], places, held, assignedAt: null, ...more }
}
const held = (chat: number, message = 0) => ({ held: { chat, message, call: 0 } })
const pay: Team = {
  id: 'pay',
  open: true,
  automatic: true,
  overflowTeamId: 'night',
  overflowAfterSeconds: 300,
  lastAgentSeconds: 60,
}
const night: Team = { ...pay, id: 'night', overflowTeamId: null }
function desk(sessions: WaitingSession[], agents: Agent[], teams: Team[] = [pay, night]): Desk {
  return { waiting: sessions, agents, teams: new Map(teams.map((team) => [team.id, team])) }
}
/** Who gets whom, as "person > agent". */
const who = (at: Desk) => decide(at, now).map(({ sessionId, agentId }) => `${sessionId} > ${agentId}`)
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

test('a frozen account and a safety matter are urgent; the calm lane is a little sooner, not first', () => {
  assert.equal(priorityOf('payment', { state: 'frozen', elder: false }), 'safety')
  assert.equal(priorityOf('safety', { state: 'active', elder: true }), 'safety')
  assert.equal(priorityOf('payment', { state: 'under_review', elder: false }), 'ordinary')
  assert.equal(priorityOf('payment', { state: 'active', elder: true }), 'elder')
  const elder = waiting('elder', 10, { priority: 'elder' })
  assert.deepEqual(ids(orderQueue([waiting('new', 60), elder, waiting('old', 400)], now)), ['old', 'elder', 'new'])
})

test('an agent serves the own languages, and anybody who has waited too long', () => {
  const chinese = waiting('zh', 50, { language: 'zh' })
  const patient = waiting('zh-long', languagePatienceSeconds.ordinary, { language: 'zh' })
  assert.deepEqual(ids(nextFor(agent('a'), desk([chinese, waiting('id', 5)], []), now)), ['id'])
  assert.deepEqual(ids(nextFor(agent('a'), desk([patient, waiting('id', 5)], []), now)), ['zh-long', 'id'])
})

test('people go to whoever fits best and never beyond the places; fraud has one more', () => {
  const people = [waiting('one', 30), waiting('two', 20), waiting('three', 10)]
  assert.deepEqual(who(desk(people, [agent('a'), agent('b', held(1))])), ['one > a', 'two > b', 'three > a'])
  assert.deepEqual(who(desk(people, [agent('a', held(1))])), ['one > a'])
  const fraud = waiting('fraud', 0, { priority: 'safety' })
  assert.deepEqual(who(desk([...people, fraud], [agent('a', held(2))])), ['fraud > a'])
  const idle = agent('idle', { assignedAt: new Date(now.getTime() - 60_000) })
  assert.deepEqual(who(desk([waiting('one', 1)], [agent('busy', { assignedAt: now }), idle])), ['one > idle'])
  const chinese = waiting('zh', 300, { language: 'zh' })
  assert.deepEqual(who(desk([chinese], [agent('a'), agent('wei', { ...held(1), languages: ['zh'] })])), ['zh > wei'])
})

test('an agent answers what was learnt; after the threshold anybody of the team, and the team that helps', () => {
  const refunds = agent('refunds', { skills: ['refund'] })
  const helper = agent('helper', { teams: ['night'] })
  assert.deepEqual(who(desk([waiting('p', 10)], [refunds, helper])), [])
  assert.deepEqual(who(desk([waiting('p', 300)], [refunds])), ['p > refunds'])
  assert.deepEqual(who(desk([waiting('p', 300)], [helper])), ['p > helper'])
  assert.deepEqual(who(desk([waiting('p', 10)], [helper], [{ ...pay, open: false }, night])), ['p > helper'])
  assert.deepEqual(who(desk([waiting('p', 10)], [agent('a')], [{ ...pay, automatic: false }])), [])
})

test('who comes back is kept for the agent of last time for a while, and no longer', () => {
  const back = (waited: number) => waiting('back', waited, { lastAgentId: 'sari' })
  const full = agent('sari', held(2))
  assert.deepEqual(who(desk([back(5)], [agent('a'), agent('sari', held(1))])), ['back > sari'])
  assert.deepEqual(who(desk([back(5)], [agent('a'), full])), [])
  assert.deepEqual(who(desk([back(60)], [agent('a'), full])), ['back > a'])
  assert.deepEqual(who(desk([back(5)], [agent('a')])), ['back > a'], 'the agent of last time is not here')
})

test('nobody answers themselves: not when given out, not by hand, and not as the agent of last time', () => {
  const own = waiting('own', 3_600, { ownAgentIds: ['sari'], lastAgentId: 'sari', priority: 'safety' })
  assert.deepEqual(who(desk([own], [agent('sari')])), [])
  assert.deepEqual(
    nextFor(agent('sari'), desk([own, waiting('other', 5)], []), now).map(({ id }) => id),
    ['other'],
  )
  assert.deepEqual(who(desk([own], [agent('sari'), agent('wei')])), ['own > wei'])
  assert.equal(
    placesOf(
      desk([own], [agent('sari')]),
      ratesFrom({ served: 0, servedSeconds: 0, left: 0, waitedSeconds: 0 }),
      now,
    ).get('own')?.waitSeconds,
    null,
  )
})

test('who is answered later comes after those who wait, within the places for that', () => {
  const later = [waiting('l1', 900, { channel: 'message' }), waiting('l2', 800, { channel: 'message' })]
  const three = agent('a', { places: { chat: 3, message: 1, call: 1 } })
  assert.deepEqual(who(desk([...later, waiting('now', 5)], [three])), ['now > a', 'l1 > a'])
})

test('when a closed team opens: later the same day, after a weekend, a holiday, midnight and a change of clocks; or not soon', () => {
  const weekdays = [1, 2, 3, 4, 5]
  const openings = weekdays.flatMap((weekday) => [
    { weekday, opens: '13:00', closes: '17:00' },
    { weekday, opens: '08:00', closes: '12:00' },
  ])
  const hours = { timeZone: 'Asia/Jakarta', openings, holidays: [{ day: '2026-11-30', name: 'Day off' }] }
  const opens = (at: string, of: Parameters<typeof nextOpening>[0] = hours) =>
    nextOpening(of, new Date(at))?.toISOString()
  assert.equal(opens('2026-11-23T05:30:00Z'), '2026-11-23T06:00:00.000Z', 'over noon')
  assert.equal(opens('2026-11-23T17:30:00Z'), '2026-11-24T01:00:00.000Z', 'after midnight there, before it in UTC')
  assert.equal(opens('2026-11-27T11:00:00Z'), '2026-12-01T01:00:00.000Z', 'Friday evening, Monday off')
  const always = { ...hours, openings: [] }
  assert.equal(opens('2026-11-30T03:00:00Z', always), '2026-11-30T17:00:00.000Z', 'round the clock but for the holiday')
  const berlin = {
    timeZone: 'Europe/Berlin',
    openings: [{ weekday: 7, opens: '09:00', closes: '12:00' }],
    holidays: [],
  }
  assert.equal(opens('2026-10-24T12:00:00Z', berlin), '2026-10-25T08:00:00.000Z', 'the night in which clocks go back')
  const closed = Array.from({ length: 40 }, (_, ahead) => {
    return { day: new Date(Date.UTC(2026, 10, 23 + ahead)).toISOString().slice(0, 10), name: 'Rebuilding' }
  })
  assert.equal(nextOpening({ ...hours, holidays: closed }, new Date('2026-11-23T03:00:00Z')), null)
})

test('a team works in its own hours and place, and on no holiday', () => {
  const hours = {
    timeZone: 'Asia/Jakarta',
    openings: [{ weekday: 1, opens: '08:00', closes: '17:00' }],
    holidays: [{ day: '2026-11-30', name: 'Day off' }],
  }
  assert.equal(isOpen(hours, new Date('2026-11-23T01:00:00Z')), true)
  assert.equal(isOpen(hours, new Date('2026-11-23T00:59:00Z')), false)
  assert.equal(isOpen(hours, new Date('2026-11-23T10:00:00Z')), false)
  assert.equal(isOpen(hours, new Date('2026-11-30T03:00:00Z')), false)
  assert.equal(isOpen({ ...hours, openings: [] }, new Date('2026-11-29T03:00:00Z')), true)
  assert.equal(
    isOpen({ ...hours, openings: [] }, new Date('2026-11-30T03:00:00Z')),
    false,
    'round the clock, but for holidays',
  )
})

test('the place counts those who want the same agents', () => {
  const rates = { handlingSeconds: 360, leavingPerSecond: 1 / 1200 }
  const zh = (id: string, waited: number) => waiting(id, waited, { language: 'zh' })
  const people = [waiting('i1', 50), waiting('i2', 40), zh('z1', 30), zh('z2', 20)]
  const places = placesOf(
    desk(people, [agent('a', held(2)), agent('wei', { ...held(2), languages: ['zh'] })]),
    rates,
    now,
  )
  assert.deepEqual(
    ['i1', 'i2', 'z1', 'z2'].map((id) => places.get(id)!.place),
    [1, 2, 1, 2],
  )
  const alone = placesOf(desk(people, [agent('a', held(2))]), rates, now)
  assert.ok(
    alone.get('z1')!.waitSeconds!.from >= languagePatienceSeconds.ordinary - 30,
    'nobody speaks it: later, and said so',
  )
  assert.equal(placesOf(desk(people, []), rates, now).get('i1')!.waitSeconds, null)
  const other = waiting('o1', 30, { teamId: 'other' })
  assert.equal(placesOf(desk([...people, other], []), rates, now).get('o1')!.place, 1, 'nobody is here for either team')
})

test('no range without agents; a free hand picks up at once; more people ahead wait longer', () => {
  const pickUpSeconds = pickUpByHandSeconds
  const desk = { slots: 8, freeSlots: 0, handlingSeconds: 360, leavingPerSecond: 1 / 1200, pickUpSeconds }
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
    const range = waitRange({ ahead, slots, freeSlots: 0, handlingSeconds, leavingPerSecond, pickUpSeconds: 0 })!
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
