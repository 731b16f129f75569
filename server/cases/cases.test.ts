import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { call, createDesk, openClient, openConversation, type Person } from '../channels/chat/chat.testing.ts'
import { systemClock } from '../platform/clock.ts'
import { createIds } from '../platform/ids.ts'
import { emit, readOutbox } from '../platform/outbox.ts'
import { insertTeam } from '../routing/team.sql.ts'
import { followAll } from './follow.ts'
import { moneyReader, tellMoneyInTimelines } from './money-events.ts'
import { endDueHolds } from './stage.ts'

let desk: Awaited<ReturnType<typeof createDesk>>
before(async () => {
  desk = await createDesk()
})
after(() => desk.close())

const ids = createIds(systemClock)
const as = (person: Person, method: string, route: string, body?: unknown) =>
  call(desk.instances[0]!, person, method, route, body)
const words = (text: string) => ({ clientId: `message-${randomUUID()}`, text })
const later = (ms: number) => ({ now: () => new Date(Date.now() + ms) })

type Event = { seq: number; kind: string; text: string | null; action: string | null; author: { kind: string } }
const timeline = async (person: Person, route: string): Promise<Event[]> =>
  (await as(person, 'GET', `${route}/events`)).body.events
const sheetOf = async (agent: Person, caseId: string) =>
  (await as(agent, 'GET', `/api/desk/cases/${caseId}/sheet`)).body
const stage = (agent: Person, caseId: string, body: unknown) =>
  as(agent, 'POST', `/api/desk/cases/${caseId}/stage`, body)

function assertGapless(events: Event[]) {
  assert.deepEqual(
    events.map((event) => event.seq),
    events.map((_, index) => index + 1),
  )
}

async function twoCases(customer: Person, agent: Person) {
  const first = await openConversation(desk.instances[0]!, customer, agent)
  const opened = await as(customer, 'POST', '/api/chat', { topic: 'payment' })
  await as(agent, 'POST', `/api/desk/sessions/${opened.body.session.id}/claim`, {})
  return { first, second: opened.body.id as string, secondNumber: opened.body.number as string }
}

test('a case goes through its stages; moves outside the table are refused, and customers are not bothered with them', async () => {
  const [budi, sari, rina] = [await desk.customer(), await desk.staff(), await desk.staff('Rina')]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  assert.deepEqual((await sheetOf(sari, caseId)).moves, ['wait', 'hold', 'solve'])
  assert.equal((await stage(sari, caseId, { move: 'resume' })).body.figures.reason, 'stage')
  assert.equal((await stage(rina, caseId, { move: 'wait' })).body.figures.reason, 'case_not_yours')
  assert.equal((await sheetOf(rina, caseId)).code, 'reason_needed', 'the drawer opens with the case')
  const until = new Date(Date.now() + 60_000).toISOString()
  assert.equal((await stage(sari, caseId, { move: 'hold', reason: 'Waiting for the bank', until })).status, 200)
  assert.deepEqual((await sheetOf(sari, caseId)).hold, { reason: 'Waiting for the bank', until })
  assert.equal((await as(budi, 'GET', `/api/chat/${caseId}`)).body.state, 'open')
  const seen = await timeline(budi, `/api/chat/${caseId}`)
  assert.equal(seen.at(-1)!.kind, 'hidden')
  assert.doesNotMatch(JSON.stringify(seen), /bank/)

  const deps = { sql: desk.database.sql, ids }
  assert.equal(await endDueHolds({ ...deps, clock: later(59_000) }), 0, 'not before its time')
  assert.equal(await endDueHolds({ ...deps, clock: later(61_000) }), 1)
  assert.equal((await sheetOf(sari, caseId)).stage, 'open')
})

