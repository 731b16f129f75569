import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { guestProtocols } from '../../../contract/guest.ts'
import { liveClose } from '../../../contract/live.ts'
import { startGuest } from '../../identity/guest.ts'
import { systemSecrets } from '../../identity/secrets.ts'
import { systemClock as clock } from '../../platform/clock.ts'
import { createIds } from '../../platform/ids.ts'
import { isRefusal } from '../../platform/refusals.ts'
import { call, createDesk, type Instance, openClient, type Person } from '../chat/chat.testing.ts'

const ids = createIds(clock)
let desk: Awaited<ReturnType<typeof createDesk>>
let one: Instance
let two: Instance
let sari: Person
before(async () => {
  desk = await createDesk(2)
  ;[one, two] = desk.instances as [Instance, Instance]
  sari = await desk.staff()
})
after(() => desk.close())

/** What `nameDevice` makes of the test's own requests. */
const here = '–'

async function visit(device = here) {
  const token = systemSecrets.token()
  const guest = await startGuest(
    { sql: desk.database.sql, clock, ids },
    { token, name: 'Tono', language: 'en', device },
  )
  assert.ok(!isRefusal(guest))
  const headers = { 'x-dompet-request': '1', 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const body = JSON.stringify({ topic: 'account' })
  const chat = await (await fetch(`${one.url}/api/guest/chat`, { method: 'POST', headers, body })).json()
  const socket = await openClient(two, { cookie: '' }, {}, { query: '?as=guest', protocols: guestProtocols(token) })
  socket.say(chat.id, 'I cannot sign in')
  await socket.heard('sent')
  const sessionId = chat.session.id as string
  return { id: guest.id, token, caseId: chat.id as string, number: chat.number as string, sessionId, socket }
}

const claim = (sessionId: string) => call(one, sari, 'POST', `/api/desk/sessions/${sessionId}/claim`, {})
const join = (person: Person, { token }: { token: string }, instance = one) =>
  call(instance, person, 'POST', '/api/chat/guest', { token })
const find = (person: Person, { token }: { token: string }) =>
  call(one, person, 'POST', '/api/chat/guest/find', { token })
const told = async (caseId: string) =>
  (
    await desk.database.sql<{ kind: string; action: string | null; text: string | null }[]>`
      select kind, action, text from case_event where case_id = ${caseId} order by seq`
  ).map(({ kind, action, text }) => [kind, action, text])

test('who signs in and says so finds the conversation among their own, with the agent who had them', async () => {
  const visitor = await visit()
  await claim(visitor.sessionId)
  const budi = await desk.customer('Budi')
  assert.equal((await call(one, sari, 'GET', `/api/desk/cases/${visitor.caseId}`)).body.customer, null)
  assert.doesNotMatch(JSON.stringify(await call(one, sari, 'GET', '/api/desk/inbox')), /Budi/)

  const found = (await find(budi, visitor)).body.guest
  assert.deepEqual([found.name, found.topic], ['Tono', 'account'])
  const [joined, repeated] = await Promise.all([join(budi, visitor), join(budi, visitor, two)])
  assert.deepEqual([joined.status, repeated.status], [200, 200], JSON.stringify([joined.body, repeated.body]))
  const { caseId } = joined.body
  assert.equal(repeated.body.caseId, caseId, 'said twice at once, joined once')
  assert.equal((await find(budi, visitor)).body.guest, null, 'nobody is asked again')
  assert.equal((await visitor.socket.closed()).code, liveClose.sessionEnded)

  const { body } = await call(one, budi, 'GET', '/api/chat')
  assert.deepEqual(
    body.cases.map(({ id, topic, session }: { id: string; topic: string; session: unknown }) => [id, topic, session]),
    [[caseId, 'account', { ...body.cases[0].session, state: 'active', agent: 'Sari' }]],
  )
  const { number } = body.cases[0]
  assert.deepEqual(await told(caseId), [
    ['opened', null, null],
    ['message', null, 'I cannot sign in'],
    ['action', 'joined_guest', visitor.number],
  ])
  assert.deepEqual((await told(visitor.caseId)).at(-1), ['action', 'joined_customer', number])

  const opened = (await call(one, sari, 'GET', `/api/desk/cases/${caseId}`)).body
  assert.equal(opened.beganAsGuest, true)
  assert.deepEqual([opened.row.guest, opened.row.customerName, opened.row.session.agent], [false, 'Budi', 'Sari'])
  const [record] = await desk.database.owner`
    select actor_kind, actor_id, case_id from audit_event where customer_id = ${budi.id} and action = 'guest.joined'`
  assert.deepEqual(record, { actor_kind: 'customer', actor_id: budi.id, case_id: caseId })
})

test('who waits keeps the place, and a conversation that was over stays over', async () => {
  const [waiting, over] = [await visit(), await visit()]
  await claim(over.sessionId)
  await call(one, sari, 'POST', `/api/desk/cases/${over.caseId}/close`, { outcome: 'solved' })
  const queuedAt = (caseId: string) => desk.database.sql`
    select queued_at from support_session where case_id = ${caseId} and ${desk.database.sql`state = 'waiting'`}`
  const before = [...(await queuedAt(waiting.caseId))]
  const budi = await desk.customer('Budi')
  const { caseId } = (await join(budi, waiting)).body
  assert.deepEqual([...(await queuedAt(caseId))], before)
  assert.deepEqual([...(await queuedAt(waiting.caseId))], [])

  const closed = (await join(budi, over)).body.caseId
  const { body } = await call(one, budi, 'GET', `/api/chat/${closed}`)
  assert.equal(body.state, 'closed')
  const [kept] = await desk.database.sql`select outcome, category from support_case where id = ${closed}`
  assert.deepEqual(kept, { outcome: 'solved', category: 'account' })
})

test('nobody else joins it: joined elsewhere, another device, a token that ended or never was, nobody signed in', async () => {
  const [mine, elsewhere, ended] = [await visit(), await visit('Firefox, Android'), await visit()]
  const [budi, eve] = [await desk.customer('Budi'), await desk.customer('Eve')]
  const reason = async (person: Person, visitor: { token: string }) => {
    assert.equal((await find(person, visitor)).body.guest, null)
    const { status, body } = await join(person, visitor)
    return [status, body.code, body.figures.reason]
  }
  assert.equal((await join(budi, mine)).status, 200)
  assert.deepEqual(await reason(eve, mine), [409, 'guest_not_joined', 'joined_elsewhere'])
  assert.deepEqual(await reason(budi, elsewhere), [409, 'guest_not_joined', 'other_device'])
  await desk.database.sql`update guest_token set ended_at = now() where guest_id = ${ended.id}`
  assert.deepEqual(await reason(budi, ended), [409, 'guest_not_joined', 'over'])
  assert.deepEqual(await reason(budi, { token: systemSecrets.token() }), [409, 'guest_not_joined', 'over'])
  const anonymous = { ...budi, cookie: '' }
  assert.equal((await join(anonymous, elsewhere)).status, 401)
  assert.equal((await join({ ...budi, cookie: sari.cookie }, elsewhere)).status, 401)

  const silent = systemSecrets.token()
  await startGuest({ sql: desk.database.sql, clock, ids }, { token: silent, name: '', language: 'en', device: here })
  assert.deepEqual(await reason(budi, { token: silent }), [409, 'guest_not_joined', 'nothing_said'])
  const [still] = await desk.database.sql`select count(*)::int as open from guest_token where ended_at is null
    and guest_id = (select guest_id from guest_token where token_hash = sha256(convert_to(${silent}, 'UTF8')))`
  assert.equal(still!.open, 1, 'what was refused changed nothing')
})
