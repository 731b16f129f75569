import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { call, createDesk, openConversation, type Person } from '../channels/chat/chat.testing.ts'
import { referenceOf } from '../payments/history.ts'
import { systemClock } from '../platform/clock.ts'
import { createIds } from '../platform/ids.ts'
import { followAll, followOnce } from './follow.ts'
import { isOneSlipAway } from './near-names.ts'

let desk: Awaited<ReturnType<typeof createDesk>>
let sari: Person
let rina: Person
let budi: Person
let caseId: string
let paymentId: string

const ids = createIds(systemClock)
const as = (person: Person, method: string, route: string, body?: unknown) =>
  call(desk.instances[0]!, person, method, route, body)
const find = async (person: Person, q: string) =>
  (await as(person, 'GET', `/api/desk/search?q=${encodeURIComponent(q)}`)).body
const write = (text: string) =>
  as(budi, 'POST', `/api/chat/${caseId}/messages`, { clientId: `message-${randomUUID()}`, text })

before(async () => {
  desk = await createDesk()
  sari = await desk.staff()
  rina = await desk.staff('Rina')
  budi = await desk.customer('Budi Santoso')
  caseId = await openConversation(desk.instances[0]!, budi, sari)
  await write('Saya sudah mentransfer Rp1.250.000 kemarin, dananya belum masuk. Rekening 1234 5678 9012')
  await write('I paid for the groceries twice, please refund one')
  await write('我的退款還沒到賬，商家說已經退了')
  paymentId = ids()
  await desk.database.owner`
    insert into payment (customer_id, id, kind, state, counterparty, amount, fee, currency, refusal, decision, at, idempotency_key, digest)
    values (${budi.id}, ${paymentId}, 'shop', 'refused', 'Kopi Tugu', 2000000, 0, 'IDR', 'balance_too_low', '{}', now(), 'search', '')`
  await followAll(desk.database.sql)
})
after(() => desk.close())

test('messages are found by their words in three languages, whatever their form', async () => {
  for (const q of [
    'transfer',
    'belum masuk',
    '1250000',
    'Rp1.250.000',
    'GROCERIES',
    'refunds',
    '退款',
    '退款 到账',
    '商家',
  ]) {
    const { messages } = await find(sari, q)
    assert.equal(messages.length, 1, q)
    assert.equal(messages[0].caseId, caseId)
  }
  assert.equal((await find(sari, 'groceries umbrella')).messages.length, 0, 'all words must be there')
  assert.equal((await find(sari, '冰箱')).messages.length, 0)
  const { messages } = await find(sari, 'groceries')
  assert.deepEqual(
    messages[0].excerpt.filter(({ hit }: { hit: boolean }) => hit).map(({ text }: { text: string }) => text),
    ['groceries'],
  )
})

test('cases by number and name, transactions by reference, shop and amount, customers by name and number', async () => {
  const { number } = (await as(budi, 'GET', `/api/chat/${caseId}`)).body
  assert.equal((await find(sari, number)).cases[0].caseId, caseId)
  assert.equal((await find(sari, 'santoso')).cases[0].caseId, caseId)
  for (const q of [referenceOf(paymentId), referenceOf(paymentId).replaceAll('-', ''), 'kopi tugu', 'tugu Rp20.000'])
    assert.equal((await find(sari, q)).payments[0]?.paymentId, paymentId, q)
  assert.equal((await find(sari, 'bud')).customers[0].customer.id, budi.id)
  const phone: string = (await find(sari, 'budi')).customers[0].phone
  const local = phone.replace('+62', '0')
  const abroad = `00${phone.slice(1)}`
  const inPoints = `${local.slice(0, 4)}.${local.slice(4, 8)}.${local.slice(8)}`
  for (const q of [phone, local, inPoints.replace('.', '-').replace('.', ' '), inPoints, abroad, `tel:${phone}`])
    assert.equal((await find(sari, q)).customers[0]?.customer.id, budi.id, q)
})

