import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { ensureSandboxKeys } from '../../sandbox/keys.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createCustomer } from '../identity/customer.ts'
import { hashToken, systemSecrets } from '../identity/secrets.ts'
import { startSession } from '../identity/session.ts'
import { insertStaffSession } from '../identity/staff.sql.ts'
import { createStaff } from '../identity/staff.ts'
import { startDompet } from '../main.ts'
import { systemClock as clock } from '../platform/clock.ts'
import { readConfig } from '../platform/config.ts'
import { customerCookie, staffCookie } from '../platform/http.ts'
import { createIds } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { entriesLimit } from './directory.sql.ts'

const ids = createIds(clock)
const data = mkdtempSync(path.join(tmpdir(), 'dompet-directory-'))
const keys = ensureSandboxKeys(data)

let database: TestDatabase
let dompet: Awaited<ReturnType<typeof startDompet>>
let secretKey: Buffer
/** Cookies of Ratna and Bayu, who keep the directory, of Sari and Wei, who answer, of the customers Dewi and Agus. */
const cookies: Record<string, Record<string, string>> = {}

before(async () => {
  database = await createTestDatabase()
  const config = readConfig({
    DATABASE_URL: database.url,
    DOMPET_MIGRATE: 'no',
    DOMPET_ROLES: 'api',
    DOMPET_PORT: '0',
    DOMPET_DATA: data,
    DOMPET_RATE_LIMIT_PER_MINUTE: '100000',
    DOMPET_PUBLIC_URL: 'https://dompet.example',
    SMPP_PORT: '9',
    BANK_URL: 'http://127.0.0.1:9/bank',
    BANK_PUBLIC_KEY_FILE: keys.bankPublic,
    BANK_SIGNING_KEY_FILE: keys.walletPrivate,
  })
  secretKey = config.secretKey
  dompet = await startDompet(config, createLog('silent'))
  for (const [name, role] of [
    ['ratna', 'editor'],
    ['bayu', 'editor'],
    ['sari', 'agent'],
    ['wei', 'agent'],
  ] as const)
    cookies[name] = await hire(name, role)
  cookies.dewi = await welcome('Dewi Anggraini', '+628111000011', 'id')
  cookies.agus = await welcome('Agus Prasetyo', '+628111000022', 'en')
})
after(async () => {
  await dompet?.stop()
  await database?.drop()
  rmSync(data, { recursive: true })
})

async function hire(name: string, role: 'editor' | 'agent') {
  const { sql } = database
  const member = { email: `${name}@dompet.example`, name: `${name[0]!.toUpperCase()}${name.slice(1)} Lestari` }
  const now = clock.now()
  const more = { roles: [role], languages: ['id' as const, 'en' as const], passwordHash: 'x', createdAt: now }
  const staff = (await createStaff(sql, { ids }, { ...member, ...more }))!
  const token = systemSecrets.token()
  const session = { tokenHash: hashToken(token)!, id: ids(), staffId: staff.id, startedAt: now }
  await sql.begin((tx) => insertStaffSession(tx, { ...session, expiresAt: new Date(now.getTime() + 3_600_000) }))
  return { [staffCookie]: token }
}

async function welcome(name: string, phone: string, language: 'id' | 'en') {
  const now = clock.now()
  const token = await database.sql.begin(async (tx) => {
    const more = { passwordHash: 'x', pin: '805917', language, createdAt: now }
    const customer = (await createCustomer(tx, { ids, secretKey }, { name, phone, ...more }))!
    return startSession(tx, { ids, secrets: systemSecrets }, { customerId: customer.id, device: 'test', now })
  })
  return { [customerCookie]: token }
}

async function call(who: string | null, method: 'GET' | 'POST', url: string, body?: unknown) {
  const answer = await dompet.http.server.inject({
    method,
    url,
    headers: { 'x-dompet-request': '1' },
    ...(who ? { cookies: cookies[who]! } : {}),
    ...(body === undefined ? {} : { payload: body as object }),
  })
  return { status: answer.statusCode, body: answer.json() }
}

const hotline = {
  kind: 'hotline',
  country: 'ID',
  region: { zh: '雅加达', id: 'Jakarta', en: 'Jakarta' },
  number: '+622150959999',
  hours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '20:00' }],
  zone: 'Asia/Jakarta',
  languages: ['id', 'en'],
  cost: 'local',
}
const reason = 'The new line is in service'
const check = async (text: string) => (await call(null, 'POST', '/api/directory/check', { text })).body
const propose = (who: string, body: object) => call(who, 'POST', '/api/desk/directory/changes', { reason, ...body })
const published = async () => JSON.parse((await call(null, 'GET', '/api/directory')).body.document)

/** As a stranger with the published key would. */
async function signedDocument() {
  const { current, keys } = (await call(null, 'GET', '/api/ledger/keys')).body
  const { pem } = keys.find((key: { id: string }) => key.id === current)
  const get = (url: string) => dompet.http.server.inject({ method: 'GET', url })
  const document = (await get('/.well-known/dompet-directory.json')).rawPayload
  const { edition } = JSON.parse(document.toString())
  const signature = (await get(`/.well-known/dompet-directory.json.sig?edition=${edition}`)).rawPayload
  return { holds: (text: Buffer) => verify(null, text, createPublicKey(pem), signature), document }
}

