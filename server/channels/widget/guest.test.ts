import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { guestProtocols, maximumGuestMessageCharacters } from '../../../contract/guest.ts'
import { liveClose } from '../../../contract/live.ts'
import { startGuest } from '../../identity/guest.ts'
import { systemSecrets } from '../../identity/secrets.ts'
import { systemClock as clock } from '../../platform/clock.ts'
import { createIds } from '../../platform/ids.ts'
import { isRefusal } from '../../platform/refusals.ts'
import { call, createDesk, type Instance, openClient, type Person, startInstance, until } from '../chat/chat.testing.ts'
import { guestMessagesPerMinute } from '../chat/guest-bounds.ts'
import { newGuestsPerAddress } from './guest.routes.ts'

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

const introduction = (name: string) => ({ token: systemSecrets.token(), name, language: 'id' })

type Visitor = { id: string; token: string }

/** A visitor by the verb behind the route, whose address is bounded. */
async function visit(name = ''): Promise<Visitor> {
  const token = systemSecrets.token()
  const guest = await startGuest({ sql: desk.database.sql, clock, ids }, { token, name, language: 'en', device: '–' })
  assert.ok(!isRefusal(guest))
  return { id: guest.id, token }
}

async function ask({ token }: { token: string }, method: string, path: string, body?: unknown) {
  const response = await fetch(one.url + path, {
    method,
    headers: {
      'x-dompet-request': '1',
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json() }
}

const openSocket = (instance: Instance, { token }: { token: string }) =>
  openClient(instance, { cookie: '' }, {}, { query: '?as=guest', protocols: guestProtocols(token) })

async function talk(visitor: Visitor, topic = 'other') {
  const opened = await ask(visitor, 'POST', '/api/guest/chat', { topic })
  assert.equal(opened.status, 200, JSON.stringify(opened.body))
  return { caseId: opened.body.id as string, sessionId: opened.body.session.id as string }
}

async function talkWithSari(visitor: Visitor) {
  const { caseId, sessionId } = await talk(visitor)
  const claimed = await call(one, sari, 'POST', `/api/desk/sessions/${sessionId}/claim`, {})
  assert.equal(claimed.status, 200, JSON.stringify(claimed.body))
  return caseId
}

test('a visitor talks with an agent, drops off, and gets the rest by sequence from another process', async () => {
  const visitor = await visit('Tono')
  const caseId = await talkWithSari(visitor)
  const first = await openSocket(one, visitor)
  first.send({ type: 'subscribe', caseId, after: 0 })
  await first.heard('caught_up')
  const clientId = first.say(caseId, 'How do I sign up?')
  await first.heard('sent')
  const lastSeq = first.events(caseId).at(-1)!.seq
  first.socket.terminate()
  for (const text of ['With your phone number.', 'It takes two minutes.'])
    await call(two, sari, 'POST', `/api/desk/cases/${caseId}/messages`, { clientId: randomUUID(), text, fileIds: [] })
  const note = { clientId: randomUUID(), text: 'secret note' }
  await call(two, sari, 'POST', `/api/desk/cases/${caseId}/notes`, note)

  const second = await openSocket(two, visitor)
  second.send({ type: 'send', caseId, message: { clientId, text: 'How do I sign up?', fileIds: [] } })
  second.send({ type: 'subscribe', caseId, after: lastSeq })
  await second.heard('caught_up')
  const got = second.events(caseId)
  assert.deepEqual(
    got.map(({ kind, text }) => [kind, text]),
    [
      ['message', 'With your phone number.'],
      ['message', 'It takes two minutes.'],
      ['hidden', null],
    ],
  )
  const repeat = await second.heard('sent')
  assert.equal(repeat.seq, lastSeq, 'the question was stored once')
  second.socket.close()
})

test('the desk says visitor, and shows and does nothing about an account', async () => {
  const visitor = await visit('Tono')
  const caseId = await talkWithSari(visitor)
  const opened = await call(one, sari, 'GET', `/api/desk/cases/${caseId}`)
  assert.equal(opened.status, 200)
  assert.equal(opened.body.row.guest, true)
  assert.equal(opened.body.row.customerName, 'Tono')
  const { customer, actions, requests } = opened.body
  assert.deepEqual({ customer, actions, requests }, { customer: null, actions: [], requests: [] })
  assert.deepEqual(opened.body.missing, [
    { level: 'signed_in', actions: ['unlock_pin', 'unlock_signin'] },
    { level: 'code', actions: ['unfreeze', 'raise_limit'] },
  ])
  const inbox = await call(one, sari, 'GET', '/api/desk/inbox')
  assert.ok(inbox.body.mine.some((row: { caseId: string; guest: boolean }) => row.caseId === caseId && row.guest))

  const supervisor = await desk.staff('Dewi', 'supervisor')
  for (const action of ['freeze', 'unlock_pin', 'send_code', 'unfreeze'])
    for (const person of [sari, supervisor]) {
      const reason = 'because I can'
      const done = await call(one, person, 'POST', `/api/desk/cases/${caseId}/actions`, { action, reason })
      assert.ok([403, 404].includes(done.status), `${action} is ${done.status}`)
    }
  const diagnosis = await call(one, sari, 'GET', `/api/desk/cases/${caseId}/diagnosis`)
  assert.equal(diagnosis.status, 200)
  const about = { about: visitor.id, reason: 'wants to know' }
  await call(one, sari, 'POST', '/api/desk/look-ups', about)
  const looked = await call(one, sari, 'GET', `/api/desk/customers/${visitor.id}`)
  assert.equal(looked.status, 404, 'a guest is no customer')
})

test('a token opens its own conversations and nothing of customers', async () => {
  const [visitor, other] = [await visit('Tono'), await visit('Rudi')]
  const { caseId } = await talk(visitor)
  const budi = await desk.customer()
  assert.equal((await ask(other, 'GET', `/api/guest/chat/${caseId}`)).status, 404)
  assert.equal((await ask(other, 'POST', `/api/guest/chat/${caseId}/leave`, {})).status, 404)
  const socket = await openSocket(one, other)
  socket.send({ type: 'subscribe', caseId, after: 0 })
  socket.say(caseId, 'let me in')
  const refused = await until(
    () => socket.inbox.filter(({ type }) => type === 'refused').length === 2 && socket.inbox,
    'both are refused',
  )
  assert.ok(!refused.some(({ type }) => type === 'event'))
  socket.socket.close()

  for (const path of ['/api/chat', `/api/chat/${caseId}`])
    for (const cookie of [`dompet_session=${visitor.token}`, `dompet_staff=${visitor.token}`])
      assert.equal((await call(one, { cookie }, 'GET', path)).status, 401, path)
  const session = budi.cookie.split('=')[1]!
  assert.equal((await ask({ token: session }, 'GET', '/api/guest')).status, 401, "a customer's session is no guest's")
  for (const token of ['', 'x', 'y'.repeat(43), session]) await assert.rejects(openSocket(one, { token }), /401/)
})

test('beginning again under the same token is the same guest with the same conversation, also at the same moment', async () => {
  const tono = introduction('Tono')
  const begun = await Promise.all([one, two, one].map((instance) => call(instance, null, 'POST', '/api/guest', tono)))
  assert.deepEqual(
    begun.map(({ status, body }) => [status, body.name]),
    Array(3).fill([201, 'Tono']),
  )
  const topics = ['other', 'safety', 'account']
  const chats = await Promise.all(topics.map((topic) => ask(tono, 'POST', '/api/guest/chat', { topic })))
  assert.equal(new Set(chats.map(({ body }) => body.id)).size, 1)
  const again = await call(two, null, 'POST', '/api/guest', { ...tono, name: 'Toni' })
  assert.deepEqual([again.body.name, again.body.chat.id], ['Tono', chats[0]!.body.id])
  const [made] = await desk.database.sql`
    select count(distinct customer.id)::int as guests, count(c.id)::int as cases
    from customer join support_case c on c.customer_id = customer.id
    where customer.id = (select customer_id from support_case where id = ${chats[0]!.body.id})`
  assert.deepEqual(made, { guests: 1, cases: 1 })

  await ask(tono, 'DELETE', '/api/guest')
  assert.equal((await call(one, null, 'POST', '/api/guest', tono)).body.code, 'signin_required', 'it has ended')
})

test('forgetting ends the token everywhere; the words stay at the desk', async () => {
  const visitor = await visit()
  const caseId = await talkWithSari(visitor)
  const socket = await openSocket(two, visitor)
  assert.equal((await ask(visitor, 'GET', '/api/guest')).body.name, 'Visitor')
  assert.equal((await ask(visitor, 'DELETE', '/api/guest')).status, 200)
  assert.equal((await socket.closed()).code, liveClose.sessionEnded)
  assert.equal((await ask(visitor, 'GET', '/api/guest')).status, 401)
  assert.equal((await call(one, sari, 'GET', `/api/desk/cases/${caseId}/events`)).status, 200)

  const late = await visit()
  await desk.database.sql`
    update guest_token set started_at = now() - interval '15 days', expires_at = now() - interval '1 day' where guest_id = ${late.id}`
  assert.equal((await ask(late, 'GET', '/api/guest')).status, 401, 'it is too old')
})

test('how many come, how much they write and what they send is bounded', async () => {
  const answers = []
  const fresh = await startInstance(desk.database, desk.folder)
  for (let come = 0; come <= newGuestsPerAddress; come += 1)
    answers.push((await call(fresh, null, 'POST', '/api/guest', introduction(' Ani '))).status)
  await fresh.stop()
  assert.deepEqual(answers, [...Array(newGuestsPerAddress).fill(201), 429])

  const visitor = await visit()
  const { caseId } = await talk(visitor)
  assert.equal((await talk(visitor, 'safety')).caseId, caseId, 'one conversation at a time')
  const socket = await openSocket(one, visitor)
  socket.say(caseId, 'x'.repeat(maximumGuestMessageCharacters + 1), 'too-long')
  socket.send({ type: 'send', caseId, message: { clientId: 'a-picture', text: 'look', fileIds: [randomUUID()] } })
  for (const clientId of ['too-long', 'a-picture']) {
    const { refusal } = await socket.heard('refused', (message) => message.clientId === clientId)
    assert.equal(refusal.code, 'request_malformed')
  }
  for (let sent = 0; sent <= guestMessagesPerMinute; sent += 1) socket.say(caseId, `piece ${sent}`)
  const limited = await socket.heard('refused', ({ refusal }) => refusal.code === 'rate_limited')
  assert.ok(Number(limited.refusal.figures.retryAfterSeconds) <= 60)
  await until(
    async () => socket.inbox.filter(({ type }) => type === 'sent').length === guestMessagesPerMinute,
    'all others are stored',
  )
  socket.socket.close()
})

test('a guest is asked how a conversation was when it is over, once; other guests and customers are not', async () => {
  const [visitor, other] = [await visit('Made'), await visit()]
  const caseId = await talkWithSari(visitor)
  const path = `/api/guest/chat/${caseId}/satisfaction`
  assert.deepEqual((await ask(visitor, 'GET', path)).body, { asks: false }, 'it goes on')
  assert.equal((await ask(visitor, 'POST', path, { score: 5 })).body.figures.reason, 'not_over')
  await call(one, sari, 'POST', `/api/desk/cases/${caseId}/close`, { outcome: 'solved' })
  assert.deepEqual((await ask(visitor, 'GET', path)).body, { asks: true })
  assert.equal((await ask(other, 'GET', path)).body.code, 'not_found')
  assert.equal((await call(one, await desk.customer(), 'GET', path)).body.code, 'signin_required')

  const answer = { score: 2, reasons: ['slow'], words: 'It took an hour' }
  assert.equal((await ask(visitor, 'POST', path, answer)).status, 201)
  assert.equal((await ask(visitor, 'POST', path, answer)).body.figures.reason, 'said_before')
  assert.deepEqual((await ask(visitor, 'GET', path)).body, { asks: false })
  const [said] = await desk.database
    .owner`select customer_id, agent_id, score from satisfaction where case_id = ${caseId}`
  assert.deepEqual(said, { customer_id: visitor.id, agent_id: sari.id, score: 2 })
})
