import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { openEye } from './look.ts'
import { atDesk, hire } from './staff.ts'
import { rupiah } from './words.ts'
import { deskSize, enterPin, phoneSize, signedIn, startWorld, type World } from './world.ts'

const language = 'en'
const hasRupiah = 5_000
const amountRupiah = 20_000
const transferRupiah = 50_000

let world: World
before(async () => {
  world = await startWorld()
})
after(() => world?.end())

const atBank = (url: string, path: string, method: string, body: object) =>
  fetch(`${url}/sandbox/api/bank/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

test('the bank is away: the customer is told so with the next step; when it is back the payment goes through once', () =>
  world.play('bank-away', async () => {
    const payee = await world.addCustomer({ name: 'Siti Rohani', language, rupiah: 1_000 })
    const agus = await world.addCustomer({ name: 'Agus Prasetyo', language, rupiah: hasRupiah })
    const person = await world.seat({ language, size: phoneSize })
    const { page, say, url } = person
    const eye = openEye(person, {
      series: 'bank-away',
      sizes: ['phone', 'desk'],
      tell: (fault) => console.error(fault),
    })
    await signedIn(person, agus)
    const sandbox = (path: string, method: string, body: object) => atBank(url, path, method, body)

    // Too little money: the refusal leads to adding some, and remembers the payment.
    await page.goto(`${url}/send`)
    await page.getByLabel(say('customer', 'send.phone'), { exact: true }).fill(payee.phone)
    await page.getByRole('button', { name: say('customer', 'pay.next'), exact: true }).click()
    await page.getByLabel(say('customer', 'pay.amount'), { exact: true }).fill(String(amountRupiah))
    await page.getByRole('button', { name: say('customer', 'pay.next'), exact: true }).click()
    const amount = rupiah(amountRupiah, language)
    assert.equal((await sandbox('faults', 'PUT', { unreachable: true })).status, 200)
    await page.getByRole('button', { name: say('customer', 'pay.send_button', { amount }), exact: true }).click()
    await enterPin(page)
    const missing = rupiah(amountRupiah - hasRupiah, language)
    await page.getByRole('button', { name: say('refusals', 'balance_too_low.next', { missing }), exact: true }).click()

    await page.getByText(say('refusals', 'bank_unreachable.what'), { exact: true }).waitFor()
    await page.getByText(say('refusals', 'bank_unreachable.safe')).waitFor()
    await eye.look('unreachable')
    const again = page.getByRole('button', { name: say('refusals', 'bank_unreachable.next'), exact: true })
    // The words of the first try stand until the page has drawn the second one, so its answer is waited for.
    const answer = page.waitForResponse((response) => response.url().endsWith('/api/virtual-account'))
    await again.click()
    assert.equal((await answer).status(), 503)
    await page.getByText(say('refusals', 'bank_unreachable.what'), { exact: true }).waitFor()

    assert.equal((await sandbox('faults', 'PUT', { unreachable: false })).status, 200)
    await again.click()
    const shown = (await page.getByTestId('va-number').textContent())!.replace(/\D/g, '')
    const transfer = { virtualAccountNo: shown, amount: String(transferRupiah) }
    assert.equal((await sandbox('transfers', 'POST', transfer)).status, 201)
    await page.getByTestId('money-arrived').waitFor()

    const sent = page.waitForRequest(
      (request) => request.method() === 'POST' && request.url().endsWith('/api/payments'),
    )
    await page.getByRole('link', { name: say('customer', 'add_money.go_on', { payee: payee.name }) }).click()
    await page.getByRole('button', { name: say('customer', 'pay.send_button', { amount }), exact: true }).click()
    await enterPin(page)
    await page.getByTestId('result-paid').waitFor()

    // The same key again, as an app does that never heard the answer.
    const request = await sent
    const key = (await request.headerValue('idempotency-key'))!
    const repeat = (idempotencyKey: string) =>
      page.evaluate(
        async ([idempotencyKey, body]) => {
          const headers = {
            'content-type': 'application/json',
            'x-dompet-request': '1',
            'idempotency-key': idempotencyKey!,
          }
          const answer = await fetch('/api/payments', { method: 'POST', headers, body: body! })
          return { status: answer.status, id: ((await answer.json()) as { id?: string }).id }
        },
        [idempotencyKey, request.postData()!],
      )
    const [first, second] = [await repeat(key), await repeat(key)]
    assert.deepEqual([first.status, second.id], [201, first.id])
    assert.equal((await repeat(randomUUID())).status, 409, 'a new key is a new payment, and is asked about')
    const [row] = await world.sql<{ times: number; balance: bigint }[]>`
      select (select count(*)::int from payment where customer_id = ${agus.id} and kind = 'send' and state = 'paid') as times,
        (select balance from ledger.account where id = ${agus.accountId}) as balance`
    assert.deepEqual(row, { times: 1, balance: BigInt(hasRupiah + transferRupiah - amountRupiah) * 100n })
    assert.deepEqual(eye.faults, [])
  }))

test('who asks a person then is met by an agent who reads the very same words, with the likely cause', () =>
  world.play('bank-away-asked', async () => {
    const rina = await hire(world, 'Rina', 'agent')
    const tell = (fault: string) => console.error(fault)
    for (const language of ['en', 'id', 'zh'] as const) {
      const customer = await world.addCustomer({ name: `Dewi ${language}`, language, rupiah: 1_000 })
      const person = await world.seat({ language, size: phoneSize })
      const eye = openEye(person, { series: `bank-away-${language}`, sizes: ['phone', 'desk'], tell })
      await signedIn(person, customer)
      const fault = (unreachable: boolean) => atBank(person.url, 'faults', 'PUT', { unreachable })
      assert.equal((await fault(true)).status, 200)
      await person.page.goto(`${person.url}/add-money`)
      const why = (say: typeof person.say) => say('refusals', 'bank_unreachable.why', { bank: 'Bank Pasir' })
      await person.page.getByText(why(person.say)).waitFor()
      await person.page.getByRole('button', { name: person.say('refusals', 'card.ask'), exact: true }).click()
      const about = person.page.getByRole('link', { name: person.say('customer', 'history.account_number') })
      await about.waitFor()
      await eye.look('asked')
      await about.click()
      await person.page.getByText(person.say('customer', 'story.no_number'), { exact: true }).waitFor()
      await eye.look('attempt')
      assert.equal((await fault(false)).status, 200)

      const desk = await world.seat({ language, size: deskSize })
      const deskEye = openEye(desk, { series: `bank-away-${language}`, sizes: ['desk', 'phone'], tell })
      await atDesk(world, desk, rina, '/')
      await desk.page
        .getByRole('button', { name: desk.say('desk', 'command.take_next') })
        .first()
        .click()
      await desk.page.getByText(desk.say('cases', 'rule.bank_away'), { exact: true }).waitFor()
      await desk.page.getByText(why(desk.say)).first().waitFor()
      await deskEye.look('agent')
      assert.deepEqual([...eye.faults, ...deskEye.faults], [])
    }
  }))
