import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { call, createDesk, openConversation, type Person } from '../channels/chat/chat.testing.ts'
import { systemClock } from '../platform/clock.ts'
import { createIds } from '../platform/ids.ts'
import { dayOf } from '../policy/calendar.ts'
import { escalatedTopic, watchPromises } from './clocks.ts'
import { followAll } from './follow.ts'

let desk: Awaited<ReturnType<typeof createDesk>>
before(async () => {
  desk = await createDesk()
})
after(() => desk.close())

const ids = createIds(systemClock)
const dayMs = 24 * 3_600_000
const as = (person: Person, method: string, route: string, body?: unknown) =>
  call(desk.instances[0]!, person, method, route, body)
const words = (text: string) => ({ clientId: `message-${randomUUID()}`, text })
const later = (ms: number) => ({ now: () => new Date(Date.now() + ms) })
const sheetOf = async (agent: Person, caseId: string) =>
  (await as(agent, 'GET', `/api/desk/cases/${caseId}/sheet`)).body
/** What a supervisor reads of today. */
async function reportOfToday() {
  const dewi = await desk.staff('Dewi', 'supervisor')
  const today = dayOf(systemClock.now())
  return (await as(dewi, 'GET', `/api/desk/supervision/report?from=${today}&to=${today}`)).body
}

test('promises run from the opening, are shown in case and inbox, and kept by an answer', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  await followAll(desk.database.sql)
  const before = (await sheetOf(sari, caseId)).clocks
  assert.deepEqual(
    before.map(({ measure }: { measure: string }) => measure),
    ['first_reply', 'resolution'],
  )
  const [row] = (await as(sari, 'GET', '/api/desk/inbox')).body.mine
  assert.equal(row.promise.measure, 'first_reply')
  assert.equal(row.promise.dueAt, before[0].dueAt)
  await as(sari, 'POST', `/api/desk/cases/${caseId}/messages`, words('Hello Budi'))
  await followAll(desk.database.sql)
  assert.deepEqual(
    (await sheetOf(sari, caseId)).clocks.map(({ measure }: { measure: string }) => measure),
    ['resolution'],
  )
})

test('merged, the promises of both cases hold in the one that goes on; the other owes nothing any more', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const old = await openConversation(desk.instances[0]!, budi, sari)
  await followAll(desk.database.sql)
  const promised = (await sheetOf(sari, old)).clocks
  await desk.database.owner`
    update case_clock set due_at = due_at - interval '1 hour', warn_at = warn_at - interval '1 hour' where case_id = ${old}`
  const opened = (await as(budi, 'POST', '/api/chat', { topic: 'payment' })).body
  await as(sari, 'POST', `/api/desk/sessions/${opened.session.id}/claim`, {})
  await as(sari, 'POST', `/api/desk/cases/${opened.id}/messages`, words('Hello Budi'))
  await as(sari, 'POST', `/api/desk/cases/${old}/merge`, { into: opened.id })
  await followAll(desk.database.sql)
  const now = (await sheetOf(sari, opened.id)).clocks as { measure: string; dueAt: string }[]
  assert.deepEqual(
    now.map(({ measure }) => measure).sort(),
    ['first_reply', 'resolution'],
    'the first case was not answered',
  )
  for (const { measure, dueAt } of now) {
    const before = promised.find((clock: { measure: string }) => clock.measure === measure)
    assert.equal(Date.parse(before.dueAt) - Date.parse(dueAt), 3_600_000, measure)
  }
  assert.deepEqual((await sheetOf(sari, old)).clocks, [])
})

test('a broken promise is warned of and escalated once: more urgent, told in the timeline and to supervisors', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  await followAll(desk.database.sql)
  const deps = { sql: desk.database.sql, ids, clock: later(10 * dayMs) }
  await Promise.all([watchPromises(deps), watchPromises(deps)])
  await watchPromises(deps)
  const events = (await as(sari, 'GET', `/api/desk/cases/${caseId}/events`)).body.events
  const broken = events.filter(({ action }: { action: string }) => action === 'promise_broken')
  assert.deepEqual(broken.map(({ text }: { text: string }) => text).sort(), ['first_reply', 'resolution'])
  assert.equal((await sheetOf(sari, caseId)).priority, 'urgent')
  const told = await desk.database.owner`
    select 1 from outbox where topic = ${escalatedTopic} and subject_id = ${caseId}`
  assert.equal(told.length, 2)
  const { service } = await reportOfToday()
  const first = service.find(({ measure }: { measure: string }) => measure === 'first_reply')
  assert.ok(first.breached >= 1)
})

test('a day off moves what is promised, also for a team that has not said when it works', async () => {
  const sari = await desk.staff()
  const { owner } = desk.database
  const firstDue = async () => {
    const caseId = await openConversation(desk.instances[0]!, await desk.customer(), sari)
    await followAll(desk.database.sql)
    return new Date((await sheetOf(sari, caseId)).clocks.at(-1).dueAt).getTime()
  }
  const before = await firstDue()
  const teamId = ids()
  await owner`insert into team (id, name, time_zone) values (${teamId}, 'Without hours', 'Asia/Jakarta')`
  await owner`insert into team_topic (topic, team_id) select topic, ${teamId} from support_case group by topic`
  await owner`
    insert into team_holiday (team_id, day, name)
    select ${teamId}, (now() at time zone 'Asia/Jakarta')::date + days, 'Nyepi' from generate_series(0, 1) days`
  // Twelve working hours end today or tomorrow, whatever time it is, unless both are days off.
  assert.ok((await firstDue()) - before > dayMs / 2)
  await owner`delete from team_topic where team_id = ${teamId}`
})

