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

test('a customer says once how it was, after the end and nobody else’s case; supervisors read it by agent and category', async () => {
  const [dewi, stranger] = await Promise.all([desk.customer('Dewi'), desk.customer('Orang Lain')])
  const caseId = await openConversation(desk.instances[0]!, dewi, rina)
  const route = `/api/chat/${caseId}/satisfaction`
  const said = { score: 2, reasons: ['slow', 'slow', 'not_solved'], words: ' Lama sekali ' }
  assert.deepEqual((await as(dewi, 'GET', route)).body, { asks: false })
  assert.deepEqual((await as(dewi, 'POST', route, said)).body.figures, { reason: 'not_over' })
  await as(rina, 'POST', `/api/desk/cases/${caseId}/close`, { outcome: 'solved' })
  assert.deepEqual((await as(dewi, 'GET', route)).body, { asks: true })
  assert.equal((await as(stranger, 'POST', route, said)).status, 404)
  assert.equal((await as(dewi, 'POST', route, said)).status, 201)
  assert.deepEqual((await as(dewi, 'POST', route, { score: 5 })).body.figures, { reason: 'said_before' })
  assert.deepEqual((await as(dewi, 'GET', route)).body, { asks: false })

  const skipper = await desk.customer('Lewat')
  const skipped = await openConversation(desk.instances[0]!, skipper, rina)
  await as(rina, 'POST', `/api/desk/cases/${skipped}/close`, { outcome: 'solved' })
  assert.equal((await as(skipper, 'POST', `/api/chat/${skipped}/satisfaction`, { score: null })).status, 201)
  assert.deepEqual((await as(skipper, 'GET', `/api/chat/${skipped}/satisfaction`)).body, { asks: false })

  const { satisfaction } = (await as(budi, 'GET', `/api/desk/supervision/report?${today()}`)).body
  assert.deepEqual(satisfaction.agents, [{ name: 'Rina', answers: 1, meanScore: 2, low: 1 }])
  assert.deepEqual(satisfaction.categories, [{ category: 'other', answers: 1, meanScore: 2, low: 1 }])
  const [word] = satisfaction.said
  assert.deepEqual(
    [word.caseId, word.score, word.reasons, word.words],
    [caseId, 2, ['slow', 'not_solved'], 'Lama sekali'],
  )
})

test('a supervisor who opens a running case by its own address is seen by the agent, once', async () => {
  const lia = await desk.customer('Lia')
  const caseId = await openConversation(desk.instances[0]!, lia, sari)
  const told = async () =>
    (await as(sari, 'GET', `/api/desk/cases/${caseId}/events`)).body.events.filter(
      ({ action }: { action: string }) => action === 'listen',
    )
  const route = `/api/desk/cases/${caseId}`
  const answers = await Promise.all(
    ['', '/events', '/payments', '/events'].map((part) => as(budi, 'GET', route + part)),
  )
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 200],
  )
  assert.deepEqual(
    (await told()).map(({ author }: { author: { name: string } }) => author.name),
    ['Budi'],
  )
  await as(sari, 'GET', route)
  assert.equal((await told()).length, 1, 'the agent reads along with nobody')
})

test('a supervisor listens in and whispers: the agent sees it, the customer neither, except in the own record', async () => {
  const tono = await desk.customer('Tono')
  const caseId = await openConversation(desk.instances[0]!, tono, sari)
  const listen = () => as(budi, 'POST', `/api/desk/cases/${caseId}/listen`, {})
  assert.equal((await listen()).status, 200)
  assert.equal((await listen()).status, 200)
  await as(budi, 'POST', `/api/desk/cases/${caseId}/whisper`, { text: 'Tanyakan nomor tokonya' })
  const { events } = (await as(sari, 'GET', `/api/desk/cases/${caseId}/events`)).body
  assert.deepEqual(
    events.slice(-2).map(({ kind, action, text, author }: Record<string, never>) => [kind, action, text, author]),
    [
      ['note', 'listen', null, { kind: 'agent', name: 'Budi' }],
      ['note', 'whisper', 'Tanyakan nomor tokonya', { kind: 'agent', name: 'Budi' }],
    ],
    'listening is told once',
  )
  const { mentions } = (await as(sari, 'GET', '/api/desk/notices')).body
  assert.deepEqual([mentions[0].caseId, mentions[0].by, mentions[0].text], [caseId, 'Budi', 'Tanyakan nomor tokonya'])
  const own = (await as(tono, 'GET', `/api/chat/${caseId}/events`)).body.events
  assert.deepEqual(
    own.slice(-2).map(({ kind, author }: { kind: string; author: { name: string } }) => [kind, author.name]),
    [
      ['hidden', ''],
      ['hidden', ''],
    ],
  )
  const record = (await as(tono, 'GET', '/api/me/access-log')).body.entries
  assert.ok(
    record.some(({ actor, action }: Record<string, string>) => actor === 'Budi' && action === 'customer.viewed'),
  )
  assert.equal(
    (await as(rina, 'POST', `/api/desk/cases/${caseId}/whisper`, { text: 'x' })).body.code,
    'permission_missing',
  )

  const handed = { to: { kind: 'colleague', id: sari.id }, summary: 'kembali ke Sari' }
  await as(rina, 'PUT', '/api/desk/me/state', { state: 'available' })
  const toRina = { to: { kind: 'colleague', id: rina.id }, summary: 'Sari sedang penuh' }
  assert.equal((await as(budi, 'POST', `/api/desk/cases/${caseId}/hand-over`, toRina)).status, 200)
  assert.equal((await wallboard()).conversations.find((one: { caseId: string }) => one.caseId === caseId).agent, 'Rina')
  assert.equal(
    (await as(sari, 'POST', `/api/desk/cases/${caseId}/hand-over`, handed)).body.figures.reason,
    'case_not_yours',
  )
})