test('from the start the directory names what the configuration names, and is signed', async () => {
  const { entries, edition } = await published()
  assert.equal(edition, 1)
  assert.deepEqual(entries, [
    { kind: 'sender', name: 'DOMPET' },
    { domain: 'dompet.example', kind: 'site' },
  ])
  const { holds, document } = await signedDocument()
  assert.ok(holds(document))
  assert.ok(!holds(Buffer.from(document.toString().replace('dompet.example', 'dompet.evil'))))
  const nothing = await dompet.http.server.inject({
    method: 'GET',
    url: '/.well-known/dompet-directory.json?edition=9',
  })
  assert.equal(nothing.statusCode, 404)
})

test('a number is ours only after a second person approved it, and then in a new signed edition', async () => {
  assert.equal((await propose('sari', { deed: 'add', entry: hotline })).body.code, 'permission_missing')
  const wrong = { ...hotline, country: 'MY' }
  assert.equal((await propose('ratna', { deed: 'add', entry: wrong })).body.code, 'phone_invalid')
  const { id } = (await propose('ratna', { deed: 'add', entry: hotline })).body
  assert.equal((await check('021 5095 9999')).verdict, 'not_ours')
  const approve = (who: string) => call(who, 'POST', `/api/desk/directory/changes/${id}/approve`, {})
  assert.equal((await approve('ratna')).body.code, 'second_person_needed')
  const approvals = await Promise.all([approve('bayu'), approve('bayu')])
  assert.deepEqual(approvals.map(({ status }) => status).toSorted(), [200, 409])
  const { entries, edition } = await published()
  assert.equal(edition, 2)
  assert.equal(entries[0].number, hotline.number)
  const { holds, document } = await signedDocument()
  assert.ok(holds(document))
  assert.deepEqual((await check('(021) 50959999')).hotline, hotline)
})

test('an entry is changed and removed in the same way; a proposal is taken back or turned down', async () => {
  const desk = async () => (await call('bayu', 'GET', '/api/desk/directory')).body
  const [{ id: entryId }] = (await desk()).entries
  assert.equal((await propose('bayu', { deed: 'add', entry: hotline })).body.figures.reason, 'taken')
  const first = (await propose('bayu', { deed: 'remove', entryId })).body
  assert.equal((await propose('ratna', { deed: 'remove', entryId })).body.figures.reason, 'proposed')
  const [waiting] = (await desk()).changes
  assert.deepEqual([waiting.own, waiting.before.number], [true, hotline.number])
  const reject = (who: string, id: string) => call(who, 'POST', `/api/desk/directory/changes/${id}/reject`, { reason })
  assert.equal((await reject('bayu', first.id)).status, 200)
  assert.equal((await reject('ratna', first.id)).body.figures.reason, 'withdrawn')
  const second = (await propose('ratna', { deed: 'change', entryId, entry: { ...hotline, cost: 'free' } })).body
  await call('bayu', 'POST', `/api/desk/directory/changes/${second.id}/approve`, {})
  assert.equal((await published()).entries[0].cost, 'free')
  await assert.rejects(
    database.sql`update directory_change set decided_by = proposed_by where id = ${second.id}`,
    /directory_change_four_eyes/,
  )
  await assert.rejects(database.owner`delete from directory_edition`, /refuse|change/i)
})

test('no entry is ever left out of an edition: a full directory takes no more', async () => {
  const at = clock.now()
  await database.owner`
    insert into directory_entry (id, kind, value, entry, since)
    select gen_random_uuid(), 'sender', name, json_build_object('kind', 'sender', 'name', name), ${at}
    from (select 'FULL' || number as name from generate_series(1, ${entriesLimit - 1} - (select count(*)::int from directory_entry)) as number) as names`
  const add = (name: string) => propose('ratna', { deed: 'add', entry: { kind: 'sender', name } })
  const [one, other] = [(await add('LASTONE')).body, (await add('LASTOTHER')).body]
  const approvals = await Promise.all(
    [one, other].map(({ id }) => call('bayu', 'POST', `/api/desk/directory/changes/${id}/approve`, {})),
  )
  assert.deepEqual(approvals.map(({ status }) => status).toSorted(), [200, 409])
  assert.equal(approvals.find(({ status }) => status === 409)!.body.figures.reason, 'directory_full')
  assert.equal((await add('ONEMORE')).body.figures.reason, 'directory_full')
  assert.ok((await published()).entries.length >= entriesLimit, 'all of them are in the edition')
  await database.owner`delete from directory_entry where value like 'FULL%'`
})