test('solved: the place is free, and a word of the customer opens it again', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  await stage(sari, caseId, { move: 'solve' })
  assert.equal((await as(budi, 'GET', `/api/chat/${caseId}`)).body.session.state, 'ended')
  assert.equal((await as(budi, 'POST', `/api/chat/${caseId}/messages`, words('Still not'))).status, 201)
  assert.equal((await sheetOf(sari, caseId)).stage, 'open')
  assert.equal((await as(budi, 'GET', `/api/chat/${caseId}`)).body.session.state, 'waiting')
  assertGapless(await timeline(sari, `/api/desk/cases/${caseId}`))
})

test('who waits in the queue is not called helped, put off or waited for by somebody who did not take them', async () => {
  const [budi, sari, boss] = [await desk.customer(), await desk.staff(), await desk.staff('Dewi', 'supervisor')]
  const { id: caseId } = (await as(budi, 'POST', '/api/chat', { topic: 'other' })).body
  const hold = { move: 'hold', reason: 'Waiting for the bank', until: null }
  for (const move of [{ move: 'solve' }, { move: 'wait' }, hold])
    assert.equal((await stage(sari, caseId, move)).body.figures.reason, 'case_not_yours', move.move)
  assert.deepEqual((await sheetOf(sari, caseId)).moves, [])
  assert.equal((await as(budi, 'GET', `/api/chat/${caseId}`)).body.session.state, 'waiting')
  assert.deepEqual((await sheetOf(boss, caseId)).moves, ['wait', 'hold', 'solve'])
  assert.equal((await stage(boss, caseId, { move: 'solve' })).status, 200)
})

test('an answer of the customer ends the waiting for it, although the conversation never ended', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  await stage(sari, caseId, { move: 'wait' })
  await as(budi, 'POST', `/api/chat/${caseId}/messages`, words('Here is the receipt'))
  await followAll(desk.database.sql)
  assert.equal((await sheetOf(sari, caseId)).stage, 'open')
})

test('category and priority are chosen from what there is, and told to colleagues once', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  const { categories } = (await as(sari, 'GET', '/api/desk/case-categories')).body
  for (const { names } of categories) assert.ok(names.zh && names.id && names.en)
  const choose = (category: string) => as(sari, 'PUT', `/api/desk/cases/${caseId}/category`, { category })
  assert.equal((await choose('weather')).body.figures.reason, 'category')
  assert.equal((await choose('top_up_missing')).status, 200)
  assert.equal((await choose('top_up_missing')).status, 200)
  assert.equal((await as(sari, 'PUT', `/api/desk/cases/${caseId}/priority`, { priority: 'urgent' })).status, 200)
  const sheet = await sheetOf(sari, caseId)
  assert.deepEqual([sheet.category, sheet.priority], ['top_up_missing', 'urgent'])
  const told = (await timeline(sari, `/api/desk/cases/${caseId}`)).filter(({ action }) => action === 'category_changed')
  assert.equal(told.length, 1)
})

test('another category brings whoever waits to the team that answers it, as urgently as it deserves, in the old place', async () => {
  const { owner } = desk.database
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const teamId = ids()
  await insertTeam(owner, {
    id: teamId,
    name: 'Fraud',
    timeZone: 'Asia/Jakarta',
    automatic: false,
    requeueAfterSeconds: null,
    topics: ['safety'],
    memberIds: [],
  })
  const { id } = (await as(budi, 'POST', '/api/chat', { topic: 'other' })).body
  const queued = async () =>
    (await owner`select queued_at, topic, priority, team_id from support_session where case_id = ${id}`)[0]!
  const before = await queued()
  assert.deepEqual([before.topic, before.priority, before.team_id], ['other', 'ordinary', null])
  const choose = (category: string) => as(sari, 'PUT', `/api/desk/cases/${id}/category`, { category })
  assert.equal((await choose('fraud')).status, 200)
  assert.deepEqual(await queued(), { ...before, topic: 'safety', priority: 'safety', team_id: teamId })
  await owner`delete from team_topic where team_id = ${teamId}`
})

