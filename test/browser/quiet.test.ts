import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { closeQuietCases } from '../../server/cases/closing.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createIds } from '../../server/platform/ids.ts'
import { openEye } from './look.ts'
import { atDesk, hire } from './staff.ts'
import { type Customer, deskSize, phoneSize, signedIn, startWorld, type World } from './world.ts'

let world: World
before(async () => {
  world = await startWorld()
})
after(() => world?.end())

const dayMs = 24 * 3_600_000
const listed = 30
const languages = ['en', 'id', 'zh'] as const

async function ask(url: string, { token }: Customer, path: string, body: object) {
  const headers = { 'content-type': 'application/json', 'x-dompet-request': '1', cookie: `dompet_session=${token}` }
  const answer = await fetch(`${url}/api/chat${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  assert.equal(answer.status, 200)
  return (await answer.json()) as { id: string }
}

test('a supervisor sets the days; what was quiet for so long closes, and both sides read why', (t) =>
  world.play('quiet', async () => {
    for (const language of languages) {
      const boss = await hire(world, `Dewi${language}`, 'supervisor')
      const customer = await world.addCustomer({ name: `Pergi ${language}`, language, rupiah: 1_000 })
      const desk = await world.seat({ language, size: deskSize })
      const { page, say, url } = desk
      const tell = (fault: string) => t.diagnostic(fault)
      const eye = openEye(desk, { series: `quiet-${language}`, sizes: ['desk', 'phone'], tell })
      const { id: caseId } = await ask(url, customer, '', { topic: 'other' })
      await ask(url, customer, `/${caseId}/leave`, {})

      await atDesk(world, desk, boss, '/settings/closing')
      const days = page.getByRole('group', { name: say('settings', 'closing.leftDays') }).getByRole('textbox')
      const save = page.getByRole('button', { name: say('settings', 'save'), exact: true })
      await days.fill('0')
      await save.click()
      await page.getByText(say('settings', 'fault.number', { minimum: 1, maximum: 365 })).waitFor()
      const wanted = languages.indexOf(language) + 2
      await days.fill(String(wanted))
      await page.getByRole('switch', { name: say('settings', 'closing.unansweredDays') }).press(' ')
      await save.click()
      await page.getByText(say('settings', 'saved')).first().waitFor()
      await eye.look('setting')
      await page.goto(`${url}/desk/settings/changes`)
      await page
        .getByText(say('settings', 'closing.after_other', { count: wanted }))
        .first()
        .waitFor()

      const beatAt = (daysOn: number) => {
        const clock = { now: () => new Date(Date.now() + daysOn * dayMs) }
        return closeQuietCases({ sql: world.sql, clock, ids: createIds(systemClock) })
      }
      const phone = await world.seat({ language, size: phoneSize })
      await signedIn(phone, customer)
      assert.equal(await beatAt(wanted - 0.95), 0)
      await page.goto(`${url}/desk/cases/${caseId}`)
      await page.getByText(say('cases', 'deed.closing_soon')).waitFor()
      await phone.page.goto(`${url}/help/chat/${caseId}`)
      await phone.page.getByText(phone.say('customer', 'event.closing_soon')).waitFor()
      const own = openEye(phone, { series: `quiet-own-${language}`, sizes: ['phone', 'desk'], tell })
      await own.look('told')

      assert.equal(await beatAt(wanted + 0.1), 1)
      await page.goto(`${url}/desk/cases/${caseId}`)
      await page.getByText(say('desk', 'happened.closed_quiet_other', { count: wanted })).waitFor()
      await eye.look('case')

      await phone.page.goto(`${url}/help/chat/${caseId}`)
      await phone.page.getByText(phone.say('customer', 'event.closed_quiet_other', { count: wanted })).waitFor()
      await own.look('chat')
      assert.deepEqual([...eye.faults, ...own.faults], [])
    }
  }))

test('of many cases that nobody attends all can be reached, and their number is told', () =>
  world.play('quiet-many', async () => {
    const agent = await hire(world, 'Rina', 'agent')
    const desk = await world.seat({ language: 'en', size: deskSize })
    const { page, say, url } = desk
    for (let made = 0; made < listed + 3; made += 1) {
      const gone = await world.addCustomer({ name: `Gone ${made}`, language: 'en', rupiah: 1_000 })
      const { id } = await ask(url, gone, '', { topic: 'other' })
      await ask(url, gone, `/${id}/leave`, {})
    }
    await atDesk(world, desk, agent, '/')
    const part = page.getByRole('region', { name: say('desk', 'inbox.unattended') })
    await part.getByText(String(listed + 3), { exact: true }).waitFor()
    await part.getByRole('button', { name: say('desk', 'inbox.unattended') }).click()
    assert.equal(await part.getByText('Gone 0', { exact: true }).count(), 0)
    await part.getByRole('button', { name: say('desk', 'inbox.older') }).click()
    await part.getByText('Gone 0', { exact: true }).waitFor()
    assert.equal(await part.getByRole('button', { name: say('desk', 'inbox.older') }).count(), 0)
    assert.equal(await part.getByText(/^Gone \d+$/).count(), listed + 3)
  }))
