import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AgentSetting, TeamFacts, TeamSetting } from '../../contract/desk-settings.ts'
import { type Answer, call, createDesk, type Instance, type Person, until } from '../channels/chat/chat.testing.ts'
import { systemClock } from '../platform/clock.ts'
import { createIds } from '../platform/ids.ts'

const ids = createIds(systemClock)

let desk: Awaited<ReturnType<typeof createDesk>>
let one: Instance
let two: Instance
let budi: Person
let sari: Person
let rina: Person
before(async () => {
  desk = await createDesk(2)
  ;[one, two] = desk.instances as [Instance, Instance]
  ;[budi, sari, rina] = await Promise.all([desk.staff('Budi', 'supervisor'), desk.staff('Sari'), desk.staff('Rina')])
})
after(() => desk.close())

const as = (person: Person, method: string, route: string, body?: unknown) => call(one, person, method, route, body)
const settings = '/api/desk/settings'
const read = async () =>
  (await as(budi, 'GET', `${settings}/teams`)).body as { teams: TeamSetting[]; agents: AgentSetting[] }
const save = (id: string, facts: TeamFacts, version: string | null = null) =>
  as(budi, 'PUT', `${settings}/teams/${id}`, { ...facts, version })
const reasonOf = ({ status, body }: Answer) => [status, body.code, body.figures.reason]

const plain: TeamFacts = {
  name: 'Front',
  timeZone: 'Asia/Jakarta',
  automatic: true,
  overflowTeamId: null,
  overflowAfterSeconds: 3_600,
  lastAgentSeconds: 60,
  wrapUpSeconds: 0,
  requeueAfterSeconds: null,
  offerLaterSeconds: 180,
  topics: [],
  memberIds: [],
  openings: [],
  holidays: [],
}
/** What the team holds, to be sent again with a change. */
const factsOf = ({
  id: _id,
  version: _version,
  open: _open,
  holidayToday: _day,
  waiting: _waiting,
  ...facts
}: TeamSetting) => facts
async function change(id: string, part: Partial<TeamFacts>) {
  const team = (await read()).teams.find((known) => known.id === id)!
  return save(id, { ...factsOf(team), ...part }, team.version)
}
const todayIn = (timeZone: string) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date())
const sessionOf = async (caseId: string) =>
  (
    await desk.database.owner`
    select state, team_id as "teamId", staff.name as agent from support_session left join staff on staff.id = agent_id
    where case_id = ${caseId}`
  )[0]!

test('only who configures the desk reads and changes teams', async () => {
  const admin = await desk.staff('Ayu', 'admin')
  assert.equal((await as(admin, 'GET', `${settings}/teams`)).status, 200)
  for (const answer of [
    await as(sari, 'GET', `${settings}/teams`),
    await as(sari, 'PUT', `${settings}/teams/${ids()}`, { ...plain, version: null }),
  ])
    assert.deepEqual([answer.status, answer.body.figures], [403, { permission: 'desk.configure' }])
})

test('a team is added and changed, and who changed what is on record', async () => {
  const id = ids()
  const openings = [1, 2].map((weekday) => ({ weekday, opens: '08:00', closes: '24:00' }))
  const facts = { ...plain, name: 'Payments', topics: ['refund' as const], memberIds: [sari.id], openings }
  assert.equal((await save(id, facts)).status, 200)
  const added = (await read()).teams.find((team) => team.id === id)!
  assert.deepEqual(factsOf(added), facts)
  assert.equal((await change(id, { name: 'Payments and refunds', wrapUpSeconds: 45 })).status, 200)
  assert.equal((await change(id, {})).status, 200)
  const events = await desk.database.owner`
    select actor_name, action, details from operation_event where subject_id = ${id} order by id`
  assert.deepEqual(
    events.map(({ actor_name, action }) => [actor_name, action]),
    [
      ['Budi', 'team.added'],
      ['Budi', 'team.changed'],
    ],
    'what changes nothing leaves no record',
  )
  const { before, after } = events[1]!.details
  assert.deepEqual(
    [before, after],
    [
      { name: 'Payments', wrapUpSeconds: 0 },
      { name: 'Payments and refunds', wrapUpSeconds: 45 },
    ],
  )
})

