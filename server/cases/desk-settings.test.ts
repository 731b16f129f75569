import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { call, createDesk, openConversation, type Person } from '../channels/chat/chat.testing.ts'
import { readTargets } from './clocks.sql.ts'
import { targetFor } from './sla.ts'

let desk: Awaited<ReturnType<typeof createDesk>>
let budi: Person
let sari: Person
before(async () => {
  desk = await createDesk()
  ;[budi, sari] = await Promise.all([desk.staff('Budi', 'supervisor'), desk.staff('Sari')])
})
after(() => desk.close())

const as = (person: Person, method: string, route: string, body?: unknown) =>
  call(desk.instances[0]!, person, method, route, body)
const settings = '/api/desk/settings'
const names = { zh: '二维码', id: 'Kode QR', en: 'QR code' }
const changes = async (query: string) => (await as(budi, 'GET', `${settings}/changes?${query}`)).body

test('a category is added, given to a case, and retired: its cases keep it, no other gets it', async () => {
  const facts = { topic: 'payment', names, priority: 'high', awaitsMoney: false, retired: false }
  const put = (part: object, version: string | null) =>
    as(budi, 'PUT', `${settings}/categories/qr_code`, { ...facts, ...part, version })
  const find = async () =>
    (await as(budi, 'GET', `${settings}/categories`)).body.categories.find(
      ({ code }: { code: string }) => code === 'qr_code',
    )
  assert.equal((await as(sari, 'GET', `${settings}/categories`)).status, 403)
  assert.equal((await put({}, null)).status, 200)
  assert.deepEqual((await put({}, null)).body.figures, { reason: 'code_taken' })
  const caseId = await openConversation(desk.instances[0]!, await desk.customer(), sari)
  const give = (id: string) => as(sari, 'PUT', `/api/desk/cases/${id}/category`, { category: 'qr_code' })
  assert.equal((await give(caseId)).status, 200)
  const { version, openCases } = await find()
  assert.equal(openCases, 1)

  assert.equal((await put({ retired: true }, version)).status, 200)
  assert.equal((await put({ names: { ...names, en: 'QR' } }, version)).body.code, 'setting_changed')
  assert.equal((await as(sari, 'GET', `/api/desk/cases/${caseId}/sheet`)).body.category, 'qr_code')
  const other = await openConversation(desk.instances[0]!, await desk.customer(), sari)
  assert.deepEqual((await give(other)).body.figures, { reason: 'category' })
  assert.equal((await as(sari, 'GET', `${settings}/changes`)).status, 403)
  const [retired, added] = (await changes('subject=category')).changes
  const { id: _id, at: _at, ...told } = retired
  assert.deepEqual(told, {
    by: 'Budi',
    ...{ subject: 'category', deed: 'retired', key: 'qr_code', title: names },
    before: { retired: false },
    after: { retired: true },
  })
  assert.deepEqual([added.deed, added.before, added.after], ['added', {}, facts])
})

test('the category that stands for a topic keeps it and stays; its names and priority may change', async () => {
  const { categories } = (await as(budi, 'GET', `${settings}/categories`)).body
  const {
    code,
    ofTopic,
    openCases: _cases,
    version,
    ...facts
  } = categories.find((one: { code: string }) => one.code === 'account')
  assert.equal(ofTopic, true)
  const put = (part: object) => as(budi, 'PUT', `${settings}/categories/${code}`, { ...facts, ...part, version })
  for (const part of [{ retired: true }, { topic: 'other' }])
    assert.deepEqual((await put(part)).body.figures, { reason: 'stands_for_topic' })
  assert.equal((await put({ priority: 'high' })).status, 200)
  const opened = await as(await desk.customer(), 'POST', '/api/chat', { topic: 'account' })
  const [row] = await desk.database.owner`select priority from support_case where id = ${opened.body.id}`
  assert.equal(row!.priority, 'high')
})

test('promised times by category and channel are set, fall back to the wider, and are taken away', async () => {
  const promises = { first_reply: { minutes: 7, warnPercent: 60 }, next_reply: null, resolution: null }
  const put = (part: object) =>
    as(budi, 'PUT', `${settings}/targets`, { category: 'refund', channel: 'chat', promises, version: null, ...part })
  const promised = async (measure: 'first_reply' | 'next_reply') =>
    targetFor(await readTargets(desk.database.sql), { category: 'refund', channel: 'chat', measure })!.minutes
  const find = async (category: string, channel: string) =>
    (await as(budi, 'GET', `${settings}/targets`)).body.targets.find(
      (one: { category: string; channel: string }) => one.category === category && one.channel === channel,
    )
  assert.equal((await put({})).status, 200)
  assert.deepEqual([await promised('first_reply'), await promised('next_reply')], [7, 10])
  assert.equal((await put({})).body.code, 'setting_changed')

  const { version } = await find('refund', 'chat')
  const none = { first_reply: null, next_reply: null, resolution: null }
  assert.equal((await put({ promises: none, version })).status, 200)
  assert.equal(await find('refund', 'chat'), undefined)
  assert.equal(await promised('first_reply'), 10)
  const [removed, added] = (await changes('subject=target')).changes
  assert.deepEqual([removed.deed, removed.key, removed.after], ['removed', 'refund chat', {}])
  assert.deepEqual(removed.before, added.after, 'what was taken away can be read')
  assert.equal(removed.title.en, 'Refund')
  assert.deepEqual((await put({ category: 'no_such' })).body.figures, { reason: 'category_unknown' })

  const base = await find('*', '*')
  assert.equal((await as(budi, 'GET', `${settings}/targets`)).body.targets[0].category, '*')
  const without = {
    category: '*',
    channel: '*',
    promises: { ...base.promises, resolution: null },
    version: base.version,
  }
  assert.deepEqual((await put(without)).body.figures, { reason: 'base_promise' })
})

test('a criterion is added to the score card and retired; one always stays', async () => {
  const read = async () => (await as(budi, 'GET', `${settings}/criteria`)).body.criteria
  const asked = async () => (await as(budi, 'GET', '/api/desk/supervision/reviews')).body.criteria.at(-1).code
  const put = (code: string, part: object) =>
    as(budi, 'PUT', `${settings}/criteria/${code}`, { names, retired: false, ...part })
  assert.equal((await put('qr_code', { version: null })).status, 200)
  assert.equal(await asked(), 'qr_code')
  const all = await read()
  for (const [place, { code, version, names: own }] of all.entries()) {
    const answer = await put(code, { names: own, retired: true, version })
    if (place < all.length - 1) assert.equal(answer.status, 200)
    else assert.deepEqual(answer.body.figures, { reason: 'last_criterion' })
  }
  const told = (await changes('subject=criterion')).changes.filter(({ deed }: { deed: string }) => deed === 'retired')
  assert.equal(told.length, all.length - 1)
})
