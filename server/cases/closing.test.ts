import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { call, createDesk, openConversation, type Person } from '../channels/chat/chat.testing.ts'
import { systemClock } from '../platform/clock.ts'
import { createIds } from '../platform/ids.ts'
import { closeQuietCases } from './closing.ts'
import { followAll } from './follow.ts'

let desk: Awaited<ReturnType<typeof createDesk>>
let sari: Person
let boss: Person
before(async () => {
  desk = await createDesk()
  ;[sari, boss] = [await desk.staff('Sari'), await desk.staff('Dewi', 'supervisor')]
  await desk.database.owner`
    insert into agent_presence (staff_id, state, capacity, seen_at) values (${sari.id}, 'away', 20, now())`
})
after(() => desk.close())

const ids = createIds(systemClock)
const dayMs = 24 * 3_600_000
const setting = '/api/desk/settings/closing'
const as = (person: Person, method: string, route: string, body?: unknown) =>
  call(desk.instances[0]!, person, method, route, body)
const write = (person: Person, route: string) =>
  as(person, 'POST', `${route}/messages`, { clientId: `message-${randomUUID()}`, text: 'Still there' })
const stage = (caseId: string, body: object) => as(sari, 'POST', `/api/desk/cases/${caseId}/stage`, body)
/** What a beat closes, so many days from now. */
const beatAt = (days: number) =>
  closeQuietCases({ sql: desk.database.sql, ids, clock: { now: () => new Date(Date.now() + days * dayMs) } })
/** With the beat of the day before, which tells those who are closed. */
async function beat(days: number) {
  assert.equal(await beatAt(days - 1), 0)
  return beatAt(days)
}
const standing = async (customer: Person, caseId: string) => {
  const { state } = (await as(customer, 'GET', `/api/chat/${caseId}`)).body
  const { events } = (await as(customer, 'GET', `/api/chat/${caseId}/events`)).body
  const { kind, author, action, text } = events.at(-1)
  return { state, last: [kind, author.kind, action, text] }
}

/** A case whose customer gave up waiting. */
async function left(topic = 'other') {
  const customer = await desk.customer()
  const { id: caseId } = (await as(customer, 'POST', '/api/chat', { topic })).body
  await write(customer, `/api/chat/${caseId}`)
  await as(customer, 'POST', `/api/chat/${caseId}/leave`, {})
  return { customer, caseId: caseId as string }
}

test('who left the queue and was not taken up: closed after the days that are set, told, and open again by a word', async () => {
  const { customer, caseId } = await left()
  assert.equal(await beatAt(5.9), 0)
  assert.deepEqual((await standing(customer, caseId)).last, ['action', 'customer', 'left_queue', null])
  assert.equal(await beatAt(6.1), 0)
  assert.deepEqual((await standing(customer, caseId)).last, ['action', 'system', 'closing_soon', null])
  const told = (await as(customer, 'GET', `/api/chat/${caseId}/events`)).body.events.length
  assert.equal(await beatAt(6.9), 0)
  assert.equal(await beatAt(7.05), 0, 'told less than a day before')
  assert.equal((await as(customer, 'GET', `/api/chat/${caseId}/events`)).body.events.length, told, 'told once')
  assert.equal(await beatAt(7.1), 1)
  assert.deepEqual(await standing(customer, caseId), { state: 'closed', last: ['closed', 'system', 'no_answer', '7'] })
  await followAll(desk.database.sql)
  const clocks = await desk.database.owner`
    select measure, state from case_clock where case_id = ${caseId} order by measure`
  assert.deepEqual(
    clocks.map(({ measure, state }) => [measure, state]),
    [
      ['first_reply', 'dropped'],
      ['resolution', 'dropped'],
    ],
    'nothing was kept, and nothing broken',
  )
  assert.equal((await write(customer, `/api/chat/${caseId}`)).status, 201)
  assert.equal((await standing(customer, caseId)).state, 'open')
  const session = (await as(customer, 'GET', `/api/chat/${caseId}`)).body.session
  assert.equal(session.state, 'waiting')
  await as(customer, 'POST', `/api/chat/${caseId}/leave`, {})
  await as(boss, 'POST', `/api/desk/cases/${caseId}/close`, { outcome: 'no_answer' })
})

test('what somebody waits for, has in hand, or held since is not closed', async () => {
  const waiting = await desk.customer()
  const { id } = (await as(waiting, 'POST', '/api/chat', { topic: 'other' })).body
  const taken = await left()
  await as(sari, 'POST', `/api/desk/cases/${taken.caseId}/take-up`, {})
  const held = await left()
  assert.equal((await stage(held.caseId, { move: 'hold', reason: 'Waiting for the bank', until: null })).status, 200)
  assert.equal((await stage(held.caseId, { move: 'resume' })).status, 200)
  // Given back to the queue, the person waits for us, whatever was said of the case.
  const given = await openConversation(desk.instances[0]!, await desk.customer(), sari)
  await stage(given, { move: 'wait' })
  await as(sari, 'POST', `/api/desk/cases/${given}/release`, {})
  const back = await left()
  await write(back.customer, `/api/chat/${back.caseId}`)
  assert.equal(await beat(100), 0)
  for (const caseId of [id, taken.caseId, held.caseId, given, back.caseId])
    await as(boss, 'POST', `/api/desk/cases/${caseId}/close`, { outcome: 'no_answer' })
})

