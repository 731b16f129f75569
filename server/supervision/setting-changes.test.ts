import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TeamFacts } from '../../contract/desk-settings.ts'
import { settingChangesPerPage } from '../../contract/setting-changes.ts'
import { call, createDesk, type Person } from '../channels/chat/chat.testing.ts'
import { systemClock } from '../platform/clock.ts'
import { createIds } from '../platform/ids.ts'

const ids = createIds(systemClock)

let desk: Awaited<ReturnType<typeof createDesk>>
let budi: Person
let sari: Person
before(async () => {
  desk = await createDesk()
  ;[budi, sari] = await Promise.all([desk.staff('Budi', 'supervisor'), desk.staff('Sari')])
})
after(() => desk.close())

const settings = '/api/desk/settings'
const as = (person: Person, method: string, route: string, body?: unknown) =>
  call(desk.instances[0]!, person, method, `${settings}${route}`, body)
const read = async (query: string) => (await as(budi, 'GET', `/changes?${query}`)).body

const plain: TeamFacts = {
  name: 'Plain',
  timeZone: 'Asia/Jakarta',
  automatic: false,
  overflowTeamId: null,
  overflowAfterSeconds: 60,
  lastAgentSeconds: 0,
  wrapUpSeconds: 0,
  requeueAfterSeconds: null,
  offerLaterSeconds: 0,
  topics: [],
  memberIds: [],
  openings: [],
  holidays: [],
}

test('a topic that goes to another team is told of both, and members are told by name', async () => {
  const [one, two] = [ids(), ids()]
  const add = (id: string, facts: Partial<TeamFacts>) =>
    as(budi, 'PUT', `/teams/${id}`, { ...plain, ...facts, version: null })
  assert.equal((await add(one, { name: 'One', topics: ['refund', 'top_up'] })).status, 200)
  assert.equal((await add(two, { name: 'Two', topics: ['refund'], memberIds: [sari.id] })).status, 200)
  const { changes, known } = await read('subject=team')
  const [left, added] = changes
  assert.deepEqual([left.key, left.title, left.deed], [one, 'One', 'changed'])
  assert.deepEqual([left.before, left.after], [{ topics: ['refund', 'top_up'] }, { topics: ['top_up'] }])
  assert.deepEqual([added.key, added.deed, added.before, added.after.memberIds], [two, 'added', {}, [sari.id]])
  assert.equal(known[sari.id], 'Sari')
})

test('changes come in pages, newest first, each once', async () => {
  for (let round = 0; round < settingChangesPerPage + 2; round += 1) {
    const { agents } = (await as(budi, 'GET', '/teams')).body
    const { languages, skills, version } = agents.find(({ id }: { id: string }) => id === sari.id)
    const places = { chat: 5 + (round % 2), message: 1, call: 1 }
    const answer = await as(budi, 'PUT', `/agents/${sari.id}`, { languages, skills, places, version })
    assert.equal(answer.status, 200)
  }
  const first = await read('subject=agent')
  assert.deepEqual([first.changes.length, first.more], [settingChangesPerPage, true])
  const second = await read(`subject=agent&before=${first.changes.at(-1).id}`)
  assert.deepEqual([second.changes.length, second.more], [2, false])
  const all: string[] = [...first.changes, ...second.changes].map(({ id }) => id)
  assert.deepEqual(all, [...new Set(all)].sort().reverse())
  const [newest] = first.changes
  assert.deepEqual([newest.before.places.chat, newest.after.places.chat, newest.title], [5, 6, 'Sari'])
})

test('the record as a file: one field a row, people by name, nothing that a spreadsheet would reckon with', async () => {
  const id = ids()
  const facts = { ...plain, name: '=cmd()', topics: ['account', 'top_up'], memberIds: [sari.id] }
  assert.equal((await as(budi, 'PUT', `/teams/${id}`, { ...facts, version: null })).status, 200)
  const file = await as(budi, 'GET', '/changes.csv?subject=team')
  assert.equal(file.headers.get('content-type'), 'text/csv; charset=utf-8')
  const rows = (file.body as string).trimEnd().split('\r\n')
  assert.equal(rows[0], 'at,by,subject,deed,key,title,field,before,after')
  const added = rows.filter((row) => row.includes(`,Budi,team,added,${id},'=cmd(),`))
  assert.ok(added.some((row) => row.endsWith(",name,,'=cmd()")))
  assert.ok(added.some((row) => row.endsWith(',memberIds,,Sari')))
  assert.ok(added.some((row) => row.endsWith(',topics,,account; top_up')))
  assert.match(added[0]!, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00,Budi,/)
  const all = ((await as(budi, 'GET', '/changes.csv')).body as string).trimEnd().split('\r\n')
  assert.ok(all.length > rows.length, 'without a subject it is whole')
  assert.equal((await as(sari, 'GET', '/changes.csv')).status, 403)
})
