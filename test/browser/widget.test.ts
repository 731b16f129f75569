import assert from 'node:assert/strict'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { FrameLocator, Page } from 'playwright-core'
import type { Language } from '../../contract/identity.ts'
import { openEye } from './look.ts'
import { atDesk } from './staff.ts'
import { deskSize, type Person, phoneSize, startWorld, type World } from './world.ts'

let world: World
let site: http.Server
before(async () => {
  world = await startWorld()
})
after(async () => {
  site?.close()
  await world?.end()
})

/**
 * The operator's own site: another origin, on the same machine because Chromium's private windows refuse storage to frames
 * of another site. It has styles of its own that must not reach the widget, nor ours the page.
 */
async function openSite(wallet: string): Promise<string> {
  site ??= http.createServer((request, response) => {
    const url = new URL(request.url!, 'http://site')
    const language = url.searchParams.get('language') ?? 'en'
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><html lang="${language}"><head><title>Kopi</title>
<meta name="viewport" content="width=device-width"><style>button, iframe { display: none !important; color: red; }</style></head>
<body><main><h1>Kopi</h1></main><script src="${url.searchParams.get('wallet')}/widget.js" async></script></body></html>`)
  })
  if (!site.listening) await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(site.address() as AddressInfo).port}/?wallet=${encodeURIComponent(wallet)}`
}

const starts: Record<Language, string> = { en: 'Help', id: 'Bantuan', zh: '帮助' }

async function openWidget({ page, language, url }: Person) {
  await page.goto(`${await openSite(url)}&language=${language}`)
  await page.getByRole('button', { name: starts[language], exact: true }).click()
  return frameOf(page)
}

/** Says who it is and asks for a person. */
async function begin(frame: FrameLocator, say: Person['say'], name: string) {
  const person = frame.getByRole('button', { name: say('widget', 'person'), exact: true })
  await person.press('Enter')
  await frame.getByLabel(new RegExp(say('widget', 'start.name'))).fill(name)
  await person.click()
  await frame.getByText(say('widget', 'chat.write_first')).waitFor()
}

const frameOf = (page: Page) => page.frameLocator('dompet-widget iframe')

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
    await asked.getByRole('button', { name: say('ui', 'satisfaction.score_4'), exact: true }).click()
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

test('an answer that was lost while a conversation began makes no second visitor and no second case', () =>
  world.play('widget-begun-once', async () => {
    const known = async () => [
      ...(await world.sql<{ name: string; cases: number }[]>`
        select customer.name, count(c.id)::int as cases from customer left join support_case c on c.customer_id = customer.id
        where customer.name like 'Komang%' group by customer.id order by customer.name`),
    ]
    for (const [index, lost] of ['POST /api/guest HTTP', 'POST /api/guest/chat HTTP'].entries()) {
      const komang = await world.seat({ language: 'en', size: phoneSize })
      const { say, line, page } = komang
      const frame = await openWidget(komang)
      const person = frame.getByRole('button', { name: say('widget', 'person'), exact: true })
      await person.press('Enter')
      await frame.getByLabel(new RegExp(say('widget', 'start.name'))).fill(`Komang ${index}`)
      line.cutBeforeAnswerTo(lost)
      await person.click()
      await frame.getByRole('alert').waitFor()
      assert.deepEqual((await known())[index], { name: `Komang ${index}`, cases: index }, 'the wallet had heard it')
      line.mend()
      // Once by asking again, once after the page was opened anew.
      if (index === 1) {
        await page.reload()
        await frame.getByText(say('widget', 'chat.write_first')).waitFor()
      } else {
        await person.click()
        await frame.getByText(say('widget', 'chat.write_first')).waitFor()
      }
    }
    assert.deepEqual(await known(), [
      { name: 'Komang 0', cases: 1 },
      { name: 'Komang 1', cases: 1 },
    ])
  }))

test('what a visitor wrote while the line was cut, or was never told about, is there once after a reload', () =>
  world.play('widget-reload', async () => {
    const wayan = await world.seat({ language: 'id', size: phoneSize })
    const { page, say, line } = wayan
    const frame = await openWidget(wayan)
    await begin(frame, say, 'Wayan')
    const box = frame.getByRole('textbox')
    const send = frame.getByRole('button', { name: say('ui', 'chat.send') })
    const stored = async () =>
      (
        await world.sql<{ text: string }[]>`
          select e.text from case_event e join support_case c on c.id = e.case_id join customer on customer.id = c.customer_id
          where customer.name = 'Wayan' and e.kind = 'message' order by e.seq`
      ).map(({ text }) => text)

    // The wallet stores it, and its answer is lost.
    line.deafen()
    await box.fill('Terdengar')
    await send.click()
    while ((await stored()).length < 1) await page.waitForTimeout(20)
    line.cut()
    // The wallet never hears of it.
    await box.fill('Tidak terdengar')
    await send.click()
    await box.fill('Baru mulai')
    await frame.getByText(say('ui', 'chat.sending')).nth(1).waitFor()
    assert.deepEqual(await stored(), ['Terdengar'])
    line.mend()
    await page.reload()
    await frame.getByText('Tidak terdengar', { exact: true }).waitFor()
    await frame.getByText(say('ui', 'chat.sent')).nth(1).waitFor()
    assert.equal(await box.inputValue(), 'Baru mulai', 'what was begun is still there')
    assert.deepEqual(await stored(), ['Terdengar', 'Tidak terdengar'])
    assert.equal(await frame.getByText('Terdengar', { exact: true }).count(), 1)

    // Written in the dark, and gone back to the answers: it leaves nevertheless.
    line.cut()
    await box.fill('Dari jauh')
    await send.click()
    await frame.getByRole('button', { name: say('ui', 'action.back'), exact: true }).click()
    line.mend()
    while ((await stored()).length < 3) await page.waitForTimeout(20)
  }))
