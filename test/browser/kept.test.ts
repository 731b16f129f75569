import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEye } from './look.ts'
import { atDesk, hire } from './staff.ts'
import { rupiah } from './words.ts'
import { deskSize, phoneSize, signedIn, startWorld, type World } from './world.ts'

let world: World
before(async () => {
  world = await startWorld()
})
after(() => world?.end())

test('money over the ceiling: the customer reads that it is kept and why, and finance sees it with its way back', () =>
  world.play('kept', async () => {
    const fajar = await hire(world, 'Fajar', 'finance')
    for (const language of ['id', 'zh', 'en'] as const) {
      const customer = await world.addCustomer({ name: `Kartika ${language}`, language, rupiah: 25_000_000 })
      const person = await world.seat({ language, size: phoneSize })
      const tell = (fault: string) => console.error(fault)
      const eye = openEye(person, { series: `kept-${language}`, sizes: ['phone', 'desk'], tell })
      await signedIn(person, customer)
      await person.page.goto(`${person.url}/history`)
      await person.page.getByText(person.say('ui', 'payment.held'), { exact: true }).click()
      await person.page.getByText(person.say('refusals', 'balance_ceiling.what'), { exact: true }).waitFor()
      const figures = { amount: rupiah(25_000_000, language), bank: 'Bank Pasir', balance: rupiah(0, language) }
      const why = person.say('refusals', 'balance_ceiling.why', { ...figures, ceiling: rupiah(20_000_000, language) })
      await person.page.getByText(why).waitFor()
      await eye.look('customer')

      const desk = await world.seat({ language, size: deskSize })
      const deskEye = openEye(desk, { series: `kept-${language}`, sizes: ['desk', 'phone'], tell })
      await atDesk(world, desk, fajar, '/reconciliation')
      await desk.page.getByText(customer.name, { exact: true }).waitFor()
      await deskEye.look('finance')
      await desk.page
        .getByRole('button', { name: desk.say('desk', 'held.return'), exact: true })
        .first()
        .click()
      await desk.page.getByLabel(desk.say('desk', 'actions.reason')).fill('Asked for it back')
      await deskEye.look('return')
      const sheet = desk.page.getByRole('dialog')
      const answered = desk.page.waitForResponse((response) => response.url().endsWith('/return'))
      await sheet.getByRole('button', { name: desk.say('desk', 'held.return'), exact: true }).click()
      assert.equal((await answered).status(), 200)
      assert.deepEqual([...eye.faults, ...deskEye.faults], [])
    }
    const [left] = await world.sql<{ count: number }[]>`select count(*)::int from held_top_up where state = 'returning'`
    assert.equal(left!.count, 3)
  }))

test('who waits at "add money" for a transfer that does not fit reads there that it is kept', () =>
  world.play('kept-while-waiting', async () => {
    const customer = await world.addCustomer({ name: 'Ratna', language: 'en', rupiah: 19_995_000 })
    const { page, url, say, ...person } = await world.seat({ language: 'en', size: phoneSize })
    await signedIn({ page, url, say, ...person }, customer)
    await page.goto(`${url}/add-money`)
    await page.getByText(say('customer', 'add_money.full'), { exact: true }).waitFor()
    assert.equal(await page.getByText(say('customer', 'add_money.maximum')).count(), 0)
    const virtualAccountNo = ((await page.getByTestId('va-number').textContent()) ?? '').replace(/\s/g, '')
    const made = await fetch(`${url}/sandbox/api/bank/transfers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ virtualAccountNo, amount: '50000' }),
    })
    assert.equal(made.status, 201)
    await page.getByText(say('refusals', 'balance_ceiling.what'), { exact: true }).waitFor()
    await page.getByText(say('refusals', 'balance_ceiling.safe')).waitFor()
  }))

test('"add money" says how much still fits, as do the limits', () =>
  world.play('room', async () => {
    for (const language of ['id', 'zh', 'en'] as const) {
      const customer = await world.addCustomer({ name: `Wulan ${language}`, language, rupiah: 19_900_000 })
      const person = await world.seat({ language, size: phoneSize })
      const tell = (fault: string) => console.error(fault)
      const eye = openEye(person, { series: `room-${language}`, sizes: ['phone', 'desk'], tell })
      await signedIn(person, customer)
      const ceiling = rupiah(20_000_000, language)
      await person.page.goto(`${person.url}/add-money`)
      await person.page.getByText(rupiah(100_000, language), { exact: true }).waitFor()
      await person.page.getByText(person.say('customer', 'add_money.room', { ceiling })).waitFor()
      await eye.look('add-money')
      await person.page.goto(`${person.url}/settings/limits`)
      await person.page.getByText(person.say('customer', 'limits.balance_about'), { exact: true }).waitFor()
      await person.page.getByText(ceiling, { exact: true }).waitFor()
      await eye.look('limits')
      assert.deepEqual(eye.faults, [])
    }
  }))