test('numbers are found as people paste them: a case with words around it, a reference in any of its shapes', async () => {
  const { number } = (await as(budi, 'GET', `/api/chat/${caseId}`)).body
  for (const q of [
    `#${number}`,
    `${number}.`,
    `Kasus ${number} dibuka`,
    number.toLowerCase(),
    number.replaceAll('-', ' '),
    number.replaceAll('-', ''),
    number.slice(3),
  ])
    assert.equal((await find(sari, q)).cases[0]?.caseId, caseId, q)
  // Figures that letters make a part of something else are no phone number: where they stand depends on the reference.
  const { owner, sql } = desk.database
  for (const end of ['c7096135f6a3', '1234567890ab', 'ab1234567890', '123456789012', 'abcdefabcdef']) {
    const id = `${paymentId.slice(0, 24)}${end}`
    await owner`
      insert into payment (customer_id, id, kind, state, counterparty, amount, fee, currency, refusal, decision, at, idempotency_key, digest)
      values (${budi.id}, ${id}, 'shop', 'refused', 'Toko Lain', 7777700, 0, 'IDR', 'balance_too_low', '{}', now(), ${end}, '')`
    await followAll(sql)
    const reference = referenceOf(id)
    for (const q of [reference, reference.toLowerCase(), reference.replaceAll('-', ' '), `#${reference}.`, id, end])
      assert.equal((await find(sari, q)).payments[0]?.paymentId, id, `${end}: ${q}`)
  }
  for (const q of ['77.777,00', 'Rp 77.777,-', 'Rp77.777']) assert.equal((await find(sari, q)).payments.length, 5, q)
  for (const q of ['1234 5678 9012', '1234-5678-9012', '123456789012'])
    assert.equal((await find(sari, q)).messages[0]?.caseId, caseId, q)
})

test('names are found in either script, without accents, and with an apostrophe left out or as a gap', async () => {
  const names = { 歐陽美玲: ['歐陽', '欧阳美玲', '歐陽美玲', '美玲'], 陈国强: ['陳國強', '國強', '陈国'] }
  const others = { 'José Núñez': ['jose nunez', 'José', 'NUÑEZ'], "Siti Nur'aini": ['nuraini', 'nur aini', 'Nur’aini'] }
  for (const [name, questions] of Object.entries({ ...names, ...others })) {
    const { id } = await desk.customer(name)
    await followAll(desk.database.sql)
    for (const q of questions) assert.equal((await find(sari, q)).customers[0]?.customer.id, id, `${name}: ${q}`)
  }
  assert.equal((await find(sari, '欧阳国强')).customers.length, 0)
})

test('signs that mean something to a database are words like others', async () => {
  for (const q of ['%', "'", '"', '\\', '():*', '!! & |', "' or 1=1 --", '=', '😀', '<->']) {
    const answer = await as(sari, 'GET', `/api/desk/search?q=${encodeURIComponent(q)}`)
    assert.equal(answer.status, 200, q)
    assert.deepEqual(answer.body.customers, [], q)
  }
})

test('who does not have the conversation sees initials, no long figures and no shop; who has it sees all', async () => {
  const mine = await find(sari, 'rekening')
  assert.equal(mine.messages[0].customer.name, 'Budi Santoso')
  const theirs = await find(rina, 'rekening')
  assert.deepEqual(theirs.messages[0].customer, { id: budi.id, name: 'B*** S***', masked: true })
  assert.doesNotMatch(JSON.stringify(theirs), /1234|9012|Santoso/)
  await write('Kabari lewat budi.santoso@surel.example saja')
  await followAll(desk.database.sql)
  assert.match(JSON.stringify((await find(sari, 'kabari')).messages), /surel/)
  assert.doesNotMatch(JSON.stringify((await find(rina, 'kabari')).messages), /surel|santoso/)
  const person = (await find(rina, 'santoso')).customers[0]
  assert.match(person.phone, /^…\d{3}$/)
  assert.equal((await find(rina, 'tugu')).payments[0].counterparty, null)
  const route = `/api/desk/customers/${budi.id}`
  assert.equal((await as(rina, 'GET', route)).body.code, 'reason_needed')
  const body = { about: budi.id, reason: 'Asked at the counter' }
  assert.equal((await as(rina, 'POST', '/api/desk/look-ups', body)).body.customerId, budi.id)
  assert.equal((await as(rina, 'GET', route)).status, 200)
})

