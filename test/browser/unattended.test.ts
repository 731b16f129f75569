import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEye } from './look.ts'
import { atDesk, hire } from './staff.ts'
import { type Customer, deskSize, startWorld, type World } from './world.ts'

let world: World
before(async () => {
  world = await startWorld()
})
after(() => world?.end())

async function ask(url: string, { token }: Customer, path: string, body: object) {
  const headers = { 'content-type': 'application/json', 'x-dompet-request': '1', cookie: `dompet_session=${token}` }
  const answer = await fetch(`${url}/api/chat${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  assert.equal(answer.status, 200)
  return (await answer.json()) as { id: string }
}

test('a case that nobody attends is listed, says why it cannot be taken by who has no room, and is taken and answered', (t) =>
  world.play('unattended', async () => {
    for (const language of ['en', 'id', 'zh'] as const) {
      const agent = await hire(world, `Rina${language}`, 'agent')
      const gone = await world.addCustomer({ name: `Pergi ${language}`, language, rupiah: 1_000 })
      const other = await world.addCustomer({ name: `Lain ${language}`, language, rupiah: 1_000 })
      const desk = await world.seat({ language, size: deskSize })
      const { page, say, url } = desk
      const tell = (fault: string) => t.diagnostic(fault)
      const eye = openEye(desk, { series: `unattended-${language}`, sizes: ['desk', 'phone'], tell })
      const { id: caseId } = await ask(url, gone, '', { topic: 'other' })
      await ask(url, gone, `/${caseId}/leave`, {})
      await ask(url, other, '', { topic: 'other' })

      await atDesk(world, desk, agent, '/')
      const takeNext = page.getByRole('button', { name: say('desk', 'command.take_next') }).first()
      await takeNext.click()
      await page.getByRole('heading', { name: other.name }).first().waitFor()
      await page.getByRole('button', { name: say('desk', 'inbox.unattended') }).click()
      await page.getByText(gone.name, { exact: true }).click()
      const take = page.getByRole('button', { name: say('desk', 'command.take_this') }).last()
      await page.getByText(say('desk', 'write.unattended', { name: gone.name })).waitFor()
      await eye.look('open')

      await world.sql`update agent_presence set capacity = 1 where staff_id = ${agent}`
      await page.goto(`${url}/desk/cases/${caseId}`)
      await page.getByText(say('desk', 'write.unattended_full', { active: 1, capacity: 1 })).waitFor()
      assert.equal(await take.getAttribute('aria-disabled'), 'true')
      await eye.look('full')

      await world.sql`update agent_presence set capacity = 2 where staff_id = ${agent}`
      await page.goto(`${url}/desk/cases/${caseId}`)
      await page.getByText(say('desk', 'write.unattended', { name: gone.name })).waitFor()
      await take.click()
      await page.getByLabel(say('ui', 'chat.write'), { exact: true }).fill('OK.')
      await page.keyboard.press('Enter')
      await page
        .locator('span', { hasText: say('ui', 'chat.sent') })
        .first()
        .waitFor()
      assert.deepEqual(eye.faults, [])
    }
  }))
