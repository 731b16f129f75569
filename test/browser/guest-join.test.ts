import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEye } from './look.ts'
import { atDesk } from './staff.ts'
import { deskSize, password, phoneSize, startWorld, type World } from './world.ts'

let world: World
before(async () => {
  world = await startWorld()
})
after(() => world?.end())

test('who could not sign in and then can is asked whether the visitor was them, and agents see one history', () =>
  world.play('guest-join', async () => {
    for (const language of ['id', 'zh', 'en'] as const) {
      const name = `Rina ${language}`
      const customer = await world.addCustomer({ name, language, rupiah: 50_000 })
      const rina = await world.seat({ language, size: phoneSize })
      const { page, say, url } = rina
      const tell = (fault: string) => console.error(fault)
      const eye = openEye(rina, { series: 'guest-join', sizes: ['phone', 'desk'], tell })
      await page.goto(`${url}/widget/?language=${language}&about=account`)
      await page.getByLabel(new RegExp(say('widget', 'start.name'))).fill('Bu R')
      await page.getByRole('button', { name: say('widget', 'person'), exact: true }).click()
      await page.getByText(say('widget', 'chat.write_first')).waitFor()
      await page.getByRole('textbox').fill('?!')
      await page.getByRole('button', { name: say('ui', 'chat.send') }).click()
      await page.getByText(say('ui', 'chat.sent')).waitFor()

      await page.goto(`${url}/signin`)
      await page.getByLabel(say('customer', 'signin.phone'), { exact: true }).fill(customer.phone)
      await page.getByLabel(say('customer', 'signin.password'), { exact: true }).fill(password)
      await page.getByRole('button', { name: say('customer', 'signin.button'), exact: true }).click()
      await page.getByText(say('customer', 'own_guest.title')).waitFor()
      await eye.look(`question-${language}`)
      await page.getByRole('button', { name: say('customer', 'own_guest.yes'), exact: true }).click()
      await page.getByText('?!', { exact: true }).waitFor()
      const [guestCase] = await world.sql<{ number: string }[]>`
        select c.number from support_case c join guest_join j on j.guest_id = c.customer_id
        where j.customer_id = ${customer.id}`
      const mark = say('customer', 'event.joined_guest', { number: guestCase!.number })
      await page.getByText(mark).waitFor()
      await eye.look(`joined-${language}`)
      const caseId = new URL(page.url()).pathname.split('/').at(-1)

      const sari = await world.seat({ language, size: deskSize })
      const desk = openEye(sari, { series: 'guest-join', sizes: ['desk'], tell })
      const [agent] = await world.sql<{ id: string }[]>`select id from staff where email = ${world.agent.email}`
      await atDesk(world, sari, agent!.id, `/cases/${caseId}`)
      await sari.page.getByText(sari.say('desk', 'visitor.began'), { exact: true }).waitFor()
      await desk.look(`desk-${language}`)

      await page.goto(url)
      await page.getByTestId('balance').waitFor()
      assert.equal(await page.getByText(say('customer', 'own_guest.title')).count(), 0, 'nobody is asked again')
      assert.deepEqual([...eye.faults, ...desk.faults], [])
    }
  }))
