import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Language } from '../../contract/identity.ts'
import { openEye } from './look.ts'
import { type Customer, deskSize, type Person, password, startWorld, type World } from './world.ts'

/** An agent works on a case: likely cause, drawer, joining, splitting, finding; looked at in each language. */

let world: World
before(async () => {
  world = await startWorld()
})
after(() => world.end())

const sentences: Record<Language, [string, string]> = {
  id: ['Saldo saya belum masuk dari kemarin', 'Berapa biaya kirim ke bank?'],
  en: ['My balance has not arrived since yesterday', 'What does sending to a bank cost?'],
  zh: ['我的充值昨天到现在还没到账', '转账到银行手续费多少？'],
}
const needle: Record<Language, string> = { id: 'belum masuk', en: 'not arrived', zh: '充值 到账' }

/** Calls a route as the app of this customer does. */
async function as(customer: Customer, url: string, route: string, body: unknown) {
  const response = await fetch(url + route, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-dompet-request': '1',
      cookie: `dompet_session=${customer.token}`,
    },
    body: JSON.stringify(body),
  })
  return (await response.json()) as { id: string; number: string }
}

async function signIn({ page, url, say }: Person) {
  await page.goto(`${url}/desk/`)
  await page.getByLabel(say('desk', 'signin.email'), { exact: true }).fill(world.agent.email)
  await page.getByLabel(say('desk', 'signin.password'), { exact: true }).fill(password)
  await page.getByRole('button', { name: say('desk', 'signin.action'), exact: true }).click()
  await page.getByRole('region', { name: say('desk', 'inbox.waiting'), exact: true }).waitFor()
}

for (const language of ['zh', 'id', 'en'] as const)
  test(`a case from its cause to its end (${language})`, async (t) => {
    const customer = await world.addCustomer({ name: 'Budi Santoso', language, rupiah: 50_000 })
    await world.addCustomer({ name: 'Wati Raharjo', language, rupiah: 50_000 })
    const agent = await world.seat({ language, size: deskSize })
    const { page, url, say } = agent
    const eye = openEye(agent, {
      series: `case-${language}`,
      sizes: language === 'zh' ? ['desk', 'phone'] : ['desk'],
      tell: (fault) => t.diagnostic(fault),
    })
    const look = async (screen: string) => {
      await eye.look(screen)
      await page.setViewportSize(deskSize)
    }
    const first = await as(customer, url, '/api/chat', { topic: 'top_up' })
    const second = await as(customer, url, '/api/chat', { topic: 'other' })
    for (const [index, text] of sentences[language].entries())
      await as(customer, url, `/api/chat/${first.id}/messages`, { clientId: `message-${language}-${index}`, text })

    await world.play(`case-${language}`, async () => {
      await signIn(agent)
      const press = (key: string, figures?: Record<string, string>) =>
        page.getByRole('button', { name: say('cases', key, figures), exact: true }).click()
      const dialog = page.getByRole('dialog')

      await page.goto(`${url}/desk/cases/${first.id}`)
      const cause = page.getByRole('region', { name: say('cases', 'diagnosis.title'), exact: true })
      await cause.getByText(say('cases', 'rule.top_up_arrived')).waitFor()
      await page.getByText(say('cases', 'measure.first_reply')).first().waitFor()
      await look('case')
      await press('diagnosis.accept')
      await cause.getByText(say('cases', 'diagnosis.accepted')).waitFor()
      await page.getByRole('button', { name: say('desk', 'command.take_this'), exact: true }).click()

      await page.getByLabel(say('cases', 'sheet.category'), { exact: true }).selectOption('top_up_missing')
      await page.getByText(say('cases', 'deed.priority_changed').split(':')[0]!).waitFor({ state: 'detached' })
      await press('move.hold')
      await dialog.getByLabel(say('cases', 'hold.reason'), { exact: true }).fill('Bank')
      await look('hold')
      await dialog.getByRole('button', { name: say('cases', 'move.hold'), exact: true }).click()
      const button = (key: string) => page.getByRole('button', { name: say('cases', key), exact: true })
      await button('move.resume').hover()
      const place = await button('split.action').boundingBox()
      await press('move.resume')
      await button('move.hold').waitFor()
      assert.deepEqual(await button('split.action').boundingBox(), place, 'nothing slides away under the hand')

      await press('split.action')
      await dialog.getByText(sentences[language][1]).click()
      await look('split')
      await page.keyboard.press('Escape')
      await dialog.getByRole('button', { name: say('ui', 'unsaved.stay'), exact: true }).click()
      await dialog.getByRole('button', { name: say('cases', 'split.action'), exact: true }).click()
      await page.getByText(say('cases', 'deed.split_from', { name: world.agent.name, text: first.number })).waitFor()

      await page.goto(`${url}/desk/cases/${second.id}`)
      await press('merge.action')
      await dialog.getByText(first.number, { exact: false }).click()
      await look('merge')
      await dialog.getByRole('button', { name: say('cases', 'merge.action'), exact: true }).click()
      await page.waitForURL(`**/cases/${first.id}`)
      await page.getByText(say('cases', 'deed.merged_from', { name: world.agent.name, text: second.number })).waitFor()
      await look('merged')

      await page.keyboard.press('/')
      await dialog.getByRole('searchbox').fill('zzyzx')
      await dialog.getByText(say('cases', 'search.none', { words: 'zzyzx' })).waitFor()
      await dialog.getByRole('searchbox').fill(needle[language])
      await dialog.getByRole('heading', { name: say('cases', 'search.messages') }).waitFor()
      await look('search')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await dialog.waitFor({ state: 'detached' })
      assert.match(page.url(), /\/cases\//)

      await page.keyboard.press('/')
      await dialog.getByRole('searchbox').fill('raharjo')
      await dialog.getByRole('heading', { name: say('cases', 'search.customers') }).waitFor()
      await dialog
        .getByRole('region', { name: say('cases', 'search.customers') })
        .getByRole('button')
        .first()
        .click()
      await dialog.getByText(say('cases', 'search.why')).waitFor()
      await look('why')
    })
    assert.deepEqual(eye.faults, [])
  })
