import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEye } from './look.ts'
import { atDesk, hire } from './staff.ts'
import { deskSize, type Person, phoneSize, signedIn, startWorld, type World } from './world.ts'

const falseNumber = '0812 9999 0001'
const understood = '+62 812 9999 0001'

let world: World
let dewi: Person
let sari: Person
let ratna: Person
before(async () => {
  world = await startWorld()
  dewi = await world.seat({ language: 'id', size: phoneSize })
  sari = await world.seat({ language: 'id', size: deskSize })
  ratna = await world.seat({ language: 'zh', size: deskSize })
})
after(() => world?.end())

const press = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true }).click()
const sees = ({ page }: Person, text: string | RegExp) => page.getByText(text).first().waitFor()

test('a customer with a false caller on the line is told not to trust, reports it, and then knows who really talks', () =>
  world.play('caller', async () => {
    const eye = openEye(dewi, { series: 'caller', sizes: ['phone'], tell: (fault) => console.error(fault) })
    const { page, say } = dewi
    const customer = await world.addCustomer({ name: 'Dewi Anggraini', language: 'id', rupiah: 50_000 })
    await signedIn(dewi, customer)
    await page.goto(`${dewi.url}/help`)
    await page.getByRole('link', { name: say('customer', 'help.really_us') }).click()
    await sees(dewi, say('safety', 'live.none'))
    await page.getByLabel(say('safety', 'check.label'), { exact: true }).fill(falseNumber)
    await press(dewi, say('safety', 'check.action'))
    await sees(dewi, say('safety', 'not_ours.title', { what: understood }))
    await eye.look('do-not-trust')
    await page.getByLabel(say('safety', 'report.words'), { exact: true }).fill('Dia minta kode OTP')
    await press(dewi, say('safety', 'report.action'))
    await sees(dewi, say('safety', 'report.done'))
    await page.getByRole('link', { name: say('safety', 'report.open') }).click()
    await sees(dewi, /Dia minta kode OTP/)

    const [session] = await world.sql<{ id: string; caseId: string; priority: string }[]>`
      select id, case_id as "caseId", priority from support_session where state <> 'ended'`
    assert.equal(session!.priority, 'safety')
    const [agent] = await world.sql<{ id: string }[]>`select id from staff where email = ${world.agent.email}`
    await atDesk(world, sari, agent!.id, '/')
    const claim = `/api/desk/sessions/${session!.id}/claim`
    const status = await sari.page.evaluate(async (path) => {
      const headers = { 'content-type': 'application/json', 'x-dompet-request': '1' }
      return (await fetch(path, { method: 'POST', headers, body: '{}' })).status
    }, claim)
    assert.equal(status, 200)

    const deskEye = openEye(ratna, { series: 'caller-desk', sizes: ['desk'], tell: (fault) => console.error(fault) })
    await atDesk(world, ratna, await hire(world, 'Ratna', 'editor'), '/directory')
    await sees(ratna, '+6281299990001')
    await press(ratna, ratna.say('directory', 'confirm'))
    await sees(ratna, ratna.say('directory', 'verdict.confirmed'))
    await press(ratna, ratna.say('directory', 'add'))
    await ratna.page.getByLabel(ratna.say('directory', 'field.number'), { exact: true }).waitFor()
    await deskEye.look('directory')

    await page.goto(`${dewi.url}/safety`)
    const phrase = await page.getByTestId('phrase').textContent()
    await sees(dewi, /Sari/)
    await eye.look('who-talks')
    await sari.page.goto(`${sari.url}/desk/cases/${session!.caseId}`)
    await sari.page.getByText(phrase!.trim(), { exact: true }).waitFor()
    assert.deepEqual([...eye.faults, ...deskEye.faults], [])
  }))
