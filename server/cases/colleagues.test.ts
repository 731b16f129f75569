import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { call, createDesk, openClient, openConversation, type Person } from '../channels/chat/chat.testing.ts'

let desk: Awaited<ReturnType<typeof createDesk>>
before(async () => {
  desk = await createDesk()
})
after(() => desk.close())

const as = (person: Person, method: string, route: string, body?: unknown) =>
  call(desk.instances[0]!, person, method, route, body)
const here = (person: Person) => as(person, 'PUT', '/api/desk/me/state', { state: 'available' })
const handOver = (person: Person, caseId: string, kind: 'colleague' | 'team', id: string) =>
  as(person, 'POST', `/api/desk/cases/${caseId}/hand-over`, { to: { kind, id }, summary: 'SIM card is being replaced' })
const noticesOf = async (person: Person) => (await as(person, 'GET', '/api/desk/notices')).body

// Handing over

test('a colleague has the conversation at once, with a summary that the customer does not see', async () => {
  const [budi, sari, rina] = [await desk.customer(), await desk.staff('Sari'), await desk.staff('Rina')]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  assert.equal((await handOver(sari, caseId, 'colleague', rina.id)).body.figures.reason, 'colleague_away')
  await here(rina)
  const { colleagues } = (await as(sari, 'GET', '/api/desk/colleagues')).body
  assert.deepEqual(
    colleagues.filter(({ available }: { available: boolean }) => available).map(({ name }: { name: string }) => name),
    ['Rina'],
  )
  assert.equal((await handOver(rina, caseId, 'colleague', sari.id)).body.figures.reason, 'case_not_yours')
  assert.deepEqual((await handOver(sari, caseId, 'colleague', rina.id)).body, {})
  const events = (await as(rina, 'GET', `/api/desk/cases/${caseId}/events`)).body.events.slice(-2)
  assert.deepEqual(
    events.map(({ kind, action, author, text }: Record<string, { name: string }>) => [
      kind,
      action,
      author!.name,
      text,
    ]),
    [
      ['note', 'hand_over', 'Sari', 'SIM card is being replaced'],
      ['claimed', null, 'Rina', null],
    ],
  )
  const seen = (await as(budi, 'GET', `/api/chat/${caseId}/events`)).body.events
  assert.doesNotMatch(JSON.stringify(seen), /SIM card/)
  const message = { clientId: randomUUID(), text: 'I go on' }
  assert.equal((await as(sari, 'POST', `/api/desk/cases/${caseId}/messages`, message)).body.code, 'action_not_possible')
  assert.equal((await as(rina, 'POST', `/api/desk/cases/${caseId}/messages`, message)).status, 201)
})

test('the own wallet: its conversations go to others, whoever takes or gives them', async () => {
  const [budi, sari, rina] = [await desk.customer(), await desk.staff('Sari'), await desk.staff('Rina')]
  await desk.database.owner`
    update staff set own_phone = (select phone from customer where id = ${budi.id}) where id = ${sari.id}`
  await Promise.all([here(sari), here(rina)])
  const { id: caseId } = (await as(budi, 'POST', '/api/chat', { topic: 'other' })).body
  const waiting = (await as(sari, 'GET', '/api/desk/inbox')).body.waiting
  const { session } = waiting.find((row: { caseId: string }) => row.caseId === caseId)
  const own = { code: 'action_not_possible', figures: { reason: 'own_account' } }
  assert.deepEqual((await as(sari, 'POST', '/api/desk/claim-next', {})).body, { caseId: null })
  assert.partialDeepStrictEqual((await as(sari, 'POST', `/api/desk/sessions/${session.id}/claim`, {})).body, own)
  await as(budi, 'POST', `/api/chat/${caseId}/leave`, {})
  assert.partialDeepStrictEqual((await as(sari, 'POST', `/api/desk/cases/${caseId}/take-up`, {})).body, own)

  assert.deepEqual((await as(rina, 'POST', `/api/desk/cases/${caseId}/take-up`, {})).body, { caseId })
  const refused = (await handOver(rina, caseId, 'colleague', sari.id)).body
  assert.deepEqual([refused.code, refused.figures.reason], ['action_not_possible', 'colleague_is_customer'])
})

test('nobody is given more than they can hold, whoever hands over at the same moment', async () => {
  const [sari, full] = [await desk.staff('Sari'), await desk.staff('Full')]
  await here(full)
  for (let held = 0; held < 3; held += 1) await openConversation(desk.instances[0]!, await desk.customer(), full)
  const caseIds = await Promise.all(
    Array.from({ length: 3 }, async () => openConversation(desk.instances[0]!, await desk.customer(), sari)),
  )
  const answers = await Promise.all(caseIds.map((caseId) => handOver(sari, caseId, 'colleague', full.id)))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409])
  assert.ok(answers.filter(({ status }) => status === 409).every(({ body }) => body.code === 'agent_at_capacity'))
})

