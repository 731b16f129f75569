import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEye } from './look.ts'
import { atDesk, hire } from './staff.ts'
import { type Customer, deskSize, type Person, startWorld, type World } from './world.ts'

/** A supervisor forms a team, closes it for a holiday and sees it closed; a colleague's change is not overwritten. */
let world: World
let budi: Person
let dewi: Customer
let budiId: string

before(async () => {
  world = await startWorld()
  dewi = await world.addCustomer({ name: 'Dewi', language: 'id', rupiah: 10_000 })
  budi = await world.seat({ language: 'id', size: deskSize })
  budiId = await hire(world, 'Budi', 'supervisor')
})
after(() => world?.end())

const say = (key: string, figures?: Record<string, string | number>) => budi.say('settings', key, figures)
const button = (name: string) => budi.page.getByRole('button', { name, exact: true })
const field = (name: string) => budi.page.getByLabel(name, { exact: true })
const row = (name: string) =>
  budi.page
    .getByRole('list', { name: say('part.teams') })
    .getByRole('listitem')
    .filter({ hasText: name })
const sessionTeam = async () =>
  (await world.sql`select team.name from support_session join team on team.id = team_id`).map(({ name }) => name)

test('a team is formed, and whoever waits with its topic goes to it', () =>
  world.play('form', async () => {
    const opened = await fetch(`${budi.url}/api/chat`, {
      method: 'POST',
      headers: { 'x-dompet-request': '1', cookie: `dompet_session=${dewi.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ topic: 'payment' }),
    })
    assert.ok(opened.ok)
    await atDesk(world, budi, budiId, '/settings')
    await button(say('team.add')).click()
    await button(say('save')).click()
    await budi.page.getByText(say('fault.name')).waitFor()
    await field(say('team.name')).fill('Pembayaran')
    const topics = budi.page.getByRole('group', { name: say('team.topics_which') })
    await topics.getByLabel(budi.say('desk', 'topic.payment'), { exact: true }).check()
    const members = budi.page.getByRole('group', { name: say('team.members_who') })
    await members.getByLabel('Sari', { exact: true }).check()
    for (const day of ['Sabtu', 'Minggu']) await button(say('hours.add', { day })).click()
    await field(say('hours.from', { day: 'Senin' })).fill('0')
    await field(say('hours.to', { day: 'Senin' })).fill('24')
    await button(say('hours.like_monday')).click()
    await button(say('save')).click()
    await row('Pembayaran').getByText(say('team.open')).waitFor()
    await row('Pembayaran')
      .getByText(say('team.waiting', { count: 1 }))
      .waitFor()
    assert.deepEqual(await sessionTeam(), ['Pembayaran'])
  }))

test('it is closed for a holiday, and is seen to be closed', () =>
  world.play('holiday', async () => {
    await row('Pembayaran').getByRole('link').click()
    await button(say('holiday.add')).click()
    await field(say('holiday.name')).fill('Idulfitri')
    await field(say('holiday.name')).press('Enter')
    await row('Pembayaran')
      .getByText(say('team.closed_for', { name: 'Idulfitri' }))
      .waitFor()
  }))

test('what a colleague saved meanwhile is not overwritten', () =>
  world.play('colleague', async () => {
    await row('Pembayaran').getByRole('link').click()
    await field(say('team.name')).fill('Bayar')
    await world.sql`update team set wrap_up_seconds = 77`
    await button(say('save')).click()
    await budi.page.getByText(budi.say('refusals', 'setting_changed.what')).waitFor()
    await button(budi.say('refusals', 'setting_changed.next')).click()
    await budi.page.waitForFunction(
      (label) =>
        [...document.querySelectorAll('label')].some(
          (one) => one.textContent === label && (one.control as HTMLInputElement)?.value === '77',
        ),
      say('timing.wrapUpSeconds'),
    )
    assert.equal(await field(say('team.name')).inputValue(), 'Pembayaran')
  }))

test('promised times and categories are set in sheets, by keyboard', () =>
  world.play('promises', async () => {
    await budi.page.goto(`${budi.url}/desk/settings/targets`)
    const list = budi.page.getByRole('list', { name: say('part.targets') })
    await list.getByRole('button').first().press('Enter')
    const sheet = budi.page.getByRole('dialog')
    await sheet.getByLabel(say('target.minutes'), { exact: true }).first().fill('90')
    await budi.page.keyboard.press('Enter')
    await list.getByText('1 jam 30 menit').waitFor()

    await budi.page.goto(`${budi.url}/desk/settings/categories`)
    await button(say('category.add')).click()
    for (const [language, name] of [
      ['Indonesia', 'Kode QR'],
      ['Tionghoa', '二维码'],
      ['Inggris', 'QR code'],
    ])
      await sheet.getByLabel(new RegExp(language!)).fill(name!)
    await budi.page.keyboard.press('Enter')
    await budi.page
      .getByRole('list', { name: budi.say('desk', 'topic.payment') })
      .getByText('Kode QR')
      .waitFor()
  }))

test('what was written in a sheet or on a page is not lost unasked', () =>
  world.play('unsaved', async () => {
    const ask = budi.page.getByRole('alertdialog')
    const [stay, leave] = [budi.say('ui', 'unsaved.stay'), budi.say('ui', 'unsaved.leave')]
    const sheet = budi.page.getByRole('dialog')
    await button(say('category.add')).click()
    await sheet.getByLabel(/Inggris/).fill('Unsaved')
    await budi.page.keyboard.press('Escape')
    await ask.getByText(budi.say('ui', 'unsaved.ask')).waitFor()
    await budi.page.keyboard.press('Escape')
    await ask.waitFor({ state: 'detached' })
    assert.equal(await sheet.getByLabel(/Inggris/).inputValue(), 'Unsaved')
    await budi.page.keyboard.press('Escape')
    await ask.getByRole('button', { name: leave }).click()
    await sheet.waitFor({ state: 'detached' })

    await budi.page.goto(`${budi.url}/desk/settings`)
    await row('Pembayaran').getByRole('link').click()
    await field(say('team.name')).fill('Bayar')
    await button(say('team.back')).click()
    await ask.getByRole('button', { name: stay }).click()
    assert.equal(await field(say('team.name')).inputValue(), 'Bayar')
    await button(say('team.back')).click()
    await ask.getByRole('button', { name: leave }).click()
    await row('Pembayaran').waitFor()

    await budi.page.goto(`${budi.url}/desk/macros`)
    await button(budi.say('desk', 'macro.add')).click()
    await sheet.getByLabel(budi.say('desk', 'macro.name'), { exact: true }).fill('Salam')
    await budi.page.keyboard.press('Escape')
    await ask.getByRole('button', { name: leave }).click()
    await sheet.waitFor({ state: 'detached' })
    await budi.page.goto(`${budi.url}/desk/settings/categories`)
  }))

test('who changed what is told in words, and one kind alone', () =>
  world.play('changes', async () => {
    await budi.page.getByRole('radio', { name: say('part.changes') }).click()
    const list = budi.page.getByRole('list', { name: say('part.changes') })
    const promised = list.getByRole('listitem').filter({ hasText: say('changes.subject.target') })
    await promised.getByText('1 jam 30 menit').waitFor()
    await list.getByText(say('changes.came', { what: 'Sari' })).waitFor()
    await list.getByText('Idulfitri').waitFor()
    await budi.page.getByLabel(say('changes.show'), { exact: true }).selectOption('category')
    await promised.waitFor({ state: 'detached' })
    await list.getByText('二维码').waitFor()
    assert.equal(await list.getByRole('listitem').count(), 1)
  }))

test('nothing on the screens is in the way, at the desk and on a phone', (t) =>
  world.play('look', async () => {
    const eye = openEye(budi, { series: 'settings', sizes: ['desk', 'phone'], tell: (fault) => t.diagnostic(fault) })
    for (const part of ['teams', 'agents', 'categories', 'targets', 'criteria', 'changes']) {
      await budi.page.goto(`${budi.url}/desk/settings/${part}`)
      await budi.page.getByRole('region', { name: say(`part.${part}`), exact: true }).waitFor()
      await eye.look(part)
      await budi.page.setViewportSize(deskSize)
    }
    await budi.page.goto(`${budi.url}/desk/settings`)
    await row('Pembayaran').getByRole('link').click()
    await button(say('save')).waitFor()
    await eye.look('team')
    assert.deepEqual(eye.faults, [])
  }))
