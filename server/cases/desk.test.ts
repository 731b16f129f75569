import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { call, createDesk, openConversation, type Person } from '../channels/chat/chat.testing.ts'

let desk: Awaited<ReturnType<typeof createDesk>>
before(async () => {
  desk = await createDesk()
})
after(() => desk.close())

const as = (person: Person, method: string, route: string, body?: unknown) =>
  call(desk.instances[0]!, person, method, route, body)
let counter = 0
const words = (text: string) => ({ clientId: `message-${++counter}`, text })

async function kindsOf(person: Person, caseId: string): Promise<string[]> {
  const { body } = await as(person, 'GET', `/api/chat/${caseId}/events`)
  return body.events.map((event: { kind: string }) => event.kind)
}

test('asking twice about the same matter continues the open case; another matter opens another', async () => {
  const budi = await desk.customer()
  const [first, again] = [
    await as(budi, 'POST', '/api/chat', { topic: 'account' }),
    await as(budi, 'POST', '/api/chat', { topic: 'account' }),
  ]
  assert.equal(first.status, 200)
  assert.match(first.body.number, /^DC-\d{4}-\d{6}$/)
  assert.equal(again.body.id, first.body.id)
  assert.equal(again.body.session.state, 'waiting')
  assert.notEqual((await as(budi, 'POST', '/api/chat', { topic: 'top_up' })).body.id, first.body.id)
  const at = await Promise.all([1, 2, 3, 4].map(() => as(budi, 'POST', '/api/chat', { topic: 'refund' })))
  assert.equal(new Set(at.map((answer) => answer.body.id)).size, 1)
  assert.deepEqual(await kindsOf(budi, first.body.id), ['opened', 'queued'])
})

test('a payment that is not the own opens nothing', async () => {
  const budi = await desk.customer()
  const answer = await as(budi, 'POST', '/api/chat', {
    topic: 'payment',
    paymentId: '01890000-0000-7000-8000-000000000000',
  })
  assert.equal(answer.body.code, 'not_found')
  assert.equal((await as(budi, 'GET', '/api/chat')).body.cases.length, 0)
})

test('place in the queue, leaving it, and coming back by writing', async () => {
  const budi = await desk.customer()
  const opened = await as(budi, 'POST', '/api/chat', { topic: 'other' })
  assert.ok(opened.body.session.queue.place >= 1)
  assert.equal(opened.body.session.queue.waitSeconds, null, 'no agent is here yet')
  const left = await as(budi, 'POST', `/api/chat/${opened.body.id}/leave`, {})
  assert.equal(left.body.session.state, 'ended')
  assert.equal(left.body.state, 'open')
  const sent = await as(budi, 'POST', `/api/chat/${opened.body.id}/messages`, words('Still there?'))
  assert.equal(sent.status, 201)
  assert.equal((await as(budi, 'GET', `/api/chat/${opened.body.id}`)).body.session.state, 'waiting')
  assert.deepEqual(await kindsOf(budi, opened.body.id), ['opened', 'queued', 'action', 'queued', 'message'])
})

test('an agent who is available gives an honest range; away takes it back', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const opened = await as(budi, 'POST', '/api/chat', { topic: 'complaint' })
  const state = await as(sari, 'PUT', '/api/desk/me/state', { state: 'available' })
  assert.partialDeepStrictEqual(state.body, { state: 'available', reason: null, capacity: 4, active: 0 })
  const { queue } = (await as(budi, 'GET', `/api/chat/${opened.body.id}`)).body.session
  assert.ok(queue.waitSeconds.from >= 0 && queue.waitSeconds.to > queue.waitSeconds.from)
  await as(sari, 'PUT', '/api/desk/me/state', { state: 'away' })
  assert.equal((await as(budi, 'GET', `/api/chat/${opened.body.id}`)).body.session.queue.waitSeconds, null)
})

test('only the agent who has the conversation answers; a supervisor may; finance sees nothing', async () => {
  const [budi, sari, rina] = [await desk.customer(), await desk.staff('Sari'), await desk.staff('Rina')]
  const [boss, finance] = [await desk.staff('Dewi', 'supervisor'), await desk.staff('Uang', 'finance')]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  const messages = `/api/desk/cases/${caseId}/messages`
  assert.equal((await as(sari, 'POST', messages, words('Hello Budi'))).status, 201)
  const refused = await as(rina, 'POST', messages, words('Hello from me'))
  assert.equal(refused.body.code, 'action_not_possible')
  assert.deepEqual(refused.body.figures, { reason: 'case_not_yours' })
  assert.equal((await as(boss, 'POST', messages, words('I am here too'))).status, 201)
  for (const [method, route] of [
    ['GET', '/api/desk/inbox'],
    ['GET', `/api/desk/cases/${caseId}`],
    ['GET', `/api/desk/cases/${caseId}/events`],
    ['GET', `/api/desk/cases/${caseId}/payments`],
  ] as const)
    assert.equal((await as(finance, method, route)).body.code, 'permission_missing', route)
  assert.equal((await as(finance, 'POST', messages, words('Hello'))).body.code, 'permission_missing')
  assert.equal((await as(budi, 'POST', messages, words('Hello'))).body.code, 'signin_required')
})