test('of two changes at the same time one is stored, and the other is told so', async () => {
  const id = ids()
  await save(id, { ...plain, name: 'Twice' })
  const { version } = (await read()).teams.find((team) => team.id === id)!
  const both = await Promise.all(
    [one, two].map((instance, place) =>
      call(instance, budi, 'PUT', `${settings}/teams/${id}`, { ...plain, name: `Twice ${place}`, version }),
    ),
  )
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409])
  assert.equal(both.find(({ status }) => status === 409)!.body.code, 'setting_changed')
  assert.equal((await save(id, { ...plain, name: 'New under a known id' })).body.code, 'setting_changed')
})

test('what does not go together is refused with the reason', async () => {
  const id = ids()
  const spans = (...times: [string, string][]) => times.map(([opens, closes]) => ({ weekday: 5, opens, closes }))
  await save(ids(), { ...plain, name: 'Taken' })
  const faults: [Partial<TeamFacts>, string][] = [
    [{ name: 'TAKEN' }, 'name_taken'],
    [{ timeZone: 'Asia/Atlantis' }, 'time_zone'],
    [{ openings: spans(['08:00', '12:00'], ['11:00', '17:00']) }, 'hours_overlap'],
    [{ openings: spans(['22:00', '06:00']) }, 'hours_overlap'],
    [{ overflowTeamId: id }, 'helper_unknown'],
    [{ memberIds: [(await desk.staff('Eka', 'editor')).id] }, 'member_unknown'],
  ]
  for (const [part, reason] of faults)
    assert.deepEqual(reasonOf(await save(id, { ...plain, name: 'Faulty', ...part })), [
      422,
      'setting_not_possible',
      reason,
    ])
  assert.equal((await save(id, { ...plain, overflowAfterSeconds: 86_401 })).body.code, 'request_malformed')
  const twoSpans = spans(['13:00', '17:00'], ['08:00', '12:00'])
  assert.equal((await save(id, { ...plain, name: 'Midday rest', openings: twoSpans })).status, 200)
})

test('a team that closes for a holiday gives its people to the helping team at once', async () => {
  const [front, night] = [ids(), ids()]
  await save(night, { ...plain, name: 'Night', memberIds: [rina.id] })
  await save(front, { ...plain, name: 'Front', topics: ['other'], memberIds: [sari.id], overflowTeamId: night })
  await as(rina, 'PUT', '/api/desk/me/state', { state: 'available' })
  const caller = await desk.customer()
  const caseId = (await call(two, caller, 'POST', '/api/chat', { topic: 'other' })).body.id
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  assert.deepEqual(await sessionOf(caseId), { state: 'waiting', teamId: front, agent: null }, 'the team is open')

  const holidays = [{ day: todayIn('Asia/Jakarta'), name: 'Idulfitri' }]
  assert.equal((await change(front, { holidays })).status, 200)
  await until(async () => (await sessionOf(caseId)).agent === 'Rina', 'Rina helps')
  const team = (await read()).teams.find(({ id }) => id === front)!
  assert.deepEqual([team.open, team.holidayToday], [false, 'Idulfitri'])
  await as(rina, 'PUT', '/api/desk/me/state', { state: 'away', reason: 'break' })
})

