import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { createPasswords } from '../../server/identity/passwords.ts'
import { createStaff } from '../../server/identity/staff.ts'
import { systemClock as clock } from '../../server/platform/clock.ts'
import { createIds } from '../../server/platform/ids.ts'
import { openEye } from './look.ts'
import { rupiah } from './words.ts'
import {
  type Customer,
  deskSize,
  type Person,
  password,
  phoneSize,
  pin,
  signedIn,
  startWorld,
  type World,
} from './world.ts'

/**
 * An agent's day with three chats: why a payment failed, a limit after a code, a lost phone. Everything at the desk is
 * done by keyboard; of the customers one sits at a phone, the others write over the wire.
 */
const ids = createIds(clock)
const rina = { name: 'Rina', email: 'rina@dompet.example' }
const needed = 90_000
const reason = 'Diminta di chat, nama dan nomor cocok'
const summary = 'HP hilang tadi pagi, akun sudah dibekukan. Mohon bantu SIM baru.'

let world: World
let sari: Person
let ani: Person
let people: Record<'budi' | 'ani' | 'cahya', Customer>
const cases: Record<string, string> = {}

before(async () => {
  world = await startWorld()
  const [budi, aniWho, cahya] = await Promise.all([
    world.addCustomer({ name: 'Budi Santoso', language: 'id', rupiah: 12_500 }),
    world.addCustomer({ name: 'Ani Wijaya', language: 'id', rupiah: 50_000 }),
    world.addCustomer({ name: 'Cahya Putri', language: 'id', rupiah: 20_000 }),
  ])
  people = { budi, ani: aniWho, cahya }
  const more = { roles: ['agent' as const], languages: ['id' as const, 'en' as const] }
  const passwordHash = await createPasswords().hash(password)
  await createStaff(world.sql, { ids }, { ...rina, ...more, passwordHash, createdAt: clock.now() })
  sari = await world.seat({ language: 'id', size: deskSize })
  ani = await world.seat({ language: 'id', size: phoneSize })
})
after(() => world?.end())

let failed = false
async function play(name: string, part: () => Promise<void>) {
  assert.ok(!failed, 'an earlier part failed')
  failed = true
  await world.play(name, part)
  failed = false
}

const say = (key: string, figures?: Record<string, string | number>) => sari.say('desk', key, figures)
const log = ({ page }: Person) => page.getByRole('log')
/** A command's key, as it works inside and outside of what is being written. */
const command = (key: string) => sari.page.keyboard.press(`Alt+${key}`)
const type = (text: string) => sari.page.keyboard.insertText(text)
const sheet = () => sari.page.getByRole('dialog')

