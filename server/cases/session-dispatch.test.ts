import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Answer, call, createDesk, type Instance, type Person, until } from '../channels/chat/chat.testing.ts'
import { endStaffSession } from '../identity/staff.sql.ts'
import { systemClock } from '../platform/clock.ts'
import { createIds } from '../platform/ids.ts'
import { coverage } from '../routing/coverage.ts'
import { readDeskState } from '../routing/desk-state.ts'
import { insertTeam } from '../routing/team.sql.ts'

const ids = createIds(systemClock)

let desk: Awaited<ReturnType<typeof createDesk>>
let one: Instance
let two: Instance
let sari: Person
let rina: Person
before(async () => {
  desk = await createDesk(2)
  ;[one, two] = desk.instances as [Instance, Instance]
  sari = await desk.staff('Sari')
  rina = await desk.staff('Rina')
  const team = { id: ids(), name: 'Front', timeZone: 'Asia/Jakarta', automatic: true, requeueAfterSeconds: 60 }
  const topics = ['payment', 'account', 'other', 'safety']
  await insertTeam(desk.database.owner, { ...team, topics, memberIds: [sari.id, rina.id] })
})
after(() => desk.close())

const as = (person: Person, method: string, route: string, body?: unknown) => call(one, person, method, route, body)
const setState = (person: Person, state: object) => as(person, 'PUT', '/api/desk/me/state', state)
const read = async (person: Person, opened: Answer) => (await as(person, 'GET', `/api/chat/${opened.body.id}`)).body
const open = (person: Person, topic = 'other') => call(two, person, 'POST', '/api/chat', { topic })
const close = (agent: Person, opened: Answer) =>
  as(agent, 'POST', `/api/desk/cases/${opened.body.id}/close`, { outcome: 'solved' })
const answeredBy = (person: Person, opened: Answer, name: string) =>
  until(async () => (await read(person, opened)).session.agent === name, `${name} answers`)
const owner = () => desk.database.owner

test('who comes is with a free agent within a second, whoever heard of it', async () => {
  await setState(sari, { state: 'available' })
  const budi = await desk.customer()
  const begun = performance.now()
  const opened = await open(budi)
  await answeredBy(budi, opened, 'Sari')
  const ms = performance.now() - begun
  assert.ok(ms < 1_000, `${ms} ms`)
  await close(sari, opened)
})

test('who has a wallet of their own is not given themselves, however free they are', async () => {
  const [budi, siti] = [await desk.customer(), await desk.customer()]
  const phone = owner()`select phone from customer where id = ${budi.id}`
  await owner()`update staff set own_phone = (${phone}) where id = ${sari.id}`
  await setState(sari, { state: 'available' })
  const [own, other] = [await open(budi), await open(siti)]
  await answeredBy(siti, other, 'Sari')
  assert.equal((await read(budi, own)).session.agent, null)
  await setState(rina, { state: 'available' })
  await answeredBy(budi, own, 'Rina')
  await owner()`update staff set own_phone = null where id = ${sari.id}`
  await Promise.all([close(sari, other), close(rina, own), setState(rina, { state: 'away', reason: 'break' })])
})

test('writing up keeps the place, and ends early when the agent says so', async () => {
  await owner()`update agent_presence set capacity = 1`
  const [budi, tini] = [await desk.customer(), await desk.customer('Tini')]
  await as(sari, 'POST', '/api/desk/me/wrap-up/end', {})
  const first = await open(budi)
  await answeredBy(budi, first, 'Sari')
  await close(sari, first)
  const second = await open(tini)
  const { me } = (await as(sari, 'GET', '/api/desk/inbox')).body
  assert.equal(me.state, 'wrap_up')
  assert.ok(Date.parse(me.wrapUpUntil) > Date.now())
  assert.equal((await read(tini, second)).session.state, 'waiting')
  const after = await as(sari, 'POST', '/api/desk/me/wrap-up/end', {})
  assert.equal(after.body.state, 'available')
  await answeredBy(tini, second, 'Sari')
  await close(sari, second)
  await owner()`update agent_presence set capacity = 4`
})

test('away has a reason, and nobody is given to who is away', async () => {
  const away = await setState(sari, { state: 'away', reason: 'meal' })
  assert.partialDeepStrictEqual(away.body, { state: 'away', reason: 'meal' })
  const budi = await desk.customer()
  const opened = await open(budi)
  assert.equal((await read(budi, opened)).session.queue.waitSeconds, null)
  await setState(rina, { state: 'available' })
  await answeredBy(budi, opened, 'Rina')
  await close(rina, opened)
})