test('a case is reviewed once, by every criterion, by somebody else; the agent reads it, a colleague does not', async () => {
  const list = async () => (await as(budi, 'GET', '/api/desk/supervision/reviews')).body
  const { open, criteria } = await list()
  const [worst] = open
  assert.deepEqual([worst.agent, worst.satisfaction], ['Rina', 2], 'unhappy customers first')
  const scores = criteria.map(({ code }: { code: string }, place: number) => ({
    criterion: code,
    score: place === 0 ? 0 : 2,
  }))
  const review = (who: Person, caseId: string, given: unknown[]) =>
    as(who, 'POST', `/api/desk/cases/${caseId}/review`, { scores: given, words: 'Jawab lebih cepat' })
  assert.equal((await review(budi, worst.caseId, scores.slice(1))).body.figures.reason, 'criteria_differ')
  assert.equal((await review(rina, worst.caseId, scores)).body.code, 'permission_missing')
  assert.equal((await review(budi, worst.caseId, scores)).status, 201)
  assert.equal((await review(budi, worst.caseId, scores)).body.figures.reason, 'reviewed_before')

  const after = await list()
  assert.ok(!after.open.some((one: { caseId: string }) => one.caseId === worst.caseId))
  assert.deepEqual(
    after.averages.map(({ agent, reviews, share }: Record<string, number>) => [
      agent,
      reviews,
      Math.round(share! * 100),
    ]),
    [['Rina', 1, 83]],
  )
  const own = (await as(rina, 'GET', '/api/desk/me/reviews')).body.reviews
  assert.deepEqual(
    [own.length, own[0].words, own[0].reviewer, own[0].scores[0].score],
    [1, 'Jawab lebih cepat', 'Budi', 0],
  )
  assert.deepEqual((await as(sari, 'GET', '/api/desk/me/reviews')).body.reviews, [])
})

test('the report counts the day, and its CSV holds no formula', async () => {
  await desk.database.sql`update staff set name = '=HYPERLINK("http://x")' where id = ${rina.id}`
  const { days, service } = (await as(budi, 'GET', `/api/desk/supervision/report?${today()}`)).body
  assert.equal(days.length, 1)
  const board = await wallboard()
  for (const figure of ['conversations', 'served', 'left']) assert.equal(days[0][figure], board.today[figure], figure)
  assert.deepEqual([days[0].answers, days[0].meanScore, days[0].low], [1, 2, 1])
  assert.ok(Array.isArray(service))
  const csv = await as(budi, 'GET', `/api/desk/supervision/report.csv?${today()}`)
  assert.match(csv.body, /satisfaction by agent,"'=HYPERLINK\(""http:\/\/x""\)",answers,1\r\n/)
  assert.doesNotMatch(csv.body, /(^|,)"?[=+@]/m)
  const wrong = await as(budi, 'GET', '/api/desk/supervision/report?from=2026-02-01&to=2026-01-01')
  assert.equal(wrong.status, 400)
})

test('staffing learns the half hours of a weekday from the last weeks', async () => {
  const { sql } = desk.database
  const [session] = await sql<{ at: Date }[]>`select min(queued_at) as at from support_session`
  // The people of this test, moved a week back, to half past nine in the operator's morning.
  const local = new Date(session!.at.getTime() + 7 * 3_600_000)
  local.setUTCDate(local.getUTCDate() - 7)
  local.setUTCHours(9, 35, 0, 0)
  await sql`update support_session set queued_at = ${new Date(local.getTime() - 7 * 3_600_000)}`
  const weekday = local.getUTCDay() || 7
  const query = `answeredPercent=80&withinSeconds=60&placesPerAgent=2`
  const { body } = await as(budi, 'GET', `/api/desk/supervision/staffing?weekday=${weekday}&${query}`)
  assert.equal(body.days, 1)
  const [half] = body.halfHours
  assert.deepEqual([body.halfHours.length, half.start], [1, '09:30'])
  const [{ count }] = await sql<[{ count: number }]>`select count(*)::int as count from support_session`
  assert.equal(half.arrivals, count)
  assert.ok(half.agents >= 1 && half.answeredShare >= 0.8 && half.leavingShare < 0.2)
})

function today(): string {
  const day = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
  return `from=${day}&to=${day}`
}