test('merging: the customer has one conversation, nothing is lost, both timelines stay gapless and say so', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const { first, second, secondNumber } = await twoCases(budi, sari)
  await as(budi, 'POST', `/api/chat/${first}/messages`, words('In the first'))
  await as(budi, 'POST', `/api/chat/${second}/messages`, words('In the second'))
  await as(sari, 'POST', `/api/desk/cases/${second}/notes`, words('Seems the same'))
  const client = await openClient(desk.instances[0]!, budi)
  client.send({ type: 'subscribe', caseId: second, after: 0 })
  await client.heard('caught_up')

  const merged = await as(sari, 'POST', `/api/desk/cases/${second}/merge`, { into: first })
  assert.deepEqual(merged.body, { caseId: first })
  const kept = await timeline(sari, `/api/desk/cases/${first}`)
  assertGapless(kept)
  assert.deepEqual(
    kept.filter(({ kind }) => kind === 'message' || kind === 'note').map(({ text }) => text),
    ['In the first', 'In the second', 'Seems the same'],
  )
  assert.equal(kept.find(({ action }) => action === 'merged_from')!.text, secondNumber)
  const old = await timeline(sari, `/api/desk/cases/${second}`)
  assertGapless(old)
  assert.equal(old.at(-1)!.action, 'merged_into')
  assert.ok(old.some(({ text }) => text === 'In the second'))

  const list = (await as(budi, 'GET', '/api/chat')).body.cases
  assert.deepEqual(
    list.map((one: { id: string }) => one.id),
    [first],
  )
  assert.equal((await as(budi, 'GET', `/api/chat/${second}`)).body.mergedInto, first)
  assert.doesNotMatch(JSON.stringify(await timeline(budi, `/api/chat/${first}`)), /Seems the same/)

  // What the customer still writes in the old one, over the socket that is open, arrives in the kept one.
  const clientId = client.say(second, 'One more thing')
  await client.heard('sent', (message) => message.clientId === clientId)
  const after = await timeline(sari, `/api/desk/cases/${first}`)
  assert.equal(after.at(-1)!.text, 'One more thing')
  client.socket.close()
  const links = (await sheetOf(sari, first)).links
  assert.deepEqual(
    links.map(({ kind, name }: { kind: string; name: string }) => [kind, name]),
    [['merged_from', secondNumber]],
  )
  assert.equal((await sheetOf(sari, second)).mergedInto, first)
})

test('merging refuses another customer, itself and colleagues; the place in the queue goes along', async () => {
  const [budi, dewi, sari, rina] = [
    await desk.customer(),
    await desk.customer('Dewi'),
    await desk.staff(),
    await desk.staff('Rina'),
  ]
  const [mine, theirs] = [
    await openConversation(desk.instances[0]!, budi, sari),
    await openConversation(desk.instances[0]!, dewi, sari),
  ]
  const merge = (agent: Person, from: string, into: string) =>
    as(agent, 'POST', `/api/desk/cases/${from}/merge`, { into })
  assert.equal((await merge(sari, mine, theirs)).body.figures.reason, 'other_customer')
  assert.equal((await merge(sari, mine, mine)).body.figures.reason, 'same_case')
  assert.equal((await merge(rina, mine, theirs)).body.figures.reason, 'case_not_yours')
  const waiting = (await as(budi, 'POST', '/api/chat', { topic: 'refund' })).body
  assert.deepEqual((await merge(sari, mine, waiting.number)).body, { caseId: waiting.id })
  const now = (await as(budi, 'GET', `/api/chat/${waiting.id}`)).body
  assert.equal(now.session.state, 'active', 'whoever had the customer keeps them')
  const itself = await merge(sari, waiting.id.toUpperCase(), waiting.number)
  assert.equal(itself.body.figures.reason, 'same_case', 'however the id is written')
})

test('who waits in two cases keeps the better of both places when they are merged', async () => {
  const { owner } = desk.database
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const early = (await as(budi, 'POST', '/api/chat', { topic: 'safety' })).body
  const late = (await as(budi, 'POST', '/api/chat', { topic: 'payment' })).body
  const place = async (caseId: string) =>
    (await owner`select queued_at, priority from support_session where case_id = ${caseId} and state <> 'ended'`)[0]
  const before = await place(early.id)
  await as(sari, 'POST', `/api/desk/cases/${early.id}/merge`, { into: late.id })
  assert.deepEqual(await place(late.id), before)
})