test('a role finds only what it may see', async () => {
  const finance = await desk.staff('Uang', 'finance')
  const found = await find(finance, 'tugu')
  assert.equal(found.messages, null)
  assert.equal(found.cases, null)
  assert.equal(found.payments.length, 1)
  assert.equal((await find(finance, 'santoso')).customers[0].phone, null)
  assert.equal((await find(budi, 'tugu')).code, 'signin_required')
})

test('each row is taken once, whatever runs beside, and nothing of a transaction that is still open is passed over', async () => {
  const { sql, owner } = desk.database
  const [counted] = await owner`select count(*)::int as count from search_entry where kind = 'customer'`
  const open = await owner.reserve()
  await open`begin`
  await open`
    insert into customer (id, phone, name, language, password_hash, pin_digest, state_since, account_id, created_at)
    values (gen_random_uuid(), '+628170000001', 'Late Comer', 'en', '-', '', now(), gen_random_uuid(), now())`
  await desk.customer('Early Bird')
  await followOnce(sql)
  await open`commit`
  open.release()
  await Promise.all([followOnce(sql), followOnce(sql), followOnce(sql)])
  await followAll(sql)
  const [after] = await owner`select count(*)::int as count from search_entry where kind = 'customer'`
  assert.equal(after!.count, counted!.count + 2)
  assert.equal((await find(sari, 'late comer')).customers.length, 1)
})

test('what is newest comes first, across slices, and no more than asked', async () => {
  const { owner } = desk.database
  await owner`update search_kind set written = 4094 where kind = 'message'`
  for (const text of ['pisang satu', 'pisang dua', 'pisang tiga', 'pisang empat']) await write(text)
  await followAll(desk.database.sql)
  const answer = await as(sari, 'GET', '/api/desk/search?q=pisang&limit=3')
  const texts = answer.body.messages.map(({ excerpt }: { excerpt: { text: string }[] }) =>
    excerpt.map(({ text }) => text).join(''),
  )
  assert.deepEqual(texts, ['pisang empat', 'pisang tiga', 'pisang dua'])
})

test('a name is found in spite of one slip, where nothing is written like it; a short one and a Chinese one are not guessed', async () => {
  for (const q of ['santosa', 'santso', 'santtoso', 'snatoso', 'Budi Santozo']) {
    const found = await find(sari, q)
    assert.equal(found.near, true, q)
    assert.equal(found.customers[0]?.customer.id, budi.id, q)
    assert.equal(found.cases[0]?.caseId, caseId, q)
  }
  assert.equal((await find(sari, 'santoso')).near, false)
  await desk.customer('王小明')
  await followAll(desk.database.sql)
  for (const q of ['bubi', 'santazu', 'budi santazu', '王小', '王小红', 'kopi tugi'])
    assert.deepEqual(
      [q, (await find(sari, q)).near, (await find(sari, q)).customers.length],
      [q, false, q === '王小' ? 1 : 0],
    )
  // The role that may not see people's cases finds none by a slip either, and names stay masked.
  const finance = await desk.staff('Uang', 'finance')
  assert.equal((await find(finance, 'santosa')).cases, null)
  assert.equal((await find(rina, 'santosa')).customers[0].customer.name, 'B*** S***')
})

test('one slip is one letter too many, too few, changed, or exchanged with its neighbour', () => {
  for (const word of ['rahay', 'rahayuu', 'rahaju', 'rahyau', 'arhayu', 'xahayu'])
    assert.ok(isOneSlipAway(word, 'rahayu') && isOneSlipAway('rahayu', word), word)
  for (const word of ['rahayu', 'raha', 'rahayuuu', 'rayahu', 'ahayux', 'rahjau'])
    assert.ok(!isOneSlipAway(word, 'rahayu'), word)
})
