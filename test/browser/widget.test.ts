import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEye } from './look.ts'
import { closeSite, openWidget, starts } from './site.ts'
import { atDesk } from './staff.ts'
import { deskSize, type Person, phoneSize, startWorld, type World } from './world.ts'

let world: World
before(async () => {
  world = await startWorld()
})
after(async () => {
  closeSite()
  await world?.end()
})

/** The agent of the world takes the visitor's conversation; answers what it is about. */
async function takeCaseOf(sari: Person, visitor: string): Promise<string> {
  const [found] = await world.sql<{ id: string; caseId: string; topic: string }[]>`
    select s.id, s.case_id as "caseId", c.topic from support_session s
    join support_case c on c.id = s.case_id join customer on customer.id = c.customer_id
    where customer.name = ${visitor} and s.state = 'waiting'`
  const [agent] = await world.sql<{ id: string }[]>`select id from staff where email = ${world.agent.email}`
  await atDesk(world, sari, agent!.id, '/')
  const { page, url } = sari
  const status = await page.evaluate(async (path) => {
    const headers = { 'content-type': 'application/json', 'x-dompet-request': '1' }
    return (await fetch(path, { method: 'POST', headers, body: '{}' })).status
  }, `/api/desk/sessions/${found!.id}/claim`)
  assert.equal(status, 200)
  await page.goto(`${url}/desk/cases/${found!.caseId}`)
  return found!.topic
}

/** The case that this agent has on the screen is solved. */
async function closeHere({ page }: Person): Promise<void> {
  const status = await page.evaluate(async () => {
    const caseId = location.pathname.split('/').at(-1)
    const headers = { 'content-type': 'application/json', 'x-dompet-request': '1' }
    const body = JSON.stringify({ outcome: 'solved' })
    return (await fetch(`/api/desk/cases/${caseId}/close`, { method: 'POST', headers, body })).status
  })
  assert.equal(status, 200)
}

test('somebody who is not signed in finds an answer on the shop’s own site and talks to a person', () =>
  world.play('widget', async () => {
    const tono = await world.seat({ language: 'en', size: phoneSize })
    const sari = await world.seat({ language: 'en', size: deskSize })
    const { page, say } = tono
    const eye = openEye(tono, { series: 'widget', sizes: ['phone', 'desk'], tell: (fault) => console.error(fault) })
    const frame = await openWidget(tono)
    await frame.getByLabel(say('widget', 'search'), { exact: true }).fill('forgot my pin')
    await frame.getByRole('button', { name: /PIN/ }).first().click()
    await frame.getByRole('heading', { level: 2 }).first().waitFor()
    await eye.look('article')
    // By key: the frame may still be on its way back to the telephone's size, and a click would miss the button.
    await frame.getByRole('button', { name: say('widget', 'person'), exact: true }).press('Enter')
    await frame.getByLabel(new RegExp(say('widget', 'start.name'))).fill('Tono')
    await eye.look('start')
    await frame.getByRole('button', { name: say('widget', 'person'), exact: true }).click()
    await frame.getByText(say('widget', 'chat.write_first')).waitFor()
    const box = frame.getByRole('textbox')
    await box.fill('Do I need a bank account?')
    await frame.getByRole('button', { name: say('ui', 'chat.send') }).click()
    await frame.getByText(say('ui', 'chat.sent')).waitFor()

    await takeCaseOf(sari, 'Tono')
    await sari.page.getByText(sari.say('desk', 'visitor.title')).waitFor()
    await sari.page.getByLabel(sari.say('ui', 'chat.write'), { exact: true }).fill('No, a phone number is enough.')
    await sari.page.keyboard.press('Enter')
    await frame.getByText('No, a phone number is enough.').waitFor()

    await page.reload()
    await frame.getByText('No, a phone number is enough.').waitFor()
    await frame.getByText('Do I need a bank account?').waitFor()
    await eye.look('chat')
    await closeHere(sari)
    const asked = frame.getByRole('region', { name: say('ui', 'satisfaction.ask'), exact: true })
    await asked.getByRole('button', { name: `4 · ${say('ui', 'satisfaction.score_4')}` }).click()
    await asked.getByRole('button', { name: say('ui', 'satisfaction.reason.clear') }).click()
    await eye.look('satisfaction')
    await asked.getByRole('button', { name: say('ui', 'satisfaction.send'), exact: true }).click()
    await frame.getByText(say('ui', 'satisfaction.thanks')).waitFor()
    const said = await world.sql`select score, reasons from satisfaction`
    assert.deepEqual([...said], [{ score: 4, reasons: ['clear'] }])
    await frame.getByRole('button', { name: say('ui', 'action.close'), exact: true }).click()
    await page.getByRole('button', { name: starts.en, exact: true }).waitFor()
    assert.deepEqual(eye.faults, [])
  }))

