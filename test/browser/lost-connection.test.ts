import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { rupiah } from './words.ts'
import {
  type Customer,
  enterPin,
  newPhone,
  type Person,
  password,
  phoneSize,
  signedIn,
  startWorld,
  type World,
} from './world.ts'

const language = 'en'
const startRupiah = 100_000
const amountRupiah = 20_000
const paying = 'POST /api/payments HTTP'

let world: World
let payee: Customer

before(async () => {
  world = await startWorld()
  payee = await world.addCustomer({ name: 'Siti Rohani', language, rupiah: 1_000 })
})
after(() => world?.end())

test('cut before the payment leaves: the app pays once when the line is back, and says so', () =>
  world.play('before-leaving', async () => {
    const { person, customer } = await someone('Agus Prasetyo')
    person.line.cutBefore(paying)
    await pay(person)
    await isUnknown(person)
    assert.deepEqual(await moved(customer), { times: 0, rupiah: startRupiah })
    person.line.mend()
    await person.page.getByTestId('result-paid').waitFor()
    assert.deepEqual(await moved(customer), { times: 1, rupiah: startRupiah - amountRupiah })
  }))

test('cut before the answer comes: the app finds out that it was paid, and nothing is paid twice', () =>
  world.play('before-the-answer', async () => {
    const { person, customer } = await someone('Dewi Anggraini')
    person.line.cutBeforeAnswerTo(paying)
    await pay(person)
    await isUnknown(person)
    person.line.mend()
    await person.page.getByTestId('result-paid').waitFor()
    assert.deepEqual(await moved(customer), { times: 1, rupiah: startRupiah - amountRupiah })
  }))

test('cut before the payment leaves, and the app is opened anew: not paid, and it stays so', () =>
  world.play('before-leaving-and-reload', async () => {
    const { person, customer } = await someone('Rudi Hartono')
    person.line.cutBefore(paying)
    await pay(person)
    await isUnknown(person)
    await openAnewWithoutNetwork(person)
    const { page, say } = person
    await page.getByText(say('customer', 'attempt.not_paid_title'), { exact: true }).waitFor()
    const figures = { amount: rupiah(amountRupiah, language), payee: payee.name }
    await page.getByText(say('customer', 'attempt.not_paid_text', figures)).waitFor()
    assert.deepEqual(await moved(customer), { times: 0, rupiah: startRupiah })
    // Nothing was taken, so paying again is safe, and offered.
    await page.getByRole('button', { name: say('customer', 'attempt.seen') }).click()
    await pay(person)
    await page.getByTestId('result-paid').waitFor()
    assert.deepEqual(await moved(customer), { times: 1, rupiah: startRupiah - amountRupiah })
  }))

test('cut before the answer comes, and the app is opened anew: paid, once', () =>
  world.play('before-the-answer-and-reload', async () => {
    const { person, customer } = await someone('Maya Putri')
    person.line.cutBeforeAnswerTo(paying)
    await pay(person)
    await isUnknown(person)
    await openAnewWithoutNetwork(person)
    const { page, say } = person
    await page.getByText(say('customer', 'attempt.paid_title'), { exact: true }).waitFor()
    const figures = { amount: rupiah(amountRupiah, language), payee: payee.name }
    await page.getByText(say('customer', 'attempt.paid_text', figures)).waitFor()
    assert.deepEqual(await moved(customer), { times: 1, rupiah: startRupiah - amountRupiah })
  }))

test('cut before the answer comes, and the customer goes home meanwhile: home tells what became of it', () =>
  world.play('before-the-answer-and-home', async () => {
    const { person, customer } = await someone('Bayu Pratama')
    person.line.cutBeforeAnswerTo(paying)
    await pay(person)
    await isUnknown(person)
    const { page, say, line } = person
    await page.getByRole('link', { name: say('customer', 'result.home'), exact: true }).click()
    await page.getByText(say('customer', 'attempt.unknown_title'), { exact: true }).waitFor()
    line.mend()
    await page.getByText(say('customer', 'attempt.paid_title'), { exact: true }).waitFor()
    await page.getByRole('button', { name: say('customer', 'attempt.seen'), exact: true }).click()
    await page.getByText(say('customer', 'attempt.paid_title'), { exact: true }).waitFor({ state: 'detached' })
    assert.deepEqual(await moved(customer), { times: 1, rupiah: startRupiah - amountRupiah })
  }))

