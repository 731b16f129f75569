import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Language } from '../../contract/identity.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createIds } from '../../server/platform/ids.ts'
import { openEye } from './look.ts'
import { atDesk, hire } from './staff.ts'
import { deskSize, type Person, startWorld, type World } from './world.ts'

/** An agent asks for more than one person may grant; risk decides with the figures in sight; the agent learns how it ended. */
const ids = createIds(systemClock)
const why = 'Pays a hospital bill tomorrow'
const checked = 'Bill seen, payee known'
const rupiah = (amount: string) => ({ amount, currency: 'IDR' })

let world: World
let agentId: string
let riskId: string
before(async () => {
  world = await startWorld()
  agentId = await hire(world, 'Sinta', 'agent')
  riskId = await hire(world, 'Resi', 'risk')
})
after(() => world?.end())

/** As the page that this person has open would send it. */
async function send({ page }: Person, method: string, path: string, body: unknown) {
  const answer = await page.evaluate(
    async ([method, path, body]) => {
      const headers = { 'content-type': 'application/json', 'x-dompet-request': '1' }
      return (await fetch(path!, { method: method!, headers, body: body! })).json()
    },
    [method, path, JSON.stringify(body)],
  )
  return answer
}

/** Sinta has the conversation of a customer who confirmed a code, and asks to raise the limits. */
async function ask(sinta: Person, name: string) {
  const customer = await world.addCustomer({ name, language: 'id', rupiah: 100_000 })
  const opened = await fetch(`${sinta.url}/api/chat`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-dompet-request': '1',
      cookie: `dompet_session=${customer.token}`,
    },
    body: JSON.stringify({ topic: 'other' }),
  })
  const { id: caseId, session } = (await opened.json()) as { id: string; session: { id: string } }
  await send(sinta, 'POST', `/api/desk/sessions/${session.id}/claim`, {})
  await world.sql`
    insert into case_check (case_id, id, customer_id, asked_by, asked_at, expires_at, confirmed_at)
    values (${caseId}, ${ids()}, ${customer.id}, ${agentId}, now(), now(), now())`
  const limit = { perPayment: rupiah('10000000.00'), perDay: rupiah('15000000.00'), days: 7 }
  const asked = await send(sinta, 'POST', `/api/desk/cases/${caseId}/actions`, {
    action: 'raise_limit',
    reason: why,
    limit,
  })
  assert.deepEqual(asked, { state: 'waits' })
}

async function decide(language: Language, verdict: 'approve' | 'reject', note: (fault: string) => void) {
  const sinta = await world.seat({ language, size: deskSize })
  const resi = await world.seat({ language, size: deskSize })
  await atDesk(world, sinta, agentId, '/')
  await atDesk(world, resi, riskId, '/requests')
  const say = (key: string, figures?: Record<string, string | number>) => resi.say('requests', key, figures)
  const eye = openEye(resi, { series: `second-person-${language}`, sizes: ['desk', 'phone'], tell: note })
  await resi.page.getByText(say('none_waiting')).waitFor()

  await ask(sinta, 'Wati Lestari')
  const waiting = resi.page.getByRole('list', { name: say('waiting'), exact: true })
  await waiting.getByText(say('asks.raise_limit', { name: 'Sinta' })).waitFor()
  await waiting.getByText('W*** L***').waitFor()
  await eye.look('list')
  await resi.page.setViewportSize(deskSize)
  await resi.page.getByRole('button', { name: resi.say('desk', 'command.menu') }).click()
  const menu = resi.page.getByRole('dialog')
  const place = menu.getByRole('link', { name: new RegExp(resi.say('desk', 'pages.requests')) })
  await place.getByText('1', { exact: true }).waitFor()
  await place.click()
  await waiting.getByRole('link').click()
  await resi.page.getByText(why).waitFor()
  await resi.page.getByText('Wati Lestari').first().waitFor()
  await eye.look('request')
  await resi.page.setViewportSize(deskSize)

  await resi.page.getByRole('button', { name: say(verdict), exact: true }).click()
  const sheet = resi.page.getByRole('dialog')
  await sheet.getByLabel(resi.say('desk', 'actions.reason'), { exact: true }).fill(checked)
  await sheet.getByRole('button', { name: say(verdict), exact: true }).click()
  await resi.page.getByText(checked).first().waitFor()
  await resi.page.getByText(say('none_waiting')).waitFor()
  await eye.look(verdict)

  await sinta.page.getByRole('button', { name: new RegExp(sinta.say('desk', 'command.notices')) }).click()
  const outcome = verdict === 'approve' ? 'notice.approved' : 'notice.rejected'
  await sinta.page
    .getByRole('dialog')
    .getByText(sinta.say('desk', outcome, { name: 'Resi' }))
    .click()
  await sinta.page.getByRole('heading', { name: say('asks.raise_limit_own') }).waitFor()
  await sinta.page.getByText(checked).first().waitFor()
  assert.equal(await sinta.page.getByRole('button', { name: say('approve'), exact: true }).count(), 0)
  const asker = openEye(sinta, { series: `second-person-${language}`, sizes: ['desk'], tell: note })
  await asker.look('outcome')
  assert.deepEqual([...eye.faults, ...asker.faults], [])
  await Promise.all([sinta.context.close(), resi.context.close()])
}

for (const [language, verdict] of [
  ['en', 'approve'],
  ['id', 'reject'],
  ['zh', 'approve'],
] as const)
  test(`a second person decides (${language}: ${verdict}) and the one who asked learns how it ended`, (t) =>
    world.play(`second-person-${language}`, () => decide(language, verdict, (fault) => t.diagnostic(fault))))
