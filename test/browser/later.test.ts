import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEye } from './look.ts'
import { atDesk } from './staff.ts'
import { deskSize, phoneSize, signedIn, startWorld, type World } from './world.ts'

let world: World
before(async () => {
  world = await startWorld()
})
after(() => world?.end())

test('who has waited long chooses to be answered later in writing, goes away, and finds the answer', (t) =>
  world.play('later', async () => {
    const mei = await world.addCustomer({ name: 'Mei', language: 'zh', rupiah: 50_000 })
    const phone = await world.seat({ language: 'zh', size: phoneSize })
    const { page, say, url } = phone
    const eye = openEye(phone, { series: 'later', sizes: ['phone', 'desk'], tell: (fault) => t.diagnostic(fault) })
    const opened = await fetch(`${url}/api/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-dompet-request': '1', cookie: `dompet_session=${mei.token}` },
      body: JSON.stringify({ topic: 'other' }),
    })
    const { id: caseId, session } = (await opened.json()) as { id: string; session: { id: string } }
    // Half an hour has passed: the offer comes by itself.
    await world.sql`update support_session set queued_at = queued_at - interval '30 minutes' where id = ${session.id}`
    await signedIn(phone, mei)
    await page.goto(`${url}/help/chat/${caseId}`)
    const offer = page.getByRole('region', { name: say('customer', 'later.title'), exact: true })
    await offer.getByText(say('customer', 'later.about')).waitFor()
    await eye.look('offer')
    await offer.getByRole('button', { name: say('customer', 'later.message'), exact: true }).click()
    await page.getByText(say('customer', 'later.message_title')).waitFor()
    await offer.waitFor({ state: 'detached' })
    await eye.look('chosen')
    await page.goto(url)

    const sari = await world.seat({ language: 'zh', size: deskSize })
    const [agent] = await world.sql<{ id: string }[]>`select id from staff where email = ${world.agent.email}`
    await atDesk(world, sari, agent!.id, `/cases/${caseId}`)
    await sari.page.getByText(sari.say('desk', 'happened.answer_later', { name: 'Mei' })).waitFor()
    await sari.page
      .getByRole('button', { name: new RegExp(sari.say('desk', 'command.take_this')) })
      .first()
      .click()
    await sari.page.getByLabel(sari.say('ui', 'chat.write'), { exact: true }).fill('您好，已经处理好了。')
    await sari.page.keyboard.press('Enter')
    await sari.page.getByText(sari.say('ui', 'chat.sent')).waitFor()

    await page.goto(`${url}/help/chat/${caseId}`)
    await page.getByText('您好，已经处理好了。').waitFor()
    assert.equal(await page.getByText(say('customer', 'later.message_title')).count(), 0)
    assert.deepEqual(eye.faults, [])
  }))