test('merged, what the case was about goes along: payment, links both ways, urgency, a promised call', async () => {
  const { owner } = desk.database
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const paymentId = ids()
  await owner`
    insert into payment (customer_id, id, kind, state, counterparty, amount, fee, currency, refusal, decision, at, idempotency_key, digest)
    values (${budi.id}, ${paymentId}, 'shop', 'refused', 'Kopi Tugu', 2000000, 0, 'IDR', 'balance_too_low',
      '{"checks":[],"refusal":{"code":"balance_too_low","figures":{}}}', now(), ${paymentId}, '')`
  const open = async (body: unknown) => (await as(budi, 'POST', '/api/chat', body)).body
  const [from, to, other] = [
    await open({ topic: 'payment', paymentId }),
    await open({ topic: 'refund' }),
    await open({ topic: 'other' }),
  ]
  await as(sari, 'POST', `/api/desk/cases/${from.id}/links`, { kind: 'related', target: other.number })
  await as(sari, 'PUT', `/api/desk/cases/${from.id}/priority`, { priority: 'urgent' })
  await owner`update support_session set queued_at = now() - interval '1 hour' where case_id = ${from.id}`
  assert.equal((await as(budi, 'POST', `/api/chat/${from.id}/later`, { how: 'call' })).status, 200)
  await as(budi, 'POST', `/api/chat/${to.id}/leave`, {})
  assert.equal((await as(sari, 'POST', `/api/desk/cases/${from.id}/merge`, { into: to.id })).status, 200)

  const sheet = await sheetOf(sari, to.id)
  assert.equal(sheet.priority, 'urgent')
  const kinds = (links: { kind: string; targetId: string }[]) =>
    links.map(({ kind, targetId }) => [kind, targetId].join(' ')).sort()
  assert.deepEqual(
    kinds(sheet.links),
    [`about_payment ${paymentId}`, `merged_from ${from.id}`, `related ${other.id}`].sort(),
  )
  assert.ok(kinds((await sheetOf(sari, other.id)).links).includes(`related ${to.id}`))
  const { session, paymentId: about } = (await as(budi, 'GET', `/api/chat/${to.id}`)).body
  assert.deepEqual([session.state, session.channel, about], ['waiting', 'call', paymentId])
  assert.equal((await as(sari, 'DELETE', `/api/desk/cases/${to.id}/links/related/${other.id}`)).status, 200)

  const payload = { paymentId, customerId: budi.id }
  const event = {
    position: 1n,
    id: ids(),
    topic: 'payment.reversed',
    subjectId: paymentId,
    payload,
    at: systemClock.now(),
  }
  await desk.database.sql.begin((tx) => tellMoneyInTimelines({ clock: systemClock })(tx, [event]))
  const told = await timeline(sari, `/api/desk/cases/${to.id}`)
  assert.ok(
    told.some(({ action }) => action === 'money_reversed'),
    'news of the money reaches the conversation',
  )
})

test('splitting: chosen messages go on in a case of their own and stay where they are; merged back, nothing is doubled', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  await as(budi, 'POST', `/api/chat/${caseId}/messages`, words('My card is lost'))
  await as(budi, 'POST', `/api/chat/${caseId}/messages`, words('And what does sending cost?'))
  const before = await timeline(sari, `/api/desk/cases/${caseId}`)
  const fee = before.find(({ text }) => text?.startsWith('And what'))!
  const split = (body: unknown) => as(sari, 'POST', `/api/desk/cases/${caseId}/split`, body)
  assert.equal((await split({ seqs: [1], category: 'fees' })).body.code, 'not_found', 'only what was said')
  const made = await split({ seqs: [fee.seq], category: 'fees' })
  assert.equal(made.status, 201)
  const fresh = await timeline(sari, `/api/desk/cases/${made.body.caseId}`)
  assertGapless(fresh)
  assert.deepEqual(
    fresh.filter(({ kind }) => kind === 'message').map(({ text }) => text),
    ['And what does sending cost?'],
  )
  const kept = await timeline(sari, `/api/desk/cases/${caseId}`)
  assert.deepEqual(kept.slice(0, before.length), before)
  assert.equal(kept.at(-1)!.action, 'split_to')
  const { category, priority } = await sheetOf(sari, made.body.caseId)
  assert.deepEqual([category, priority], ['fees', 'low'], 'it begins with the category’s priority')
  assert.equal((await as(budi, 'GET', `/api/chat/${made.body.caseId}`)).body.session.state, 'waiting')

  await as(sari, 'POST', `/api/desk/cases/${made.body.caseId}/merge`, { into: caseId })
  const back = await timeline(sari, `/api/desk/cases/${caseId}`)
  assert.equal(back.filter(({ text }) => text?.startsWith('And what')).length, 1)
  assertGapless(back)
})