test('who does not answer us: closed with the place freed; our reminder and their answer begin the days anew', async () => {
  const budi = await desk.customer()
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  assert.equal((await stage(caseId, { move: 'wait' })).status, 200)
  const { owner } = desk.database
  const pastMs = 5 * dayMs
  await owner`
    update support_case set stage_since = stage_since - ${pastMs} * interval '1 ms', updated_at = updated_at - ${pastMs} * interval '1 ms'
    where id = ${caseId}`
  assert.equal((await write(sari, `/api/desk/cases/${caseId}`)).status, 201)
  assert.equal(await beat(3), 0, 'we wrote again since')
  assert.equal(await beat(7.1), 1)
  assert.deepEqual(await standing(budi, caseId), { state: 'closed', last: ['closed', 'system', 'no_answer', '7'] })
  assert.equal((await as(budi, 'GET', `/api/chat/${caseId}`)).body.session.state, 'ended')

  const other = await openConversation(desk.instances[0]!, await desk.customer(), sari)
  await stage(other, { move: 'solve' })
  assert.equal(await beatAt(1.9), 0)
  assert.equal(await beat(3.1), 1)
  const row = (await as(sari, 'GET', `/api/desk/cases/${other}/sheet`)).body
  assert.equal(row.stage, 'closed')
})

test('of closing and a word that come together the word stands, and nothing is closed with somebody in the queue', async () => {
  const crowd = await Promise.all(Array.from({ length: 6 }, () => left()))
  assert.equal(await beatAt(6.5), 0)
  await Promise.all([
    beatAt(8),
    ...crowd.map(({ customer, caseId }) => write(customer, `/api/chat/${caseId}`)),
    beatAt(8),
  ])
  for (const { customer, caseId } of crowd) {
    const chat = (await as(customer, 'GET', `/api/chat/${caseId}`)).body
    assert.deepEqual([chat.state, chat.session.state], ['open', 'waiting'])
    await as(boss, 'POST', `/api/desk/cases/${caseId}/close`, { outcome: 'no_answer' })
  }
})

test('the days are a setting: for whom may set it, against the version that was seen, on record, and null never closes', async () => {
  const read = async () => (await as(boss, 'GET', setting)).body
  assert.equal((await as(sari, 'GET', setting)).body.code, 'permission_missing')
  const { version, ...days } = await read()
  assert.deepEqual(days, { leftDays: 7, unansweredDays: 7, solvedDays: 3 })
  const save = (facts: object) => as(boss, 'PUT', setting, { ...days, version, ...facts })
  assert.equal((await save({ leftDays: 0 })).body.code, 'request_malformed')
  assert.equal((await save({ solvedDays: null })).body.code, 'request_malformed')
  assert.equal((await as(sari, 'PUT', setting, { ...days, version })).body.code, 'permission_missing')
  assert.equal((await save({ leftDays: null, solvedDays: 5 })).status, 200)
  assert.equal((await save({ leftDays: 1 })).body.code, 'setting_changed')
  const { changes } = (await as(boss, 'GET', '/api/desk/settings/changes?subject=closing')).body
  const { id: _id, at: _at, ...told } = changes[0]
  assert.deepEqual(told, {
    by: 'Dewi',
    ...{ subject: 'closing', deed: 'changed', key: 'closing', title: null },
    before: { leftDays: 7, solvedDays: 3 },
    after: { leftDays: null, solvedDays: 5 },
  })
  await left()
  assert.equal(await beat(364), 0)
})

test('cases that nobody attends are counted whole and read page by page', async () => {
  const before = (await as(sari, 'GET', '/api/desk/inbox')).body.unattendedCount
  const opened: string[] = []
  for (let made = 0; made < 35; made += 1) opened.unshift((await left()).caseId)
  const inbox = (await as(sari, 'GET', '/api/desk/inbox')).body
  assert.equal(inbox.unattendedCount, before + 35)
  const caseIds = (rows: { caseId: string }[]) => rows.map(({ caseId }) => caseId)
  assert.deepEqual(caseIds(inbox.unattended), opened.slice(0, 30))
  const next = await as(sari, 'GET', `/api/desk/inbox/unattended?before=${inbox.unattended.at(-1).caseId}`)
  assert.deepEqual(caseIds(next.body.unattended).slice(0, 5), opened.slice(30))
  assert.equal(next.body.more, false)
})
