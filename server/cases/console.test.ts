import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { startMessageCentre } from '../../sandbox/sms/centre.ts'
import { findCode } from '../../sandbox/sms/segment.ts'
import { systemClock, systemIds } from '../../sandbox/system.ts'
import { call, createDesk, openConversation, type Person, secretKey } from '../channels/chat/chat.testing.ts'
import { runOwnAccount } from '../cli/own-account.ts'
import { systemSecrets } from '../identity/secrets.ts'
import { systemClock as clock } from '../platform/clock.ts'
import { createLog } from '../platform/log.ts'
import { createSms } from '../platform/sms.ts'
import { codeTriesAllowed, customerCodeJobs } from './customer-code.ts'

const link = { systemId: 'dompet', password: 'sandbox' }
const reason = 'asked in the chat, checked the name'

let desk: Awaited<ReturnType<typeof createDesk>>
let centre: Awaited<ReturnType<typeof startMessageCentre>>
let sms: ReturnType<typeof createSms>
const folder = mkdtempSync(path.join(os.tmpdir(), 'dompet-console-'))

before(async () => {
  desk = await createDesk()
  centre = await startMessageCentre({
    dir: folder,
    host: '127.0.0.1',
    port: 0,
    ...link,
    clock: systemClock,
    ids: systemIds,
  })
  sms = createSms({ host: '127.0.0.1', port: centre.port, ...link, sender: 'DOMPET', log: createLog('error') })
})
after(async () => {
  await desk.close()
  await sms.close()
  await centre.stop()
  rmSync(folder, { recursive: true })
})

const as = (person: Person, method: string, route: string, body?: unknown) =>
  call(desk.instances[0]!, person, method, route, body)
const rupiah = (amount: number) => ({ amount: `${amount}.00`, currency: 'IDR' })
const act = (person: Person, caseId: string, action: string, more: object = {}) =>
  as(person, 'POST', `/api/desk/cases/${caseId}/actions`, { action, reason, ...more })
const raise = (perPayment: number, perDay: number) => ({
  limit: { perPayment: rupiah(perPayment), perDay: rupiah(perDay), days: 7 },
})
const logOf = async (customer: Person) => (await as(customer, 'GET', '/api/me/access-log')).body.entries

async function actionsOf(person: Person, caseId: string) {
  const { body } = await as(person, 'GET', `/api/desk/cases/${caseId}`)
  return Object.fromEntries(
    body.actions.map((one: { action: string; reason: string; next: string }) => [one.action, one]),
  )
}

/** Runs the worker's part: what the queue holds is sent to the message centre. Answers the code that arrived. */
async function codeFor(caseId: string): Promise<string> {
  const { sql } = desk.database
  const [row] = await sql<{ id: string; phone: string }[]>`
    select k.id, c.phone from case_check k join customer c on c.id = k.customer_id where case_id = ${caseId} order by k.id desc limit 1`
  const jobs = customerCodeJobs({ sql, clock, secrets: systemSecrets, secretKey, sms })
  await jobs.customer_code!({ caseId, codeId: row!.id })
  return findCode(centre.list(row!.phone, 1)[0]!.text)!
}

/** The customer confirms with the code that went to the registered number. */
async function confirm(agent: Person, customer: Person, caseId: string) {
  assert.equal((await act(agent, caseId, 'send_code')).status, 200)
  const code = await codeFor(caseId)
  const confirmed = await as(customer, 'POST', `/api/chat/${caseId}/confirm`, { code })
  assert.deepEqual(confirmed.body, {})
}