test('links go both ways and are taken back both ways', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const { first, second, secondNumber } = await twoCases(budi, sari)
  const link = (body: unknown) => as(sari, 'POST', `/api/desk/cases/${first}/links`, body)
  assert.equal((await link({ kind: 'duplicate_of', target: secondNumber.toLowerCase() })).status, 200)
  assert.equal((await sheetOf(sari, second)).links[0].kind, 'has_duplicate')
  assert.equal((await link({ kind: 'related', target: 'DC-2026-999999' })).body.code, 'not_found')
  assert.equal((await link({ kind: 'concerns_payment', target: randomUUID() })).body.code, 'not_found')
  const gone = await as(sari, 'DELETE', `/api/desk/cases/${second}/links/has_duplicate/${first}`)
  assert.equal(gone.status, 200)
  assert.deepEqual((await sheetOf(sari, first)).links, [])
})

test('of many links the newest are shown, first of all the last one, and it is said that there are more', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const { first, secondNumber } = await twoCases(budi, sari)
  const links = (count: number) => desk.database.owner`
    insert into case_link (case_id, kind, target_id, at, by_name)
    select ${first}, 'concerns_payment', gen_random_uuid(), now() - interval '1 day' * n, 'Sari' from generate_series(1, ${count}) n`
  await links(49)
  const link = { kind: 'related', target: secondNumber }
  assert.equal((await as(sari, 'POST', `/api/desk/cases/${first}/links`, link)).status, 200)
  const whole = await sheetOf(sari, first)
  assert.deepEqual([whole.links.length, whole.moreLinks, whole.links[0].name], [50, false, secondNumber])
  await links(1)
  const cut = await sheetOf(sari, first)
  assert.deepEqual([cut.links.length, cut.moreLinks, cut.links[0].name], [50, true, secondNumber])
})

test('a linked payment that moves is told once in each timeline; money that is waited for is linked when it comes', async () => {
  const { sql } = desk.database
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const { first, second } = await twoCases(budi, sari)
  await as(sari, 'PUT', `/api/desk/cases/${second}/category`, { category: 'top_up_missing' })
  const paymentId = ids()
  const event = (topic: string) => ({
    id: ids(),
    topic,
    subjectId: budi.id,
    payload: { paymentId, customerId: budi.id },
    at: new Date(),
  })
  const read = () => readOutbox(sql, moneyReader, tellMoneyInTimelines({ clock: systemClock }))
  await sql.begin((tx) => emit(tx, event('payment.received')))
  await read()
  await sql.begin((tx) => emit(tx, event('payment.reversed')))
  await read()
  await read()
  const told = (await timeline(sari, `/api/desk/cases/${second}`)).filter(({ action }) => action?.startsWith('money_'))
  assert.deepEqual(
    told.map(({ action }) => action),
    ['money_received', 'money_reversed'],
  )
  assert.ok(!(await timeline(sari, `/api/desk/cases/${first}`)).some(({ action }) => action?.startsWith('money_')))
  assert.ok((await timeline(budi, `/api/chat/${second}`)).some(({ action }) => action === 'money_received'))
})
