import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { call, createDesk, openConversation, type Person } from '../channels/chat/chat.testing.ts'

let desk: Awaited<ReturnType<typeof createDesk>>
let sari: Person
let rina: Person
let budi: Person
before(async () => {
  desk = await createDesk()
  sari = await desk.staff('Sari')
  rina = await desk.staff('Rina')
  budi = await desk.staff('Budi', 'supervisor')
})
after(() => desk.close())

const as = (person: Person, method: string, route: string, body?: unknown) =>
  call(desk.instances[0]!, person, method, route, body)
const wallboard = async () => (await as(budi, 'GET', '/api/desk/supervision/wallboard')).body

test('the wallboard counts who waits by priority and language, who is here, and the day; it names no customer', async () => {
  await as(sari, 'PUT', '/api/desk/me/state', { state: 'available' })
  await as(rina, 'PUT', '/api/desk/me/state', { state: 'away', reason: 'meal' })
  const caseId = await openConversation(desk.instances[0]!, await desk.customer('Wira Yang Dilayani'), sari)
  const [first, second, third] = await Promise.all([
    desk.customer('Satu', 'id'),
    desk.customer('Dua', 'id'),
    desk.customer('San', 'zh'),
  ])
  for (const [who, topic] of [
    [first, 'other'],
    [second, 'payment'],
    [third, 'safety'],
  ] as const)
    await as(who, 'POST', '/api/chat', { topic })
  const gone = await desk.customer('Pergi', 'en')
  const opened = await as(gone, 'POST', '/api/chat', { topic: 'other' })
  await as(gone, 'POST', `/api/chat/${opened.body.id}/leave`, {})

  const board = await wallboard()
  assert.deepEqual(
    board.queues.map(({ priority, language, waiting }: Record<string, unknown>) => [priority, language, waiting]),
    [
      ['safety', 'zh', 1],
      ['ordinary', 'id', 2],
    ],
  )
  assert.ok(board.lastWaitSeconds.to > 0)
  const states = Object.fromEntries(
    board.agents.map(({ name, state, reason, active }: Record<string, unknown>) => [name, [state, reason, active]]),
  )
  assert.deepEqual(states.Sari, ['available', null, 1])
  assert.deepEqual(states.Rina, ['away', 'meal', 0])
  assert.deepEqual(
    board.conversations.map(({ caseId, agent }: Record<string, unknown>) => [caseId, agent]),
    [[caseId, 'Sari']],
  )
  const { conversations, served, left, medianWaitSeconds, coverage } = board.today
  assert.deepEqual([conversations, served, left], [5, 1, 1])
  assert.ok(medianWaitSeconds >= 0 && medianWaitSeconds < 60)
  assert.deepEqual(
    coverage.map(({ told, inside, early }: Record<string, number>) => [told, inside! + early!]),
    [[1, 1]],
    'the one who was told a range and served',
  )
  assert.doesNotMatch(JSON.stringify(board), /Wira|Satu|Pergi/)
})