test('the same client id is stored once and answers the same entry; empty messages are refused', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  const route = `/api/chat/${caseId}/messages`
  const message = words('Where is my money?\u0007')
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => as(budi, 'POST', route, message)))
  assert.equal(new Set(answers.map((answer) => answer.body.seq)).size, 1)
  assert.equal(answers[0]!.body.text, 'Where is my money?')
  assert.deepEqual((await as(budi, 'POST', route, { ...message, text: 'Other words' })).body, answers[0]!.body)
  assert.equal((await as(budi, 'POST', route, words('  \n '))).body.code, 'message_empty')
  const stranger = await desk.customer('Eve')
  assert.equal((await as(stranger, 'POST', route, words('Let me in'))).body.code, 'not_found')
  assert.equal((await as(stranger, 'GET', `/api/chat/${caseId}`)).body.code, 'not_found')
})

test('notes are for colleagues: the customer sees a number and nothing else', async () => {
  const [budi, sari, rina] = [await desk.customer(), await desk.staff('Sari'), await desk.staff('Rina')]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  const note = await as(rina, 'POST', `/api/desk/cases/${caseId}/notes`, words('Sounds like a scam'))
  assert.equal(note.status, 201)
  const seen = (await as(budi, 'GET', `/api/chat/${caseId}/events`)).body.events.at(-1)
  assert.equal(seen.seq, note.body.seq)
  assert.equal(seen.kind, 'hidden')
  assert.doesNotMatch(JSON.stringify(seen), /scam|Rina|message-/)
  assert.doesNotMatch(JSON.stringify((await as(budi, 'GET', '/api/chat')).body), /scam/)
  const colleague = (await as(sari, 'GET', `/api/desk/cases/${caseId}/events`)).body.events.at(-1)
  assert.equal(colleague.text, 'Sounds like a scam')
})

test('a conversation given back keeps its old place', async () => {
  const sari = await desk.staff()
  const [first, second] = [await desk.customer('First'), await desk.customer('Second')]
  const caseId = await openConversation(desk.instances[0]!, first, sari)
  const later = await as(second, 'POST', '/api/chat', { topic: 'other' })
  assert.deepEqual((await as(sari, 'POST', `/api/desk/cases/${caseId}/release`, {})).body, {})
  const place = async (person: Person, id: string) =>
    (await as(person, 'GET', `/api/chat/${id}`)).body.session.queue.place as number
  assert.ok((await place(first, caseId)) < (await place(second, later.body.id)))
  assert.equal((await as(sari, 'POST', `/api/desk/cases/${caseId}/release`, {})).body.figures.reason, 'not_claimed')
})

test('closing, and opening again by the next message, unless another case on the matter is open', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  assert.equal((await as(sari, 'POST', `/api/desk/cases/${caseId}/close`, { outcome: 'solved' })).status, 200)
  assert.equal(
    (await as(sari, 'POST', `/api/desk/cases/${caseId}/close`, { outcome: 'solved' })).body.code,
    'case_closed',
  )
  assert.equal((await as(sari, 'POST', `/api/desk/cases/${caseId}/messages`, words('Bye'))).body.code, 'case_closed')
  const inbox = (await as(sari, 'GET', '/api/desk/inbox')).body
  assert.ok(inbox.recent.some((row: { caseId: string }) => row.caseId === caseId))

  const sent = await Promise.all(
    ['One', 'Two', 'Three'].map((text) => as(budi, 'POST', `/api/chat/${caseId}/messages`, words(text))),
  )
  assert.ok(sent.every((answer) => answer.status === 201))
  const reopened = (await as(budi, 'GET', `/api/chat/${caseId}`)).body
  assert.deepEqual([reopened.state, reopened.session.state], ['open', 'waiting'])
  assert.deepEqual((await kindsOf(budi, caseId)).slice(3), [
    'closed',
    'reopened',
    'queued',
    'message',
    'message',
    'message',
  ])

  const boss = await desk.staff('Dewi', 'supervisor')
  await as(boss, 'POST', `/api/desk/cases/${caseId}/close`, { outcome: 'no_answer' })
  const other = await as(budi, 'POST', '/api/chat', { topic: 'other' })
  assert.notEqual(other.body.id, caseId)
  assert.equal((await as(budi, 'POST', `/api/chat/${caseId}/messages`, words('Here'))).body.code, 'case_closed')
  assert.equal((await as(budi, 'GET', `/api/chat/${caseId}`)).body.session.state, 'ended')
})

test('an agent holds no more than the own capacity', async () => {
  const sari = await desk.staff()
  for (let taken = 0; taken < 4; taken += 1) await openConversation(desk.instances[0]!, await desk.customer(), sari)
  const fifth = await as(await desk.customer(), 'POST', '/api/chat', { topic: 'other' })
  const refused = await as(sari, 'POST', `/api/desk/sessions/${fifth.body.session.id}/claim`, {})
  assert.equal(refused.body.code, 'agent_at_capacity')
  assert.deepEqual((await as(sari, 'POST', '/api/desk/claim-next', {})).body.figures, { capacity: 4 })
  const inbox = (await as(sari, 'GET', '/api/desk/inbox')).body
  assert.equal(inbox.mine.length, 4)
  assert.equal(inbox.me.active, 4)
})