test('a limit is raised after the customer confirmed a code, by name and reason, and ends by itself', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  const before = (await actionsOf(sari, caseId)).raise_limit
  assert.deepEqual(
    [before.possible, before.reason, before.next, before.secondPerson],
    [false, 'verification_missing', 'send_code', 'above_bound'],
  )
  const early = await act(sari, caseId, 'raise_limit', raise(3_000_000, 8_000_000))
  assert.deepEqual(early.body.figures, { reason: 'verification_missing' })

  await confirm(sari, budi, caseId)
  const proved = (await as(sari, 'GET', `/api/desk/cases/${caseId}`)).body.customer.verification
  assert.equal(proved.level, 'code')
  for (const [perPayment, perDay] of [
    [1_000_000, 8_000_000],
    [9_000_000, 8_000_000],
    [2_000_000, 5_000_000],
    [3_000_000, 20_000_001],
  ] as const)
    assert.equal((await act(sari, caseId, 'raise_limit', raise(perPayment, perDay))).body.code, 'limit_outside')
  assert.deepEqual((await act(sari, caseId, 'raise_limit', raise(3_000_000, 8_000_000))).body, { state: 'done' })

  const { limits } = (await as(sari, 'GET', `/api/desk/cases/${caseId}`)).body.customer
  assert.deepEqual([limits.perPayment, limits.perDay], [rupiah(3_000_000), rupiah(8_000_000)])
  assert.ok(Date.parse(limits.raisedUntil) > Date.now() + 6 * 86_400_000)
  const [entry] = await logOf(budi)
  assert.deepEqual([entry.action, entry.actor, entry.reason], ['limit.raised', 'Sari', reason])
  await desk.database.owner`update customer set limit_until = now() where id = ${budi.id}`
  const ended = (await as(sari, 'GET', `/api/desk/cases/${caseId}`)).body.customer.limits
  assert.deepEqual([ended.perDay, ended.raisedUntil], [rupiah(5_000_000), null])
})

test('the own wallet: nothing is lifted or raised on it, nor agreed to, by whom it belongs to; freezing is left to them', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff('Sari')]
  const [dewi, wulan] = [await desk.staff('Dewi', 'supervisor'), await desk.staff('Wulan', 'supervisor')]
  const { owner, url } = desk.database
  const [phone] = await owner<{ phone: string }[]>`select phone from customer where id = ${budi.id}`
  const said: string[] = []
  const setOwn = async (person: Person, typed: string) => {
    const [row] = await owner<{ email: string }[]>`select email from staff where id = ${person.id}`
    return runOwnAccount({
      email: row!.email,
      phone: typed,
      env: { DATABASE_URL: url },
      print: (text) => said.push(text),
    })
  }
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  assert.equal(await setOwn(sari, '12'), 2)
  assert.equal(await setOwn(sari, phone!.phone), 0)
  assert.equal(await setOwn(dewi, phone!.phone.replace('+62', '0')), 0)
  await confirm(wulan, budi, caseId)
  const { raise_limit, send_code, freeze } = await actionsOf(sari, caseId)
  assert.partialDeepStrictEqual(raise_limit, { possible: false, reason: 'own_account', next: 'ask_supervisor' })
  assert.equal(send_code.reason, 'own_account')
  assert.equal(freeze.possible, true)
  const refused = await act(sari, caseId, 'raise_limit', raise(3_000_000, 8_000_000))
  assert.deepEqual([refused.body.code, refused.body.figures], ['action_not_possible', { reason: 'own_account' }])
  assert.equal((await act(dewi, caseId, 'raise_limit', raise(3_000_000, 8_000_000))).body.figures.reason, 'own_account')

  assert.deepEqual((await act(wulan, caseId, 'raise_limit', raise(10_000_000, 15_000_000))).body, { state: 'waits' })
  const seen = async (person: Person) => (await as(person, 'GET', `/api/desk/cases/${caseId}`)).body.requests[0]
  const { id: requestId, mayDecide } = await seen(dewi)
  assert.equal(mayDecide, false)
  const agree = () => as(dewi, 'POST', `/api/desk/requests/${requestId}/approve`, { reason })
  assert.deepEqual((await agree()).body.figures, { reason: 'own_account' })
  assert.equal(await setOwn(dewi, 'none'), 0)
  assert.equal((await agree()).status, 200)
  assert.ok(!said.some((text) => text.includes(phone!.phone)))
})

