import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { openEye } from './look.ts'
import { atDesk, hire } from './staff.ts'
import { type Customer, deskSize, type Person, phoneSize, signedIn, startWorld, type World } from './world.ts'

/**
 * A supervisor during a rush: sees who waits and whether the announced waits come true, reads a conversation along,
 * whispers, gives it to somebody else; afterwards the customer says how it was.
 */
const whispered = 'Minta nomor pesanannya dulu'
const summary = 'Sari sedang menangani yang lain'

let world: World
let budi: Person
let dewi: Person
let people: Customer[]
let caseId: string
const desk: Record<'sari' | 'rina' | 'budi', { id: string; cookie: string }> = {} as never

before(async () => {
  world = await startWorld()
  people = await Promise.all(
    ['Dewi', 'Tono', 'Wati', 'Yanti'].map((name) => world.addCustomer({ name, language: 'id', rupiah: 10_000 })),
  )
  ;[budi, dewi] = await Promise.all([
    world.seat({ language: 'id', size: deskSize }),
    world.seat({ language: 'id', size: phoneSize }),
  ])
  for (const [who, name, role] of [
    ['sari', 'Sinta', 'agent'],
    ['rina', 'Rina', 'agent'],
    ['budi', 'Budi', 'supervisor'],
  ] as const) {
    const id = await hire(world, name, role)
    await atDesk(world, budi, id, '/')
    desk[who] = { id, cookie: await staffCookieOf(budi) }
  }
})
after(() => world?.end())

const say = (key: string, figures?: Record<string, string | number>) => budi.say('supervision', key, figures)
const region = (name: string) => budi.page.getByRole('list', { name, exact: true })

async function staffCookieOf({ context }: Person): Promise<string> {
  const cookie = (await context.cookies()).find(({ name }) => name === 'dompet_staff')!
  return `${cookie.name}=${cookie.value}`
}