test('likely causes come with evidence; the verdict of the agent is kept and counted', async () => {
  const [budi, sari, rina] = [await desk.customer(), await desk.staff(), await desk.staff('Rina')]
  const paymentId = ids()
  await desk.database.owner`
    insert into payment (customer_id, id, kind, state, counterparty, amount, fee, currency, refusal, decision, at, idempotency_key, digest)
    values (${budi.id}, ${paymentId}, 'shop', 'refused', 'Kopi Tugu', 2000000, 0, 'IDR', 'balance_too_low',
      '{"checks":[],"refusal":{"code":"balance_too_low","figures":{}}}', now(), 'diagnosis', '')`
  const opened = await as(budi, 'POST', '/api/chat', { topic: 'payment', paymentId })
  const caseId = opened.body.id
  await as(sari, 'POST', `/api/desk/sessions/${opened.body.session.id}/claim`, {})
  const route = `/api/desk/cases/${caseId}/diagnosis`
  const [first] = (await as(sari, 'GET', route)).body.proposals
  assert.equal(first.rule, 'balance_too_low')
  assert.ok(first.evidence.some((one: { paymentId: string }) => one.paymentId === paymentId))
  assert.ok(first.steps.some((one: { article: string }) => one.article === 'add-money'))
  assert.equal((await as(rina, 'GET', route)).body.code, 'reason_needed')
  const judge = (rule: string, verdict: string) => as(sari, 'POST', route, { rule, verdict })
  assert.equal((await judge('phone_lost', 'accepted')).body.code, 'not_found', 'it was never proposed')
  assert.equal((await judge('balance_too_low', 'accepted')).status, 200)
  assert.equal((await as(sari, 'GET', route)).body.proposals[0].verdict, 'accepted')
  const { diagnosis } = await reportOfToday()
  assert.deepEqual(
    diagnosis.find(({ rule }: { rule: string }) => rule === 'balance_too_low'),
    { rule: 'balance_too_low', proposed: 1, accepted: 1, rejected: 0 },
  )
  const seen = (await as(budi, 'GET', `/api/chat/${caseId}/events`)).body.events
  assert.doesNotMatch(JSON.stringify(seen), /diagnosis/)
})

/** Of each case's first answers: their state, and whether the promise was broken. */
const firstReplies = (caseId: string) => desk.database.owner<{ state: string; broken: boolean; startedAt: Date }[]>`
  select state, breached_at is not null as broken, started_at as "startedAt" from case_clock
  where case_id = ${caseId} and measure = 'first_reply' order by round`

test('who gives up waiting is an abandoned wait, no kept or broken promise; what was broken before stays broken', async () => {
  const dewi = await desk.staff('Dewi', 'supervisor')
  const today = async () => (await as(dewi, 'GET', '/api/desk/supervision/wallboard')).body.today
  // Whatever else is promised here is broken by then.
  const tomorrow = { sql: desk.database.sql, ids, clock: later(dayMs) }
  await followAll(desk.database.sql)
  await watchPromises(tomorrow)
  const before = await today()
  const gone = await desk.customer()
  const opened = (await as(gone, 'POST', '/api/chat', { topic: 'other' })).body
  await as(gone, 'POST', `/api/chat/${opened.id}/leave`, {})
  await followAll(desk.database.sql)
  await watchPromises(tomorrow)
  const left = await today()
  assert.deepEqual([left.left, left.firstReplies], [before.left + 1, before.firstReplies])
  await as(gone, 'POST', `/api/chat/${opened.id}/messages`, words('Here I am again'))
  await followAll(desk.database.sql)
  assert.deepEqual(
    (await firstReplies(opened.id)).map(({ state, broken }) => [state, broken]),
    [
      ['dropped', false],
      ['running', false],
    ],
  )

  const late = await desk.customer()
  const { id } = (await as(late, 'POST', '/api/chat', { topic: 'other' })).body
  await followAll(desk.database.sql)
  await desk.database.owner`
    update case_clock set due_at = due_at - interval '10 days', warn_at = warn_at - interval '10 days' where case_id = ${id}`
  await as(late, 'POST', `/api/chat/${id}/leave`, {})
  await followAll(desk.database.sql)
  assert.deepEqual(
    (await firstReplies(id)).map(({ state, broken }) => [state, broken]),
    [['dropped', true]],
  )
})

test('split off, a case is waited for, and its promises count, since the customer said what moved along', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  const asked = (await as(budi, 'POST', `/api/chat/${caseId}/messages`, words('And the fees?'))).body
  const split = await as(sari, 'POST', `/api/desk/cases/${caseId}/split`, { seqs: [asked.seq], category: 'fees' })
  const { row } = (await as(sari, 'GET', `/api/desk/cases/${split.body.caseId}`)).body
  assert.equal(row.waitingSince, asked.at)
  await followAll(desk.database.sql)
  assert.deepEqual(
    (await firstReplies(split.body.caseId)).map(({ startedAt }) => startedAt),
    [new Date(asked.at)],
  )
})