test('a large raise waits for a second person, who is not the first', async () => {
  const [budi, sari] = [await desk.customer(), await desk.staff('Sari')]
  const [dewi, rina] = [await desk.staff('Dewi', 'supervisor'), await desk.staff('Rina')]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  await confirm(sari, budi, caseId)
  const large = raise(10_000_000, 15_000_000)
  assert.deepEqual((await act(sari, caseId, 'raise_limit', large)).body, { state: 'waits' })
  const waiting = (await as(sari, 'GET', `/api/desk/cases/${caseId}`)).body
  assert.equal(waiting.customer.limits.raisedUntil, null, 'nothing has changed yet')
  assert.equal((await act(sari, caseId, 'raise_limit', large)).body.figures.reason, 'waits')
  const [request] = waiting.requests
  assert.deepEqual([request.askedBy, request.mayDecide, request.limit.perDay], ['Sari', false, rupiah(15_000_000)])

  const approve = (person: Person) => as(person, 'POST', `/api/desk/requests/${request.id}/approve`, { reason })
  assert.equal((await approve(sari)).body.code, 'permission_missing')
  assert.equal((await approve(rina)).body.code, 'permission_missing')
  const answers = await Promise.all([approve(dewi), approve(dewi)])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409], 'once')
  assert.deepEqual((await as(sari, 'GET', `/api/desk/cases/${caseId}`)).body.customer.limits.perDay, rupiah(15_000_000))
  const log = (await logOf(budi)).filter((entry: { action: string }) => entry.action.startsWith('limit.'))
  assert.deepEqual(
    log.map((entry: { action: string; actor: string }) => [entry.action, entry.actor]),
    [
      ['limit.raised', 'Dewi'],
      ['limit.asked', 'Sari'],
    ],
  )

  const wayan = await desk.customer('Wayan')
  const own = await openConversation(desk.instances[0]!, wayan, dewi)
  await confirm(dewi, wayan, own)
  await act(dewi, own, 'raise_limit', large)
  const [mine] = (await as(dewi, 'GET', `/api/desk/cases/${own}`)).body.requests
  const refused = await as(dewi, 'POST', `/api/desk/requests/${mine.id}/approve`, { reason })
  assert.equal(refused.body.code, 'second_person_needed')
})

test('a request that is turned down changes nothing and says so to the customer', async () => {
  const [budi, sari, dewi] = [await desk.customer(), await desk.staff(), await desk.staff('Dewi', 'supervisor')]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  await confirm(sari, budi, caseId)
  await act(sari, caseId, 'raise_limit', raise(10_000_000, 15_000_000))
  const [request] = (await as(dewi, 'GET', `/api/desk/cases/${caseId}`)).body.requests
  assert.equal(request.mayDecide, true)
  assert.equal((await as(dewi, 'POST', `/api/desk/requests/${request.id}/reject`, { reason })).status, 200)
  const after = (await as(sari, 'GET', `/api/desk/cases/${caseId}`)).body
  assert.deepEqual([after.requests, after.customer.limits.raisedUntil], [[], null])
  assert.ok((await logOf(budi)).some((entry: { action: string }) => entry.action === 'limit.turned_down'))
})

test('the code: wrong ones are counted, old ones and those of others do nothing, and no agent reads it', async () => {
  const [budi, eve, sari] = [await desk.customer(), await desk.customer('Eve'), await desk.staff()]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  const confirmAs = (person: Person, code: string) => as(person, 'POST', `/api/chat/${caseId}/confirm`, { code })
  assert.equal((await confirmAs(budi, '123456')).body.code, 'challenge_expired', 'none was sent')
  await act(sari, caseId, 'send_code')
  assert.equal((await act(sari, caseId, 'send_code')).body.figures.reason, 'too_soon')
  const code = await codeFor(caseId)
  assert.equal((await confirmAs(eve, code)).body.code, 'not_found')
  const wrong = code === '000000' ? '111111' : '000000'
  for (let tries = 1; tries < codeTriesAllowed; tries += 1)
    assert.deepEqual((await confirmAs(budi, wrong)).body.figures, { triesLeft: codeTriesAllowed - tries })
  assert.equal((await confirmAs(budi, wrong)).body.code, 'code_tries_exhausted')
  assert.equal((await confirmAs(budi, code)).body.code, 'code_tries_exhausted', 'the right one, too late')
  const seen = JSON.stringify([
    (await as(sari, 'GET', `/api/desk/cases/${caseId}`)).body,
    (await as(sari, 'GET', `/api/desk/cases/${caseId}/events`)).body,
  ])
  assert.ok(!seen.includes(code))
  const actions = (await as(budi, 'GET', '/api/me/access-log')).body.entries.map(
    (one: { action: string }) => one.action,
  )
  assert.ok(actions.includes('code.sent') && !actions.includes('code.confirmed'))
})