test('a report opens a case about safety with what was reported; two customers warn everybody', async () => {
  const text = 'Hadiah! https://dompet-hadiah.xyz/klaim'
  assert.equal((await check(text)).looksLike, 'Dompet')
  const report = (who: string, words = 'Dia minta kode OTP saya') =>
    call(who, 'POST', '/api/directory/reports', { text, words })
  const [{ body }, again] = [await report('dewi'), await report('dewi')]
  assert.equal(again.body.caseId, body.caseId)
  await report('dewi', 'Saya sudah kirim uang')
  const { events } = (await call('dewi', 'GET', `/api/chat/${body.caseId}/events`)).body
  const said = events.flatMap(({ kind, text }: { kind: string; text: string }) => (kind === 'message' ? [text] : []))
  assert.equal(said.length, 2, 'a repeat adds nothing, and nothing that was written is lost')
  assert.match(said[0], /tautan yang diduga penipuan: dompet-hadiah\.xyz\nDia minta kode OTP/)
  assert.match(said[1], /Saya sudah kirim uang/)
  const chat = (await call('dewi', 'GET', `/api/chat/${body.caseId}`)).body
  assert.deepEqual([chat.topic, chat.state], ['safety', 'open'])
  const [session] = await database.sql`select priority from support_session where case_id = ${body.caseId}`
  assert.equal(session!.priority, 'safety')

  assert.equal((await check(text)).verdict, 'not_ours')
  await report('agus')
  assert.equal((await check('dompet-hadiah.xyz')).verdict, 'reported')
  const judge = (verdict: string) =>
    call('ratna', 'POST', '/api/desk/directory/verdicts', { kind: 'link', value: 'dompet-hadiah.xyz', verdict })
  await judge('dismissed')
  assert.equal((await check(text)).verdict, 'not_ours')
  await judge('confirmed')
  assert.equal((await check(text)).verdict, 'reported')
  const own = await call('dewi', 'POST', '/api/directory/reports', { text: 'https://dompet.example' })
  assert.equal(own.body.code, 'contact_is_ours')
  assert.equal((await call(null, 'POST', '/api/directory/reports', { text })).body.code, 'signin_required')
})

test('nobody of us talks to a customer until an agent does; then both see the same two words', async () => {
  const contacts = async (who: string, language = 'id') =>
    (await call(who, 'GET', `/api/me/live-contact?language=${language}`)).body.contacts
  const chat = (await call('agus', 'POST', '/api/chat', { topic: 'account' })).body
  const phrase = async (who: string) => (await call(who, 'GET', `/api/desk/cases/${chat.id}/phrase`)).body
  assert.deepEqual(await contacts('agus'), [])
  assert.deepEqual(await phrase('sari'), { contact: null })
  const claimed = await call('sari', 'POST', `/api/desk/sessions/${chat.session.id}/claim`, {})
  assert.equal(claimed.status, 200)

  const [contact] = await contacts('agus', 'en')
  assert.deepEqual([contact.agent, contact.channel, contact.caseId], ['Sari', 'chat', chat.id])
  const own = (await phrase('sari')).contact
  assert.deepEqual(own.phrase, contact.phrase, 'in the language of the customer')
  assert.deepEqual((await contacts('agus', 'id'))[0].phrase, own.inLanguages.id)
  assert.deepEqual(await contacts('dewi'), [])
  assert.deepEqual(await phrase('wei'), { contact: null }, 'only who has the conversation can say the words')

  await call('sari', 'POST', `/api/desk/cases/${chat.id}/release`, {})
  assert.deepEqual(await contacts('agus'), [])
})

test('a code opens the case of its customer once, and cannot be tried out', async () => {
  const ask = async (who: string) => (await call(who, 'POST', '/api/me/case-code', { topic: 'payment' })).body
  const use = (who: string, code: string) => call(who, 'POST', '/api/desk/case-codes', { code })
  const old = await ask('dewi')
  const { code } = await ask('dewi')
  assert.match(code, /^\d{6}$/)
  const [stored] = await database.sql`select digest from case_code where used_at is null`
  assert.ok(!Buffer.from(stored!.digest).includes(code))
  assert.equal((await use('ratna', code)).body.code, 'permission_missing')
  if (old.code !== code) assert.equal((await use('sari', old.code)).body.figures.triesLeft, 4)

  const answers = await Promise.all([use('sari', code), use('wei', code)])
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 422])
  const winner = answers[0]!.status === 200 ? 'sari' : 'wei'
  const { caseId } = answers.find(({ status }) => status === 200)!.body
  const opened = await call(winner, 'GET', `/api/desk/cases/${caseId}`)
  assert.equal(opened.status, 200)
  const log = (await call('dewi', 'GET', '/api/me/access-log')).body.entries
  assert.ok(
    log.some((entry: { reason: string | null }) => entry.reason?.includes('kode telepon')),
    'the customer reads it',
  )

  const late = await ask('agus')
  await database.owner`update case_code set expires_at = now() - interval '1 second' where used_at is null`
  for (let miss = 0; miss < 5; miss += 1) await use('wei', late.code)
  const blocked = await use('wei', (await ask('agus')).code)
  assert.equal(blocked.body.code, 'rate_limited')
})