test('when an agent vanishes the conversation goes back to its old place and on to a colleague, and the customer is told', async () => {
  const budi = await desk.customer()
  const opened = await open(budi)
  await answeredBy(budi, opened, 'Rina')
  const [before] = await owner()`select queued_at from support_session where case_id = ${opened.body.id}`
  await setState(sari, { state: 'available' })
  await owner()`update agent_presence set seen_at = now() - interval '2 minutes' where staff_id = ${rina.id}`
  await answeredBy(budi, opened, 'Sari')
  const { events } = (await as(budi, 'GET', `/api/chat/${opened.body.id}/events`)).body
  const told = events.map(({ kind, author }: { kind: string; author: { kind: string; name: string } }) => [
    kind,
    author.kind,
    author.name,
  ])
  assert.deepEqual(told.slice(-3), [
    ['claimed', 'agent', 'Rina'],
    ['released', 'system', 'Rina'],
    ['claimed', 'agent', 'Sari'],
  ])
  const [after] = await owner()`select queued_at from support_session where case_id = ${opened.body.id}`
  assert.deepEqual(after, before)
  await close(sari, opened)
})

test('what belongs to no team goes back to its old place, too, when its agent vanishes', async () => {
  await setState(sari, { state: 'away' })
  const budi = await desk.customer()
  const opened = await open(budi, 'refund')
  const claimed = await as(rina, 'POST', `/api/desk/sessions/${opened.body.session.id}/claim`, {})
  assert.equal(claimed.status, 200)
  await owner()`update agent_presence set seen_at = now() - interval '3 minutes' where staff_id = ${rina.id}`
  await until(async () => (await read(budi, opened)).session.state === 'waiting', 'it waits again')
  await as(budi, 'POST', `/api/chat/${opened.body.id}/leave`, {})
})

test('who signs out is given nobody, and their conversations go on to a colleague; a team may let them keep those', async () => {
  const nina = await desk.staff('Nina')
  const [tini, budi] = [await desk.customer('Tini'), await desk.customer()]
  await setState(nina, { state: 'available' })
  const held = await open(tini, 'refund')
  assert.equal((await as(nina, 'POST', `/api/desk/sessions/${held.body.session.id}/claim`, {})).status, 200)
  const kept = await open(budi)
  assert.equal((await as(nina, 'POST', `/api/desk/sessions/${kept.body.session.id}/claim`, {})).status, 200)
  await owner()`update team set requeue_after_seconds = null`
  await endStaffSession(owner(), nina.sessionId, new Date())
  await until(async () => (await read(tini, held)).session.state === 'waiting', 'it waits again')
  assert.equal((await read(budi, kept)).session.agent, 'Nina')
  await as(tini, 'POST', `/api/chat/${held.body.id}/leave`, {})
  await owner()`update team set requeue_after_seconds = 60`
  await until(async () => (await read(budi, kept)).session.state === 'waiting', 'it waits again')
  await as(budi, 'POST', `/api/chat/${kept.body.id}/leave`, {})
  const { agents } = await readDeskState(desk.database.sql, systemClock)
  assert.equal(agents.find(({ staffId }) => staffId === nina.id)!.state, 'offline', 'heard of a moment ago, and gone')
  await owner()`update staff set disabled_at = now() where id = ${nina.id}`
})

test('who is switched off has nobody any more, also where conversations stay with agents who vanished', async () => {
  const nina = await desk.staff('Nina')
  const budi = await desk.customer()
  const opened = await open(budi)
  assert.equal((await as(nina, 'POST', `/api/desk/sessions/${opened.body.session.id}/claim`, {})).status, 200)
  await owner()`update team set requeue_after_seconds = null`
  await owner()`update staff set disabled_at = now() where id = ${nina.id}`
  await until(async () => (await read(budi, opened)).session.state === 'waiting', 'it waits again')
  await owner()`update team set requeue_after_seconds = 60`
  await as(budi, 'POST', `/api/chat/${opened.body.id}/leave`, {})
})

test('whoever freezes the account while waiting is served before everybody else from then on', async () => {
  const [tini, budi] = [await desk.customer('Tini'), await desk.customer()]
  await setState(rina, { state: 'away' })
  const [first, second] = [await open(tini), await open(budi)]
  assert.equal((await read(budi, second)).session.queue.place, 2)
  assert.equal((await as(budi, 'POST', '/api/me/freeze', {})).status, 200)
  const { waiting } = (await as(sari, 'GET', '/api/desk/inbox')).body
  assert.equal(waiting[0].caseId, second.body.id)
  for (const [person, opened] of [
    [tini, first],
    [budi, second],
  ] as const)
    await as(person, 'POST', `/api/chat/${opened.body.id}/leave`, {})
})