test('somebody else’s case and customer open only with a reason, which the customer reads', async () => {
  const [budi, sari, rina] = [await desk.customer('Budi'), await desk.staff('Sari'), await desk.staff('Rina')]
  const opened = await as(budi, 'POST', '/api/chat', { topic: 'other' })
  const caseId = opened.body.id
  assert.equal((await as(rina, 'GET', `/api/desk/cases/${caseId}`)).status, 200, 'who waits is everybody’s')
  await as(sari, 'POST', `/api/desk/sessions/${opened.body.session.id}/claim`, {})
  for (const route of ['', '/events', '/payments'])
    assert.equal((await as(rina, 'GET', `/api/desk/cases/${caseId}${route}`)).body.code, 'reason_needed', route)
  assert.equal((await as(rina, 'GET', `/api/desk/customers/${budi.id}`)).body.code, 'reason_needed')
  assert.equal((await as(sari, 'GET', `/api/desk/customers/${budi.id}`)).status, 200, 'in her hands')
  assert.equal(
    (await logOf(budi)).filter((one: { actor: string }) => one.actor === 'Rina').length,
    1,
    'refused is not seen',
  )

  assert.equal((await as(rina, 'POST', `/api/desk/cases/${caseId}/look`, { reason: 'x' })).status, 400)
  const why = 'Sari asked me to help with the bank'
  assert.equal((await as(rina, 'POST', `/api/desk/cases/${caseId}/look`, { reason: why })).status, 200)
  assert.equal((await as(rina, 'GET', `/api/desk/cases/${caseId}/events`)).status, 200)
  const entry = (await logOf(budi)).find((one: { action: string }) => one.action === 'customer.looked_up')
  assert.deepEqual([entry.actor, entry.reason], ['Rina', why])
})

test('what was said in a closed case stands in the list for whoever had it, and for nobody else', async () => {
  const [budi, sari, rina] = [await desk.customer('Budi'), await desk.staff('Sari'), await desk.staff('Rina')]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  await as(budi, 'POST', `/api/chat/${caseId}/messages`, { clientId: 'message-1', text: 'My salary is late' })
  await as(sari, 'POST', `/api/desk/cases/${caseId}/close`, { outcome: 'solved' })
  const rowFor = async (person: Person) =>
    (await as(person, 'GET', '/api/desk/inbox')).body.recent.find((row: { caseId: string }) => row.caseId === caseId)
  assert.equal((await rowFor(sari)).lastMessage, 'My salary is late')
  assert.equal((await rowFor(rina)).lastMessage, null)
})

test('a look-up by phone or case number leaves its reason, and lasts half an hour', async () => {
  const [budi, risk] = [await desk.customer('Budi'), await desk.staff('Resi', 'risk')]
  const [{ phone }] = await desk.database.sql<[{ phone: string }]>`select phone from customer where id = ${budi.id}`
  const lookUp = (about: string) =>
    as(risk, 'POST', '/api/desk/look-ups', { about, reason: 'pattern of a known fraud' })
  assert.equal((await as(risk, 'GET', `/api/desk/customers/${budi.id}`)).body.code, 'reason_needed')
  assert.equal((await lookUp('+6281234567899')).body.code, 'not_found')
  assert.deepEqual((await lookUp(phone)).body, { customerId: budi.id })
  const seen = (await as(risk, 'GET', `/api/desk/customers/${budi.id}`)).body
  assert.deepEqual([seen.customer.name, seen.customer.devices.length, seen.cases], ['Budi', 1, []])
  const [entry] = await logOf(budi)
  assert.deepEqual(
    [entry.action, entry.actor, entry.reason],
    ['customer.looked_up', 'Resi', 'pattern of a known fraud'],
  )
  await desk.database.owner.begin(async (tx) => {
    await tx`alter table audit_event disable trigger immutable`
    await tx`update audit_event set at = at - interval '31 minutes' where customer_id = ${budi.id}`
    await tx`alter table audit_event enable trigger immutable`
  })
  assert.equal((await as(risk, 'GET', `/api/desk/customers/${budi.id}`)).body.code, 'reason_needed')
  const number = (await as(budi, 'POST', '/api/chat', { topic: 'other' })).body.number as string
  assert.deepEqual((await lookUp(number.toLowerCase())).body, { customerId: budi.id })
})
