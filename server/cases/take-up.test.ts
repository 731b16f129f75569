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
const takeUp = (agent: Person, caseId: string) => as(agent, 'POST', `/api/desk/cases/${caseId}/take-up`, {})

/** A case whose customer gave up waiting. */
async function unattended(): Promise<{ caseId: string; customer: Person }> {
  const customer = await desk.customer()
  const { id } = (await as(customer, 'POST', '/api/chat', { topic: 'other' })).body
  await as(customer, 'POST', `/api/chat/${id}/leave`, {})
  return { caseId: id, customer }
}

test('an agent takes up a case that nobody attends and answers; the figures count no arrival and no wait', async () => {
  const [sari, rina, boss] = [
    await desk.staff('Sari'),
    await desk.staff('Rina'),
    await desk.staff('Dewi', 'supervisor'),
  ]
  const { caseId, customer } = await unattended()
  const today = async () => (await as(boss, 'GET', '/api/desk/supervision/wallboard')).body.today
  const before = await today()
  assert.deepEqual((await takeUp(sari, caseId)).body, { caseId })
  assert.equal((await takeUp(sari, caseId)).status, 200, 'again is the same')
  assert.deepEqual((await takeUp(rina, caseId)).body.figures, { agent: 'Sari' })
  assert.equal(
    (
      await as(sari, 'POST', `/api/desk/cases/${caseId}/messages`, {
        clientId: 'message-1',
        text: 'Hello, I am on it.',
      })
    ).status,
    201,
  )
  const { events } = (await as(customer, 'GET', `/api/chat/${caseId}/events`)).body
  assert.deepEqual(
    events.slice(-2).map(({ kind, author }: { kind: string; author: { name: string } }) => [kind, author.name]),
    [
      ['claimed', 'Sari'],
      ['message', 'Sari'],
    ],
  )
  assert.deepEqual(await today(), before)
  const given = await as(sari, 'POST', `/api/desk/cases/${caseId}/release`, {})
  assert.equal(given.status, 200)
  const { waiting } = (await as(sari, 'GET', '/api/desk/inbox')).body
  const row = waiting.find((one: { caseId: string }) => one.caseId === caseId)
  assert.equal(row.session.channel, 'message', 'nobody waits before the screen')
})

test('fifty agents after one case: one gets it; who comes back meanwhile waits with nobody else', async () => {
  const { caseId, customer } = await unattended()
  const agents = await Promise.all(Array.from({ length: 50 }, (_, index) => desk.staff(`Runner ${index}`)))
  const [back, ...taken] = await Promise.all([
    as(customer, 'POST', `/api/chat/${caseId}/messages`, { clientId: 'message-2', text: 'I am back' }),
    ...agents.map((agent) => takeUp(agent, caseId)),
  ])
  assert.equal(back!.status, 201)
  const winner = agents[taken.findIndex(({ status }) => status === 200)]!
  assert.equal(taken.filter(({ status }) => status === 200).length, 1)
  for (const { status, body } of taken)
    if (status !== 200) assert.deepEqual([body.code, body.figures.agent], ['session_already_claimed', winner.name])
  const [live] = await desk.database.owner`
    select count(*)::int as count from support_session where case_id = ${caseId} and state <> 'ended'`
  assert.equal(live!.count, 1)
})

test('a solved case goes on; a closed one, a full agent and a stranger to the desk are refused', async () => {
  const [sari, full, finance] = [
    await desk.staff('Sari'),
    await desk.staff('Full'),
    await desk.staff('Uang', 'finance'),
  ]
  const solved = await openConversation(desk.instances[0]!, await desk.customer(), sari)
  assert.equal((await as(sari, 'POST', `/api/desk/cases/${solved}/stage`, { move: 'solve' })).status, 200)
  assert.equal((await takeUp(sari, solved)).status, 200)
  const sheet = (await as(sari, 'GET', `/api/desk/cases/${solved}/sheet`)).body
  assert.equal(sheet.stage, 'open')
  assert.equal((await as(sari, 'POST', `/api/desk/cases/${solved}/close`, { outcome: 'solved' })).status, 200)
  assert.equal((await takeUp(sari, solved)).body.code, 'case_closed')

  const { caseId } = await unattended()
  for (let taken = 0; taken < 4; taken += 1) await openConversation(desk.instances[0]!, await desk.customer(), full)
  assert.deepEqual((await takeUp(full, caseId)).body.figures, { capacity: 4 })
  assert.equal((await takeUp(finance, caseId)).body.code, 'permission_missing')
  assert.equal((await takeUp(sari, '01890000-0000-7000-8000-000000000000')).body.code, 'not_found')
})