test('those who wait go with their topic, and a team without topics can be retired', async () => {
  const [old, young] = [ids(), ids()]
  await save(old, { ...plain, name: 'Old', topics: ['account'], automatic: false })
  const caller = await desk.customer()
  const caseId = (await call(two, caller, 'POST', '/api/chat', { topic: 'account' })).body.id
  assert.equal((await sessionOf(caseId)).teamId, old)
  const retire = async (id: string) =>
    as(budi, 'POST', `${settings}/teams/${id}/retire`, {
      version: (await read()).teams.find((team) => team.id === id)?.version ?? '-',
    })
  assert.deepEqual(reasonOf(await retire(old)), [422, 'setting_not_possible', 'answers_topics'])

  await save(young, { ...plain, name: 'Young', topics: ['account'], automatic: false, overflowTeamId: old })
  assert.equal((await sessionOf(caseId)).teamId, young)
  assert.deepEqual(reasonOf(await retire(old)), [422, 'setting_not_possible', 'helps_others'])
  await change(young, { overflowTeamId: null })
  await desk.database.owner`update support_session set team_id = ${old} where case_id = ${caseId}`
  assert.equal((await retire(old)).status, 200)
  assert.equal((await sessionOf(caseId)).teamId, young, 'handed over by hand, and not left behind')
  assert.ok(!(await read()).teams.some(({ id }) => id === old))
  assert.equal((await retire(old)).status, 404)
  assert.equal((await save(old, { ...plain, name: 'Old' })).status, 404)
  assert.equal((await save(ids(), { ...plain, name: 'Old' })).status, 200, 'the name is free again')
})

test('languages, topics and places of an agent hold from the next person on', async () => {
  const wei = await desk.staff('Wei', 'agent', ['zh'])
  const team = ids()
  await save(team, { ...plain, name: 'Top-ups', topics: ['top_up'], memberIds: [wei.id] })
  const agent = (await read()).agents.find(({ id }) => id === wei.id)!
  assert.deepEqual(agent.places, { chat: 4, message: 2, call: 1 })
  const facts = { languages: ['id', 'zh'], skills: ['top_up'], places: { chat: 1, message: 0, call: 0 } }
  const put = (version: string, part: object = {}) =>
    as(budi, 'PUT', `${settings}/agents/${wei.id}`, { ...facts, ...part, version })
  assert.equal((await put(agent.version)).status, 200)
  assert.equal((await put(agent.version)).body.code, 'setting_changed')
  assert.equal((await put(agent.version, { places: { chat: 0, message: 0, call: 0 } })).body.code, 'request_malformed')

  await as(wei, 'PUT', '/api/desk/me/state', { state: 'available' })
  const open = async () =>
    (await call(two, await desk.customer(), 'POST', '/api/chat', { topic: 'top_up' })).body.id as string
  const [first, second] = [await open(), await open()]
  await until(async () => (await sessionOf(first)).agent === 'Wei', 'Wei speaks the language now')
  await new Promise((resolve) => setTimeout(resolve, 700))
  assert.equal((await sessionOf(second)).state, 'waiting', 'and has one place')
  const known = (await read()).agents.find(({ id }) => id === wei.id)!
  assert.equal((await put(known.version, { places: { chat: 2, message: 0, call: 0 } })).status, 200)
  await until(async () => (await sessionOf(second)).agent === 'Wei', 'Wei has two')
})

test('who comes while it is closed reads when it opens, and may be answered later at once; an agent who is here is told first', async () => {
  const shut = ids()
  const holidays = [{ day: todayIn('Asia/Jakarta'), name: 'Nyepi' }]
  const team = { ...plain, name: 'Shut', topics: ['refund' as const], memberIds: [sari.id], automatic: false, holidays }
  assert.equal((await save(shut, team)).status, 200)
  const caller = await desk.customer()
  const opened = await as(caller, 'POST', '/api/chat', { topic: 'refund' })
  const midnight = new Date(`${holidays[0]!.day}T17:00:00Z`).toISOString()
  assert.deepEqual(opened.body.session.queue, { place: 1, waitSeconds: null, opensAt: midnight, later: true })
  const queue = async () => (await as(caller, 'GET', `/api/chat/${opened.body.id}`)).body.session.queue
  await as(sari, 'PUT', '/api/desk/me/state', { state: 'available' })
  const told = await queue()
  assert.ok(told.waitSeconds)
  assert.equal(told.opensAt, null)
  await as(sari, 'PUT', '/api/desk/me/state', { state: 'away' })
  await change(shut, { holidays: [] })
  assert.deepEqual(await queue(), { place: 1, waitSeconds: null, opensAt: null, later: false })
  await change(shut, { holidays })
  assert.equal((await as(caller, 'POST', `/api/chat/${opened.body.id}/later`, { how: 'message' })).status, 200)
})