test('who cannot sign in finds answers and reaches a person, who sees that nobody is verified', () =>
  world.play('cannot-sign-in', async () => {
    for (const language of ['id', 'zh', 'en'] as const) {
      const rudi = await world.seat({ language, size: phoneSize })
      const { page, say, url } = rudi
      const eye = openEye(rudi, {
        series: 'cannot-sign-in',
        sizes: ['phone', 'desk'],
        tell: (fault) => console.error(fault),
      })
      await page.goto(`${url}/signin`)
      await page.getByRole('link', { name: say('customer', 'signin.cannot'), exact: true }).click()
      await page.getByText(say('customer', 'signin.cannot_text')).waitFor()
      await page.getByRole('list', { name: say('customer', 'help.articles') }).waitFor()
      await eye.look(`door-${language}`)
      await page.getByRole('link', { name: new RegExp(say('customer', 'help.person')) }).click()
      await page.getByText(say('widget', 'start.cannot_title')).waitFor()
      await eye.look(`start-${language}`)
      await page.getByRole('button', { name: say('ui', 'action.close'), exact: true }).click()
      await page.getByText(say('customer', 'signin.cannot_text')).waitFor()
      await page.goForward()
      await page.getByLabel(new RegExp(say('widget', 'start.name'))).fill(`Rudi ${language}`)
      await page.getByRole('button', { name: say('widget', 'person'), exact: true }).click()
      await page.getByText(say('widget', 'chat.write_first')).waitFor()
      const sari = await world.seat({ language, size: deskSize })
      const desk = openEye(sari, { series: 'cannot-sign-in', sizes: ['desk'], tell: (fault) => console.error(fault) })
      assert.equal(await takeCaseOf(sari, `Rudi ${language}`), 'account')
      await sari.page.getByText(sari.say('desk', 'missing.account')).waitFor()
      await sari.page.getByText(sari.say('desk', 'missing.code'), { exact: true }).waitFor()
      await desk.look(`visitor-${language}`)
      assert.deepEqual([...eye.faults, ...desk.faults], [])
    }
  }))

test('in other languages, and in a frame of the named sites alone', () =>
  world.play('widget-languages', async () => {
    for (const language of ['id', 'zh'] as const) {
      const person = await world.seat({ language, size: phoneSize })
      const eye = openEye(person, { series: 'widget', sizes: ['phone', 'desk'], tell: (fault) => console.error(fault) })
      const frame = await openWidget(person)
      await frame.getByRole('button', { name: person.say('widget', 'person'), exact: true }).click()
      await frame.getByText(person.say('widget', 'start.title')).waitFor()
      await eye.look('start')
      assert.deepEqual(eye.faults, [])
      if (language === 'id') continue
      const answer = await fetch(`${person.url}/widget/`)
      assert.match(
        answer.headers.get('content-security-policy')!,
        /frame-ancestors 'self' http:\/\/127\.0\.0\.1:\*(;|$)/,
      )
      const front = await fetch(person.url)
      assert.match(front.headers.get('content-security-policy')!, /frame-ancestors 'none'/)
    }
  }))