test('"back" from what was paid leads home, and from what was not to the step before', () =>
  world.play('back-from-the-outcome', async () => {
    const { person, customer } = await someone('Citra Lestari')
    const { page, say } = person
    await pay(person)
    await page.getByTestId('result-paid').waitFor()
    await page.goBack()
    await page.getByTestId('balance').waitFor()
    await pay(person, 9_000_000)
    await page.getByTestId('result-not-paid').waitFor()
    await page.goBack()
    const amount = rupiah(9_000_000, language)
    await page.getByRole('button', { name: say('customer', 'pay.send_button', { amount }), exact: true }).waitFor()
    assert.deepEqual(await moved(customer), { times: 1, rupiah: startRupiah - amountRupiah })
  }))

test('the answer to the end of a sign-up is lost: sent again, it opens the account once and signs in', () =>
  world.play('sign-up-answer-lost', async () => {
    const phone = newPhone()
    const { page, say, url, line } = await world.seat({ language, size: phoneSize })
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    const fill = (name: string, text: string) => page.getByLabel(name, { exact: true }).fill(text)
    await page.goto(`${url}/signup`)
    // With the country code in front, as many people write their number.
    await fill(say('customer', 'signup.phone'), phone.slice(1))
    await press(say('customer', 'signup.send_code'))
    await page.getByLabel(say('customer', 'signup.code'), { exact: true }).focus()
    await page.keyboard.type(await world.codeFor(phone))
    await fill(say('customer', 'signup.name'), 'Wayan Sudiarta')
    await press(say('customer', 'signup.next'))
    await fill(say('customer', 'signup.password'), password)
    await press(say('customer', 'signup.next'))
    await enterPin(page)
    await page.getByText(say('customer', 'signup.pin_again_about')).waitFor()
    line.cutBeforeAnswerTo('POST /api/signup/finish HTTP')
    await enterPin(page)
    await page.getByText(say('refusals', 'no_answer.what'), { exact: true }).waitFor()
    line.mend()
    await press(say('refusals', 'no_answer.next'))
    await page.getByTestId('balance').waitFor()
    const [row] = await world.sql<{ count: number }[]>`select count(*)::int from customer where phone = ${phone}`
    assert.equal(row!.count, 1)
  }))

/** A customer on a phone, signed in, whose app can open without a network. */
async function someone(name: string): Promise<{ person: Person; customer: Customer }> {
  const customer = await world.addCustomer({ name, language, rupiah: startRupiah })
  const person = await world.seat({ language, size: phoneSize })
  await signedIn(person, customer)
  await person.page.getByTestId('balance').waitFor()
  await person.page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  return { person, customer }
}

/** Sends money to the payee, up to the last figure of the PIN. */
async function pay({ page, say, url }: Person, wholeRupiah = amountRupiah): Promise<void> {
  if (!page.url().endsWith('/send')) await page.goto(`${url}/send`)
  await page.getByLabel(say('customer', 'send.phone'), { exact: true }).fill(payee.phone)
  await page.getByRole('button', { name: say('customer', 'pay.next'), exact: true }).click()
  await page.getByLabel(say('customer', 'pay.amount'), { exact: true }).fill(String(wholeRupiah))
  await page.getByRole('button', { name: say('customer', 'pay.next'), exact: true }).click()
  const amount = rupiah(wholeRupiah, language)
  await page.getByRole('button', { name: say('customer', 'pay.send_button', { amount }), exact: true }).click()
  await enterPin(page)
}

async function isUnknown({ page, say }: Person): Promise<void> {
  await page.getByTestId('result-unknown').getByText(say('customer', 'unknown.do_not'), { exact: true }).waitFor()
}

/** The app is closed and opened again in the dark; then the network comes back. */
async function openAnewWithoutNetwork({ page, context, line }: Person): Promise<void> {
  await context.setOffline(true)
  await page.reload()
  line.mend()
  await context.setOffline(false)
}

/** What the ledger knows: payments of this customer that moved money, and what is left. */
async function moved({ id, accountId }: Customer): Promise<{ times: number; rupiah: number }> {
  const [row] = await world.sql<{ times: number; balance: bigint }[]>`
    select (select count(*)::int from payment where customer_id = ${id} and state = 'paid' and kind = 'send') as times,
      (select balance from ledger.account where id = ${accountId}) as balance`
  return { times: row!.times, rupiah: Number(row!.balance / 100n) }
}