test('actions: judged, carried out once, in the timeline and on record for the customer', async () => {
  const [budi, sari, rina] = [await desk.customer(), await desk.staff('Sari'), await desk.staff('Rina')]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  const actions = `/api/desk/cases/${caseId}/actions`
  const before = (await as(sari, 'GET', `/api/desk/cases/${caseId}`)).body
  assert.equal(before.customer.name, 'Budi')
  assert.equal(before.customer.balance.amount, '0.00')
  const reasons = Object.fromEntries(
    before.actions.map((one: { action: string; reason: string }) => [one.action, one.reason]),
  )
  assert.deepEqual(reasons, {
    freeze: null,
    unfreeze: 'permission_missing',
    unlock_pin: 'not_needed',
    unlock_signin: 'not_needed',
    send_code: null,
    raise_limit: 'verification_missing',
  })

  assert.equal(
    (await as(rina, 'POST', actions, { action: 'send_code', reason: 'asked by phone' })).body.figures.reason,
    'case_not_yours',
  )
  assert.equal((await as(sari, 'POST', actions, { action: 'freeze', reason: 'phone was stolen' })).status, 200)
  assert.equal(
    (await as(sari, 'POST', actions, { action: 'freeze', reason: 'phone was stolen' })).body.figures.reason,
    'not_needed',
  )
  const after = (await as(sari, 'GET', `/api/desk/cases/${caseId}`)).body
  assert.equal(after.customer.state, 'frozen')
  assert.equal(after.actions[0].reason, 'not_needed')
  const entry = (await as(budi, 'GET', `/api/chat/${caseId}/events`)).body.events.at(-1)
  assert.deepEqual([entry.kind, entry.action, entry.author.name], ['action', 'freeze', 'Sari'])
  const log = (await as(budi, 'GET', '/api/me/access-log')).body.entries
  assert.deepEqual(
    log.map((one: { action: string; actor: string }) => [one.action, one.actor]),
    [
      ['customer.frozen', 'Sari'],
      ['customer.viewed', 'Sari'],
    ],
    'one look, though the case was read twice',
  )
})

test('fifty agents claiming at once never share a person, and nobody is left', async () => {
  await desk.database
    .owner`update support_session set state = 'ended', ended_at = now(), end_reason = 'left' where state = 'waiting'`
  const agents = await Promise.all(Array.from({ length: 50 }, (_, index) => desk.staff(`Agent ${index}`)))
  const waiting = await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      const customer = await desk.customer(`Person ${index}`)
      return (await as(customer, 'POST', '/api/chat', { topic: 'other' })).body.id as string
    }),
  )
  const claims = await Promise.all(agents.map((agent) => as(agent, 'POST', '/api/desk/claim-next', {})))
  const taken = claims.map((claim) => claim.body.caseId as string)
  assert.deepEqual([...taken].sort(), [...waiting].sort())
  assert.equal((await as(agents[0]!, 'POST', '/api/desk/claim-next', {})).body.caseId, null)
})

test('fifty agents after one person: one gets through, the others learn who', async () => {
  const agents = await Promise.all(Array.from({ length: 50 }, (_, index) => desk.staff(`Runner ${index}`)))
  const opened = await as(await desk.customer(), 'POST', '/api/chat', { topic: 'other' })
  const route = `/api/desk/sessions/${opened.body.session.id}/claim`
  const claims = await Promise.all(agents.map((agent) => as(agent, 'POST', route, {})))
  const winner = agents[claims.findIndex((claim) => claim.status === 200)]!
  assert.equal(claims.filter((claim) => claim.status === 200).length, 1)
  for (const claim of claims)
    if (claim.status !== 200)
      assert.deepEqual([claim.body.code, claim.body.figures.agent], ['session_already_claimed', winner.name])
})

test('safety comes first; a language that nobody here speaks waits for one who does', async () => {
  await desk.database
    .owner`update support_session set state = 'ended', ended_at = now(), end_reason = 'left' where state = 'waiting'`
  const early = await as(await desk.customer('Early'), 'POST', '/api/chat', { topic: 'other' })
  const chinese = await as(await desk.customer('王'), 'POST', '/api/chat', { topic: 'other' })
  await desk.database.owner`update support_session set language = 'zh' where case_id = ${chinese.body.id}`
  const fright = await as(await desk.customer('Fright'), 'POST', '/api/chat', { topic: 'safety' })
  const [sari, li] = [await desk.staff('Sari', 'agent', ['id']), await desk.staff('Li', 'agent', ['zh'])]
  const next = async (agent: Person) => (await as(agent, 'POST', '/api/desk/claim-next', {})).body.caseId
  assert.equal(await next(sari), fright.body.id)
  assert.equal(await next(sari), early.body.id)
  assert.equal(await next(sari), null)
  assert.equal(await next(li), chinese.body.id)
})