test('after a while of waiting: answered later in writing, or called back, in the old place', async () => {
  await setState(sari, { state: 'away' })
  const [budi, tini] = [await desk.customer(), await desk.customer('Tini')]
  const later = (person: Person, opened: Answer, how: string) =>
    as(person, 'POST', `/api/chat/${opened.body.id}/later`, { how })
  const [first, second] = [await open(budi), await open(tini)]
  assert.equal((await read(budi, first)).session.queue.later, false)
  assert.equal((await later(budi, first, 'message')).body.figures.reason, 'not_yet')
  await owner()`update support_session set queued_at = queued_at - interval '10 minutes' where state = 'waiting'`
  assert.equal((await read(budi, first)).session.queue.later, true)
  assert.equal((await later(tini, first, 'message')).status, 404)
  const chosen = await later(budi, first, 'message')
  assert.partialDeepStrictEqual(chosen.body.session, { state: 'waiting', channel: 'message', queue: null })
  assert.equal((await later(tini, second, 'call')).body.session.channel, 'call')
  const { waiting } = (await as(sari, 'GET', '/api/desk/inbox')).body
  const channels = waiting.map((row: { session: { channel: string } }) => row.session.channel)
  assert.deepEqual(channels, ['message', 'call'])
  await setState(sari, { state: 'available' })
  await answeredBy(budi, first, 'Sari')
  await answeredBy(tini, second, 'Sari')
  assert.equal((await later(budi, first, 'call')).body.figures.reason, 'not_waiting')
  await close(sari, first)
  await close(sari, second)
})

test('who comes back is with the agent of last time; the calm lane is a class of its own', async () => {
  await setState(rina, { state: 'available' })
  const budi = await desk.customer()
  const first = await open(budi)
  const { agent } = await until(async () => {
    const { session } = await read(budi, first)
    return session.agent ? session : undefined
  }, 'somebody answers')
  await close(agent === 'Sari' ? sari : rina, first)
  await as(sari, 'POST', '/api/desk/me/wrap-up/end', {})
  await as(rina, 'POST', '/api/desk/me/wrap-up/end', {})
  assert.deepEqual((await as(budi, 'PUT', '/api/me/calm-lane', { wanted: true })).body, { wanted: true })
  const again = await open(budi, 'payment')
  await answeredBy(budi, again, agent)
  const [session] = await owner()`select priority from support_session where case_id = ${again.body.id}`
  assert.equal(session!.priority, 'elder')
  await close(agent === 'Sari' ? sari : rina, again)
})

test('what was announced is held against what came true; the whole desk is seen at a glance', async () => {
  await setState(sari, { state: 'away', reason: 'training' })
  await owner()`update agent_presence set capacity = 1 where staff_id = ${rina.id}`
  await as(rina, 'POST', '/api/desk/me/wrap-up/end', {})
  const [budi, tini, dewi] = [await desk.customer(), await desk.customer('Tini'), await desk.customer('Dewi')]
  await owner()`update support_session set announced_at = announced_at - interval '1 day' where state = 'ended'`
  const busy = await open(budi)
  await answeredBy(budi, busy, 'Rina')
  const [second, third] = [await open(tini), await open(dewi)]
  const { session } = await read(tini, second)
  assert.ok(session.queue.waitSeconds.to > 0)
  const state = await readDeskState(desk.database.sql, systemClock)
  assert.deepEqual(
    state.waiting.map(({ caseId, place }) => [caseId, place]),
    [
      [second.body.id, 1],
      [third.body.id, 2],
    ],
  )
  assert.deepEqual(state.teams, [{ name: 'Front', open: true, automatic: true, waiting: 2 }])
  const agents = state.agents.map(({ name, state: now, reason, active }) => [name, now, reason, active])
  assert.deepEqual(agents, [
    ['Rina', 'available', null, 1],
    ['Sari', 'away', 'training', 0],
  ])
  // One comes true within the range; the other leaves when it has long been over.
  await owner()`
    update support_session set announced_from_seconds = 0, announced_to_seconds = 60 where state = 'waiting'`
  await close(rina, busy)
  await as(rina, 'POST', '/api/desk/me/wrap-up/end', {})
  await answeredBy(tini, second, 'Rina')
  await owner()`
    update support_session set announced_at = announced_at - interval '5 minutes' where state = 'waiting'`
  const hourMs = 3_600_000
  const period = { from: new Date(Date.now() - hourMs), to: new Date(Date.now() + hourMs) }
  await as(dewi, 'POST', `/api/chat/${third.body.id}/leave`, {})
  const { teams } = await coverage(desk.database.sql, systemClock, period)
  assert.equal(teams.length, 1)
  // Who is given to an agent in the moment of coming may have been told a range or not.
  const { told, inside } = teams[0]!
  assert.ok(inside >= 1 && told === inside + 1)
  assert.partialDeepStrictEqual(teams[0], { team: 'Front', early: 0, late: 1, share: inside / told })
})