async function api(
  cookie: string,
  method: string,
  route: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const response = await fetch(sari.url + route, {
    method,
    headers: { 'x-dompet-request': '1', cookie, ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return {
    status: response.status,
    cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
    body: await response.json(),
  }
}
const asCustomer = (
  { token }: Customer,
  method: string,
  route: string,
  body?: unknown,
  headers?: Record<string, string>,
) => api(`dompet_session=${token}`, method, route, body, headers)

/** Opens a chat and writes the first words in it. */
async function ask(who: keyof typeof people, about: object, text: string) {
  const opened = await asCustomer(people[who], 'POST', '/api/chat', about)
  cases[who] = opened.body.id
  await asCustomer(people[who], 'POST', `/api/chat/${opened.body.id}/messages`, { clientId: randomUUID(), text })
}

/** The conversation of this customer is in front, by its figure. */
async function turnTo(digit: number, { name }: Customer) {
  await command(String(digit))
  await sari.page.getByRole('heading', { name, exact: true }).waitFor()
  await sari.page.locator('[data-customer]').getByText(name, { exact: true }).waitFor()
}

/** Does what the open sheet asks a reason for. */
async function giveReason() {
  await sheet().getByLabel(say('actions.reason'), { exact: true }).fill(reason)
  await sari.page.keyboard.press('Control+Enter')
  await sheet().waitFor({ state: 'detached' })
}

/** Inserts the prepared words that these letters find, and sends them. */
async function sendMacro(typed: string) {
  await command(',')
  await sheet().getByRole('option').first().waitFor()
  await type(typed)
  await sari.page.keyboard.press('Enter')
  await sheet().waitFor({ state: 'detached' })
  const box = sari.page.getByLabel(sari.say('ui', 'chat.write'), { exact: true })
  await box.and(sari.page.locator(':focus')).waitFor()
  const text = await box.inputValue()
  await sari.page.keyboard.press('Enter')
  await log(sari).getByText(text, { exact: true }).waitFor()
  return text
}

test('three people ask, and the agent takes them by one key each', () =>
  play('three-chats', async () => {
    const target = { kind: 'phone', phone: people.cahya.phone }
    const body = { target, amount: String(needed), fee: '0', pin }
    const refused = await asCustomer(people.budi, 'POST', '/api/payments', body, { 'idempotency-key': randomUUID() })
    assert.equal(refused.body.code, 'balance_too_low')
    await ask('budi', { topic: 'payment', paymentId: refused.body.paymentId }, 'Kenapa tidak bisa kirim?')
    await ask('ani', { topic: 'account' }, 'Besok saya perlu kirim delapan juta.')
    await ask('cahya', { topic: 'other' }, 'HP saya hilang.')

    const { page, url } = sari
    await page.goto(`${url}/desk/`)
    await page.getByLabel(say('signin.email'), { exact: true }).fill(world.agent.email)
    await page.getByLabel(say('signin.password'), { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    await page
      .getByRole('region', { name: say('inbox.waiting'), exact: true })
      .getByText(people.cahya.name)
      .waitFor()
    const mine = page.getByRole('region', { name: say('inbox.mine'), exact: true })
    for (const who of ['budi', 'ani', 'cahya'] as const) {
      await command('n')
      await page.waitForURL(`**/cases/${cases[who]}`)
      await mine.getByText(people[who].name, { exact: true }).waitFor()
    }
  }))

test('why the payment failed stands there in the customer’s words; prepared words say it with the figures', () =>
  play('explain', async () => {
    await turnTo(await digitOf(people.budi), people.budi)
    const why = sari.page.getByRole('region', { name: say('why.brought'), exact: true })
    const [balance, missing] = [rupiah(12_500, 'id'), rupiah(needed - 12_500, 'id')]
    const figures = { needed: rupiah(needed, 'id'), balance, missing }
    for (const part of ['what_send', 'why', 'safe'])
      await why.getByText(sari.say('refusals', `balance_too_low.${part}`, figures)).waitFor()
    const cause = sari.page.getByRole('region', { name: sari.say('cases', 'diagnosis.title'), exact: true })
    await cause.getByText(sari.say('refusals', 'balance_too_low.what_send')).waitFor()
    const sent = await sendMacro('tidak diambil')
    assert.match(sent, new RegExp(`${rupiah(needed, 'id').replace('.', '\\.')} ke ${people.cahya.name}`))
    assert.doesNotMatch(sent, /[{}]/)
    const { events } = (await asCustomer(people.budi, 'GET', `/api/chat/${cases.budi}/events`)).body
    assert.equal(events.at(-1).text, sent)
  }))

test('a note names a colleague, who is told; the customer never sees it', () =>
  play('note', async () => {
    await command('o')
    const box = sari.page.getByLabel(say('write.note_label'), { exact: true })
    await box.and(sari.page.locator(':focus')).waitFor()
    await sari.page.keyboard.type('@Ri')
    await sari.page.getByRole('option', { name: '@Rina' }).waitFor()
    await sari.page.keyboard.press('Enter')
    await type('tolong lihat juga')
    await sari.page.keyboard.press('Enter')
    await log(sari).getByText('@Rina tolong lihat juga', { exact: true }).waitFor()
    const signIn = await api('', 'POST', '/api/staff/session', { email: rina.email, password })
    const { mentions } = (await api(signIn.cookie, 'GET', '/api/desk/notices')).body
    assert.deepEqual(
      mentions.map(({ caseId, by }: { caseId: string; by: string }) => [caseId, by]),
      [[cases.budi, 'Sari']],
    )
    const { events } = (await asCustomer(people.budi, 'GET', `/api/chat/${cases.budi}/events`)).body
    assert.doesNotMatch(JSON.stringify(events), /tolong lihat/)
  }))

test('a limit is raised once the customer has entered the code in the own app', () =>
  play('raise-limit', async () => {
    await signedIn(ani, people.ani)
    await ani.page.goto(`${ani.url}/help/chat/${cases.ani}`)
    await turnTo(await digitOf(people.ani), people.ani)
    // Beside its name the button says why it is not possible.
    const raise = sari.page.getByRole('button', { name: new RegExp(`^${say('command.raise_limit')}`) })
    await sari.page.getByText(say('actions.verification_missing')).first().waitFor()
    assert.equal(await raise.getAttribute('aria-disabled'), 'true')
    await command('t')
    await raise.and(sari.page.locator(':focus')).waitFor()
    assert.equal(await sheet().count(), 0, 'its key shows the reason, and opens nothing')
    await sendMacro('pastikan')
    await command('q')
    await giveReason()
    const code = ani.page.getByLabel(ani.say('customer', 'chat.confirm_code'), { exact: true })
    await code.waitFor()
    await code.fill(await newCode(people.ani.phone))
    await code.waitFor({ state: 'detached' })
    await log(sari)
      .getByText(say('did.code_confirmed', { name: people.ani.name }))
      .waitFor()

    await sari.page.locator('[aria-disabled="false"]').and(raise).waitFor()
    await command('t')
    await sheet().getByLabel(say('limit.perPayment'), { exact: true }).fill('8.000.000')
    await sheet().getByLabel(say('limit.perDay'), { exact: true }).fill('8.000.000')
    await giveReason()
    await log(sari)
      .getByText(say('did.raise_limit', { name: 'Sari' }))
      .waitFor()
    const me = (await asCustomer(people.ani, 'GET', '/api/me')).body
    assert.deepEqual(me.limits.perDay, { amount: '8000000.00', currency: 'IDR' })
    await log(ani)
      .getByText(ani.say('customer', 'event.raise_limit', { name: 'Sari' }))
      .waitFor()
  }))

test('a lost phone: frozen at once, then handed over with a summary', () =>
  play('hand-over', async () => {
    const signIn = await api('', 'POST', '/api/staff/session', { email: rina.email, password })
    await api(signIn.cookie, 'PUT', '/api/desk/me/state', { state: 'available' })
    await turnTo(await digitOf(people.cahya), people.cahya)
    await command('f')
    await giveReason()
    await log(sari)
      .getByText(say('did.freeze', { name: 'Sari' }))
      .waitFor()
    await command('v')
    await sheet().getByLabel(say('hand_over.summary'), { exact: true }).fill(summary)
    await sheet()
      .getByRole('radio', { name: new RegExp(`^${rina.name}`) })
      .waitFor({ state: 'attached' })
    await sari.page.keyboard.press('Tab')
    await sari.page.keyboard.press('Space')
    await sari.page.keyboard.press('Enter')
    await sheet().waitFor({ state: 'detached' })
    const { mine } = (await api(signIn.cookie, 'GET', '/api/desk/inbox')).body
    assert.deepEqual(
      mine.map(({ caseId }: { caseId: string }) => caseId),
      [cases.cahya],
    )
    const { events } = (await api(signIn.cookie, 'GET', `/api/desk/cases/${cases.cahya}/events`)).body
    const [note, claimed] = events.slice(-2)
    assert.deepEqual([note.kind, note.text, claimed.kind, claimed.author.name], ['note', summary, 'claimed', 'Rina'])
    const record = (await asCustomer(people.cahya, 'GET', '/api/me/access-log')).body.entries
    const frozen = record.find(({ action }: { action: string }) => action === 'customer.frozen')
    assert.deepEqual([frozen.actor, frozen.reason], ['Sari', reason])
  }))

test('nothing on these screens is in the way of anybody', (t) =>
  play('look', async () => {
    await turnTo(await digitOf(people.budi), people.budi)
    const eye = openEye(sari, { series: 'agent-day', sizes: ['desk'], tell: (fault) => t.diagnostic(fault) })
    await eye.look('conversation')
    await sari.page.setViewportSize(deskSize)
    for (const [name, key] of [
      ['macros', ','],
      ['hand-over', 'v'],
      ['notices', '.'],
    ] as const) {
      await command(key)
      await sheet().waitFor()
      await eye.look(name)
      await sari.page.setViewportSize(deskSize)
      await sari.page.keyboard.press('Escape')
      await sheet().waitFor({ state: 'detached' })
    }
    assert.deepEqual(eye.faults, [])
  }))

/** The figure that opens the conversation: its place among the agent's own. */
async function digitOf({ name }: Customer): Promise<number> {
  const mine = sari.page.getByRole('region', { name: say('inbox.mine'), exact: true }).locator('[data-case]')
  const names = await mine.evaluateAll((rows) => rows.map((row) => row.textContent ?? ''))
  const place = names.findIndex((text) => text.startsWith(name))
  assert.notEqual(place, -1, `${name} is among the agent's own`)
  return place + 1
}

/** The code that the worker sends, as soon as it has arrived. */
async function newCode(phone: string): Promise<string> {
  for (;;) {
    const code = await world.codeFor(phone).catch(() => undefined)
    if (code) return code
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