test('a team gets the conversation back into its queue, in the old place', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff('Sari')]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  const teamId = randomUUID()
  const { owner } = desk.database
  await owner`insert into team (id, name, time_zone, automatic) values (${teamId}, 'Banking', 'Asia/Jakarta', false)`
  const [before] = await owner`select queued_at from support_session where case_id = ${caseId}`
  assert.equal((await handOver(sari, caseId, 'team', randomUUID())).body.code, 'not_found')
  assert.deepEqual((await handOver(sari, caseId, 'team', teamId)).body, {})
  const [after] = await owner`select state, team_id, agent_id, queued_at from support_session where case_id = ${caseId}`
  assert.deepEqual(after, { state: 'waiting', team_id: teamId, agent_id: null, queued_at: before!.queued_at })
  assert.equal((await handOver(sari, caseId, 'team', teamId)).body.figures.reason, 'not_claimed')
})

// Naming colleagues

test('who is named in a note is told at once, may read the case, and has seen it then', async () => {
  const [budi, sari, rina] = [await desk.customer(), await desk.staff('Sari'), await desk.staff('Rina')]
  const finance = await desk.staff('Uang', 'finance')
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  assert.equal((await as(rina, 'GET', `/api/desk/cases/${caseId}`)).body.code, 'reason_needed')
  const client = await openClient(desk.instances[0]!, rina)
  client.send({ type: 'watch' })
  client.send({ type: 'ping' })
  await client.heard('pong')
  const before = client.inbox.length
  const note = {
    clientId: randomUUID(),
    text: '@Rina please look',
    mentions: [rina.id, sari.id, finance.id, randomUUID()],
  }
  const sent = await Promise.all([1, 2].map(() => as(sari, 'POST', `/api/desk/cases/${caseId}/notes`, note)))
  assert.deepEqual(
    sent.map(({ status }) => status),
    [201, 201],
  )
  await client.heard('changed', (message) => client.inbox.indexOf(message) >= before && message.what === 'inbox')
  const { mentions } = await noticesOf(rina)
  assert.equal(mentions.length, 1, 'told once, though the note was sent twice')
  assert.deepEqual([mentions[0].caseId, mentions[0].by, mentions[0].text], [caseId, 'Sari', '@Rina please look'])
  assert.deepEqual((await noticesOf(sari)).mentions, [], 'nobody names themselves')
  assert.equal((await as(rina, 'GET', `/api/desk/cases/${caseId}`)).status, 200)
  assert.deepEqual((await noticesOf(rina)).mentions, [])
})

// Macros

const macro = {
  language: 'en',
  name: 'Late transfer',
  text: 'Dear {customer_name}, {amount} is on its way.',
  command: 'close_case',
}

test('supervisors keep macros; agents read them; a gap that nothing fills is refused', async () => {
  const [sari, dewi] = [await desk.staff('Sari'), await desk.staff('Dewi', 'supervisor')]
  const save = (person: Person, id: string, changes: object = {}) =>
    as(person, 'PUT', `/api/desk/macros/${id}`, { ...macro, ...changes })
  const id = randomUUID()
  assert.equal((await save(sari, id)).body.code, 'permission_missing')
  assert.equal((await save(dewi, id)).body.changedBy, 'Dewi')
  assert.equal((await save(dewi, id, { text: 'Changed' })).status, 200)
  assert.equal((await save(dewi, randomUUID())).body.figures.reason, 'name_taken')
  assert.equal((await save(dewi, randomUUID(), { language: 'id' })).status, 200, 'another language, the same name')
  assert.equal((await save(dewi, randomUUID(), { name: 'x', text: '{pin}' })).body.figures.reason, 'variable_unknown')
  assert.equal((await save(dewi, randomUUID(), { name: 'x', command: 'pay' })).status, 400)
  const { macros } = (await as(sari, 'GET', '/api/desk/macros')).body
  assert.equal(macros.find((one: { id: string }) => one.id === id).text, 'Changed')
  for (const language of ['zh', 'id', 'en'])
    assert.ok(
      macros.some((one: { language: string; changedBy: null }) => one.language === language && one.changedBy === null),
    )
  await as(dewi, 'DELETE', `/api/desk/macros/${id}`)
  assert.deepEqual((await as(dewi, 'DELETE', `/api/desk/macros/${id}`)).body, {}, 'twice is good, too')
  const { changes } = (await as(dewi, 'GET', '/api/desk/settings/changes?subject=macro')).body
  const told = changes.filter(({ key }: { key: string }) => key === id)
  assert.deepEqual(
    told.map(({ deed, title, by }: Record<string, string>) => [deed, title, by]),
    [
      ['removed', macro.name, 'Dewi'],
      ['changed', macro.name, 'Dewi'],
      ['added', macro.name, 'Dewi'],
    ],
  )
  assert.deepEqual([told[1].before, told[1].after], [{ text: macro.text }, { text: 'Changed' }])
  assert.deepEqual([told[2].before, told[2].after], [{}, macro])
  assert.deepEqual([told[0].before, told[0].after], [{ ...macro, text: 'Changed' }, {}])
})
