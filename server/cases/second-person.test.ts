import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { call, createDesk, openConversation, type Person } from '../channels/chat/chat.testing.ts'
import { systemClock } from '../platform/clock.ts'
import { createIds } from '../platform/ids.ts'
import { readOutbox } from '../platform/outbox.ts'
import { watchPromises } from './clocks.ts'
import { escalationReader, tellSupervisors } from './escalation.ts'
import { followAll } from './follow.ts'

let desk: Awaited<ReturnType<typeof createDesk>>
before(async () => {
  desk = await createDesk()
})
after(() => desk.close())

const ids = createIds(systemClock)
const reason = 'agreed on the phone with the branch'
const as = (person: Person, method: string, route: string, body?: unknown) =>
  call(desk.instances[0]!, person, method, route, body)
const rupiah = (amount: number) => ({ amount: `${amount}.00`, currency: 'IDR' })
const requestsOf = async (person: Person) => (await as(person, 'GET', '/api/desk/requests')).body
const noticesOf = async (person: Person) => (await as(person, 'GET', '/api/desk/notices')).body
const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id)

/** A raise above the bound that this agent asks for, for a customer who confirmed a code. */
async function askedBy(agent: Person, customerName = 'Budi Santoso') {
  const customer = await desk.customer(customerName)
  const caseId = await openConversation(desk.instances[0]!, customer, agent)
  await desk.database.owner`
    insert into case_check (case_id, id, customer_id, asked_by, asked_at, expires_at, confirmed_at)
    values (${caseId}, ${ids()}, ${customer.id}, ${agent.id}, now(), now(), now())`
  const limit = { perPayment: rupiah(10_000_000), perDay: rupiah(15_000_000), days: 7 }
  const asked = await as(agent, 'POST', `/api/desk/cases/${caseId}/actions`, { action: 'raise_limit', reason, limit })
  assert.deepEqual(asked.body, { state: 'waits' })
  const own = (await requestsOf(agent)).waiting.find((row: { caseId: string }) => row.caseId === caseId)
  return { customer, caseId, requestId: own.id as string }
}

test('risk decides a request from the list: figures, a look on record, and the asker learns the outcome once', async () => {
  const [sari, rina] = [await desk.staff('Sari'), await desk.staff('Rina')]
  const resi = await desk.staff('Resi', 'risk')
  const { customer, caseId, requestId } = await askedBy(sari)

  const [row] = (await requestsOf(resi)).waiting
  assert.deepEqual(
    [row.id, row.askedBy, row.customerName, row.mayDecide, row.own, row.limit.perDay],
    [requestId, 'Sari', 'B*** S***', true, false, rupiah(15_000_000)],
  )
  assert.deepEqual(idsOf((await noticesOf(resi)).requests), [requestId])
  const looks = async () =>
    (await as(customer, 'GET', '/api/me/access-log')).body.entries.filter(
      (one: { actor: string }) => one.actor === 'Resi',
    )
  assert.equal((await looks()).length, 0, 'the list is no look')

  const opened = (await as(resi, 'GET', `/api/desk/requests/${requestId}`)).body
  assert.deepEqual([opened.customer.name, opened.customer.limits.perDay], ['Budi Santoso', rupiah(5_000_000)])
  assert.deepEqual(
    (await looks()).map((one: { action: string }) => one.action),
    ['customer.viewed'],
  )
  assert.equal((await as(sari, 'GET', `/api/desk/requests/${requestId}`)).body.code, 'permission_missing')
  assert.deepEqual((await requestsOf(rina)).waiting, [], 'what a colleague asked for is not hers')

  const decided = await as(resi, 'POST', `/api/desk/requests/${requestId}/approve`, {
    reason: 'income proved by payslip',
  })
  assert.equal(decided.status, 200)
  const after = (await as(resi, 'GET', `/api/desk/requests/${requestId}`)).body
  assert.deepEqual([after.request.state, after.customer], ['approved', null], 'decided, it is no occasion to look')
  assert.deepEqual((await as(sari, 'GET', `/api/desk/cases/${caseId}`)).body.customer.limits.perDay, rupiah(15_000_000))

  const [outcome] = (await noticesOf(sari)).outcomes
  assert.deepEqual(
    [outcome.id, outcome.decision.by, outcome.decision.reason],
    [requestId, 'Resi', 'income proved by payslip'],
  )
  assert.deepEqual(idsOf((await requestsOf(sari)).ended), [requestId])
  assert.deepEqual((await noticesOf(sari)).outcomes, [], 'seen')
})

test('nobody decides the own request, and one that nobody decided in time lapses', async () => {
  const dewi = await desk.staff('Dewi', 'supervisor')
  const { requestId } = await askedBy(dewi)
  const own = (await requestsOf(dewi)).waiting.find(({ id }: { id: string }) => id === requestId)
  assert.deepEqual([own.own, own.mayDecide], [true, false])
  assert.ok(!idsOf((await noticesOf(dewi)).requests).includes(requestId))
  const refused = await as(dewi, 'POST', `/api/desk/requests/${requestId}/approve`, { reason })
  assert.equal(refused.body.code, 'second_person_needed')

  await desk.database.owner`update action_request set expires_at = now() where id = ${requestId}`
  const resi = await desk.staff('Resi', 'risk')
  const list = await requestsOf(resi)
  assert.ok(!idsOf(list.waiting).includes(requestId))
  const lapsed = list.ended.find(({ id }: { id: string }) => id === requestId)
  assert.deepEqual([lapsed.state, lapsed.mayDecide, lapsed.decision], ['lapsed', false, null])
  assert.equal((await as(resi, 'GET', `/api/desk/requests/${requestId}`)).body.customer, null)
})

test('a broken promise reaches every supervisor once, and stands on the wall until it is kept', async () => {
  const [budi, sari, rina] = [await desk.customer(), await desk.staff('Sari'), await desk.staff('Rina')]
  const [dewi, agung] = [await desk.staff('Dewi', 'supervisor'), await desk.staff('Agung', 'supervisor')]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  const { sql } = desk.database
  await followAll(sql)
  const late = { now: () => new Date(Date.now() + 10 * 24 * 3_600_000) }
  await watchPromises({ sql, ids, clock: late })
  const deliver = () => readOutbox(sql, escalationReader, tellSupervisors)
  await deliver()
  await deliver()

  const escalationsOf = async (person: Person) =>
    (await noticesOf(person)).escalations.filter((one: { caseId: string }) => one.caseId === caseId)
  for (const supervisor of [dewi, agung])
    assert.deepEqual((await escalationsOf(supervisor)).map((one: { measure: string }) => one.measure).sort(), [
      'first_reply',
      'resolution',
    ])
  assert.deepEqual((await noticesOf(rina)).escalations, [], 'not for agents')
  await as(dewi, 'GET', `/api/desk/cases/${caseId}`)
  assert.deepEqual([(await escalationsOf(dewi)).length, (await escalationsOf(agung)).length], [0, 2], 'seen by one')

  const onWall = async () =>
    (await as(dewi, 'GET', '/api/desk/supervision/wallboard')).body.escalated.filter(
      (one: { caseId: string }) => one.caseId === caseId,
    )
  const [wall, ...more] = await onWall()
  assert.deepEqual([wall.agent, wall.measure, more], ['Sari', 'first_reply', []], 'one line for a case')
  await as(sari, 'POST', `/api/desk/cases/${caseId}/close`, { outcome: 'solved' })
  await followAll(sql)
  assert.deepEqual(await onWall(), [])
})