async function api(cookie: string, method: string, route: string, body?: unknown) {
  const response = await fetch(budi.url + route, {
    method,
    headers: { 'x-dompet-request': '1', cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return response.json()
}
const asCustomer = ({ token }: Customer, method: string, route: string, body?: unknown) =>
  api(`dompet_session=${token}`, method, route, body)

test('the wallboard shows the queue, who is here and whether the announced waits came true', () =>
  world.play('wallboard', async () => {
    for (const who of ['sari', 'rina'] as const)
      await api(desk[who].cookie, 'PUT', '/api/desk/me/state', { state: 'available' })
    for (const [place, customer] of people.entries()) {
      const opened = await asCustomer(customer, 'POST', '/api/chat', { topic: place === 3 ? 'safety' : 'other' })
      if (place > 0) continue
      caseId = opened.id
      await api(desk.sari.cookie, 'POST', `/api/desk/sessions/${opened.session.id}/claim`, {})
      const message = { clientId: randomUUID(), text: 'Pesanan saya belum datang.' }
      await asCustomer(customer, 'POST', `/api/chat/${caseId}/messages`, message)
    }
    await budi.page.goto(`${budi.url}/desk/supervision`)
    const queue = region(say('queue.title'))
    await queue.getByText(say('priority.safety'), { exact: true }).waitFor()
    const first = await queue.getByRole('listitem').first().textContent()
    assert.ok(first?.startsWith(say('priority.safety')), 'who fears for money stands first')
    await region('Sinta').getByText('1 / 4').waitFor()
    await region('Rina').getByText('0 / 4').waitFor()
    const covered = region(say('coverage.title'))
    await covered.getByText(say('today.of', { part: 1, all: 1 })).waitFor()
  }))

/** The time until the first answer is over, as soon as it has begun to run. */
async function breakPromise(): Promise<void> {
  for (;;) {
    const broken = await world.sql`
      update case_clock set due_at = now() - interval '40 minutes', warn_at = now() - interval '50 minutes',
        breached_at = now() - interval '40 minutes', warned_at = now()
      where case_id = ${caseId} and state = 'running'`
    if (broken.count > 0) return
    await setTimeout(100)
  }
}

test('what is on the wall is in nobody’s way, at the desk and on a phone', (t) =>
  world.play('look', async () => {
    const eye = openEye(budi, { series: 'supervisor', sizes: ['desk', 'phone'], tell: (fault) => t.diagnostic(fault) })
    await breakPromise()
    await region(say('escalated.title')).getByText('Sinta').waitFor()
    await eye.look('wallboard')
    for (const part of ['staffing', 'quality', 'report']) {
      await budi.page.goto(`${budi.url}/desk/supervision/${part}`)
      await budi.page.getByRole('region', { name: say(`part.${part}`), exact: true }).waitFor()
      await eye.look(part)
    }
    await budi.page.setViewportSize(deskSize)
    assert.deepEqual(eye.faults, [])
  }))

test('reading along, whispering, and giving the conversation to somebody else', (t) =>
  world.play('listen', async () => {
    await budi.page.goto(`${budi.url}/desk/supervision`)
    await region('Sinta').getByRole('link').click()
    await budi.page.waitForURL(`**/supervision/cases/${caseId}`)
    const log = budi.page.getByRole('log')
    await log.getByText('Pesanan saya belum datang.').waitFor()
    await log.getByText(budi.say('desk', 'happened.listen', { name: 'Budi' })).waitFor()
    const box = budi.page.getByLabel(say('listen.whisper'), { exact: true })
    await box.fill(whispered)
    await budi.page.reload()
    assert.equal(await box.inputValue(), whispered, 'a begun whisper is not lost')
    await box.press('Enter')
    await log.getByText(budi.say('desk', 'whisper.to', { name: 'Budi', agent: 'Sinta' })).waitFor()
    await log.getByText(whispered).waitFor()
    const { mentions } = await api(desk.sari.cookie, 'GET', '/api/desk/notices')
    assert.deepEqual([mentions[0].caseId, mentions[0].text], [caseId, whispered])

    const eye = openEye(budi, { series: 'supervisor', sizes: ['desk'], tell: (fault) => t.diagnostic(fault) })
    await eye.look('listen')
    await budi.page.setViewportSize(deskSize)
    assert.deepEqual(eye.faults, [])

    await budi.page.getByRole('button', { name: say('listen.reassign') }).click()
    const sheet = budi.page.getByRole('dialog')
    await sheet.getByLabel(budi.say('desk', 'hand_over.summary'), { exact: true }).fill(summary)
    await sheet.getByRole('radio', { name: /^Rina/ }).check({ force: true })
    await sheet.getByRole('button', { name: budi.say('desk', 'command.hand_over'), exact: true }).click()
    await budi.page.waitForURL('**/desk/supervision')
    await region('Rina').getByText('1 / 4').waitFor()
    const { events } = await asCustomer(people[0]!, 'GET', `/api/chat/${caseId}/events`)
    assert.doesNotMatch(JSON.stringify(events), new RegExp(`${whispered}|${summary}|Budi`))
  }))

test('afterwards the customer says how it was, once; the supervisor reads it and reviews the case', (t) =>
  world.play('satisfaction', async () => {
    await api(desk.rina.cookie, 'POST', `/api/desk/cases/${caseId}/close`, { outcome: 'solved' })
    await signedIn(dewi, people[0]!)
    await dewi.page.goto(`${dewi.url}/help/chat/${caseId}`)
    const card = dewi.page.getByRole('region', { name: dewi.say('ui', 'satisfaction.ask'), exact: true })
    await card.getByRole('button', { name: dewi.say('ui', 'satisfaction.score_5') }).click()
    await card.getByRole('button', { name: dewi.say('ui', 'satisfaction.reason.kind') }).click()
    await card.getByLabel(dewi.say('ui', 'satisfaction.words'), { exact: true }).fill('Ramah sekali')
    await card.getByRole('button', { name: dewi.say('ui', 'satisfaction.send'), exact: true }).click()
    await dewi.page.getByText(dewi.say('ui', 'satisfaction.thanks')).waitFor()
    await budi.page.goto(`${budi.url}/desk/supervision/report`)
    await region(say('satisfaction.said')).getByText('Ramah sekali').waitFor()
    await region(say('satisfaction.by_agent')).getByText('5,0').waitFor()

    await budi.page.goto(`${budi.url}/desk/supervision/quality`)
    await region(say('quality.open')).getByRole('button', { name: /^Rina/ }).click()
    const sheet = budi.page.getByRole('dialog')
    for (const choice of await sheet.getByRole('button', { name: say('quality.score_2'), exact: true }).all())
      await choice.click()
    await sheet.getByLabel(say('quality.remark'), { exact: true }).first().fill('Bertanya sebelum menjawab')
    const eye = openEye(budi, { series: 'supervisor', sizes: ['desk', 'phone'], tell: (fault) => t.diagnostic(fault) })
    await eye.look('review')
    await budi.page.setViewportSize(deskSize)
    assert.deepEqual(eye.faults, [])
    await sheet.getByRole('button', { name: say('quality.save') }).click()
    await region(say('quality.averages')).getByText('100%').waitFor()
    await region(say('quality.done')).getByText('Bertanya sebelum menjawab').waitFor()
    const { reviews } = await api(desk.rina.cookie, 'GET', '/api/desk/me/reviews')
    assert.deepEqual([reviews[0].caseId, reviews[0].reviewer], [caseId, 'Budi'])
  }))
