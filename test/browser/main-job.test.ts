import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { id as outsideWords } from '../../sandbox/page/words.id.ts'
import { goods } from '../../sandbox/shop/goods.ts'
import { rupiah } from './words.ts'
import {
  deskSize,
  enterPin,
  newPhone,
  type Person,
  password,
  phoneSize,
  shopName,
  startWorld,
  type World,
} from './world.ts'

const customerName = 'Wayan Sudarma'
const phone = newPhone()
const topUp = 150_000
const coffee = goods.find((good) => good.id === 'coffee')!
const scarf = goods.find((good) => good.id === 'scarf')!
const atCounter = 20_000
const byPicture = 12_500

let world: World
let wayan: Person
let sari: Person
/** What the wallet has to say at each moment, counted by the test. */
let balance = 0

before(async () => {
  world = await startWorld()
  wayan = await world.seat({ language: 'id', size: phoneSize })
  sari = await world.seat({ language: 'id', size: deskSize })
})
after(() => world?.end())

const press = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true }).click()
const follow = (page: Page | Locator, name: string | RegExp) =>
  page.getByRole('link', { name, exact: true }).first().click()
const sees = (page: Page | Locator, text: string) => page.getByText(text, { exact: true }).first().waitFor()

/** The one field of its screen is ready to be typed into. */
async function seesFocus(page: Page, label: string) {
  await page.getByLabel(label, { exact: true }).and(page.locator(':focus')).waitFor()
}

/** The parts build on each other: after the first failure the others would only wait in vain. */
let failed = false
async function play(name: string, part: () => Promise<void>) {
  assert.ok(!failed, 'an earlier part failed')
  failed = true
  await world.play(name, part)
  failed = false
}

async function seesBalance(amount: number) {
  const { page, language } = wayan
  await page.getByTestId('balance').getByText(rupiah(amount, language), { exact: true }).waitFor()
}

/** From the confirmation on: the button that says the amount, and the PIN. */
async function confirm(amount: number) {
  const { page, say, language } = wayan
  await press(page, say('customer', 'pay.pay_button', { amount: rupiah(amount, language) }))
  await enterPin(page)
}

async function isPaid(amount: number) {
  const { page, say, language } = wayan
  const result = page.getByTestId('result-paid')
  await sees(result, say('customer', 'result.paid_to', { payee: shopName }))
  await result.getByText(rupiah(amount, language), { exact: true }).waitFor()
  balance -= amount
}

async function outsidePage(path: string): Promise<Page> {
  const page = await wayan.context.newPage()
  await page.goto(wayan.url + path)
  return page
}

test('a stranger opens an account with the code from the text message', () =>
  play('sign-up', async () => {
    const { page, say, url } = wayan
    await page.goto(url)
    await follow(page, say('customer', 'welcome.sign_up'))
    await page.getByLabel(say('customer', 'signup.phone'), { exact: true }).fill(phone)
    await press(page, say('customer', 'signup.send_code'))
    await seesFocus(page, say('customer', 'signup.code'))
    await page.keyboard.type(await world.codeFor(phone))
    await seesFocus(page, say('customer', 'signup.name'))
    await page.keyboard.type(customerName)
    await press(page, say('customer', 'signup.next'))
    await seesFocus(page, say('customer', 'signup.password'))
    await page.keyboard.type(password)
    await press(page, say('customer', 'signup.next'))
    await sees(page, say('customer', 'signup.pin_about'))
    await enterPin(page)
    await sees(page, say('customer', 'signup.pin_again_about'))
    await enterPin(page)
    await sees(page, say('customer', 'home.greeting', { name: customerName }))
    await seesBalance(0)
  }))

test('a transfer to the virtual account shows by itself', () =>
  play('add-money', async () => {
    const { page, say, language } = wayan
    await follow(page, say('customer', 'home.add_money'))
    const number = (await page.getByTestId('va-number').textContent())!.replace(/\D/g, '')
    const bank = await outsidePage(`/sandbox/bank?va=${number}`)
    await bank.getByLabel(outsideWords.amount, { exact: true }).fill(String(topUp))
    await press(bank, outsideWords.transfer)
    balance += topUp
    const arrived = page.getByTestId('money-arrived')
    await arrived.getByText(say('customer', 'add_money.balance_now', { balance: rupiah(balance, language) })).waitFor()
    await bank.close()
    await follow(arrived, say('customer', 'result.done'))
    await seesBalance(balance)
  }))

test("the shop's code on the wall is paid from its text", () =>
  play('pay-by-pasted-code', async () => {
    const { page, say } = wayan
    const wall = await outsidePage('/sandbox/shop/qr')
    const payload = await wall.locator('[data-qr]').first().textContent()
    await wall.close()
    await follow(page, say('customer', 'home.scan'))
    await page.getByLabel(say('customer', 'scan.paste'), { exact: true }).fill(payload!)
    await press(page, say('customer', 'scan.paste_go'))
    await page.getByLabel(say('customer', 'pay.amount'), { exact: true }).fill(String(atCounter))
    await press(page, say('customer', 'pay.next'))
    await confirm(atCounter)
    await isPaid(atCounter)
    await follow(page, say('customer', 'result.done'))
    await seesBalance(balance)
  }))

test('a picture of a code over one amount is paid, and the shop knows', () =>
  play('pay-by-picture', async () => {
    const { page, say } = wayan
    const counter = await outsidePage('/sandbox/shop/qr')
    await counter.getByLabel(outsideWords.amount, { exact: true }).fill(String(byPicture))
    await press(counter, outsideWords.makeQr)
    const address = await counter.locator('figure img').getAttribute('src')
    const picture = await (await fetch(wayan.url + address)).arrayBuffer()
    await follow(page, say('customer', 'home.scan'))
    const file = { name: 'code.png', mimeType: 'image/png', buffer: Buffer.from(picture) }
    await page.getByTestId('code-picture').setInputFiles(file)
    await confirm(byPicture)
    await isPaid(byPicture)
    await counter.locator('[data-state="paid"]').waitFor()
    await counter.close()
  }))

test('a checkout of the shop is paid, and leads back to the shop, which says so', () =>
  play('pay-by-checkout', async () => {
    const { page, say } = wayan
    await buy(coffee.id, 1)
    await confirm(coffee.priceRupiah)
    await isPaid(coffee.priceRupiah)
    await follow(page, say('customer', 'result.back_to_shop', { shop: shopName }))
    await sees(page.locator('[data-state="paid"]'), outsideWords.order_paid)
  }))

/** In the shop's own page, until the wallet asks to confirm. */
async function buy(goodId: string, quantity: number) {
  const { page, url } = wayan
  await page.goto(`${url}/sandbox/shop`)
  const ware = page.locator('.ware').filter({ has: page.locator(`input[value="${goodId}"]`) })
  await ware.getByLabel(outsideWords.quantity).fill(String(quantity))
  await press(ware, outsideWords.buy)
  await page.getByTestId('total').waitFor()
}

let explanation: { what: string; why: string; safe: string }

test('a payment above the balance is refused with the missing amount, and nothing is taken', () =>
  play('refused', async () => {
    const { page, say, language } = wayan
    await buy(scarf.id, 1)
    await confirm(scarf.priceRupiah)
    const says = (amount: number) => rupiah(amount, language)
    const numbers = {
      needed: says(scarf.priceRupiah),
      balance: says(balance),
      missing: says(scarf.priceRupiah - balance),
    }
    explanation = {
      what: say('refusals', 'balance_too_low.what', numbers),
      why: say('refusals', 'balance_too_low.why', numbers),
      safe: say('refusals', 'balance_too_low.safe', numbers),
    }
    const card = page.getByTestId('result-not-paid')
    for (const words of Object.values(explanation)) await card.getByText(words).waitFor()
    await card.getByRole('button', { name: say('refusals', 'balance_too_low.next', numbers) }).waitFor()
  }))

const question = 'Selamat pagi, mengapa pembayaran saya tidak bisa?'
const answer = 'Selamat pagi, saya Sari. Saldo Anda kurang untuk selendang itu.'
const whileAway = ['Anda bisa isi saldo dulu, lalu bayar lagi.', 'Kode pesanannya masih berlaku 15 menit.']
const thanks = 'Baik, terima kasih.'
const noteText = 'Sudah dijelaskan; pelanggan paham.'

test('help is asked for from the refusal, and the agent reads the very same explanation', () =>
  play('ask-a-person', async () => {
    await press(wayan.page, wayan.say('refusals', 'card.ask'))
    await write(wayan, wayan.say('ui', 'chat.write'), question)
    await press(wayan.page, wayan.say('ui', 'chat.send'))

    const { page, say, url } = sari
    await page.goto(`${url}/desk/`)
    await page.getByLabel(say('desk', 'signin.email'), { exact: true }).fill(world.agent.email)
    await page.getByLabel(say('desk', 'signin.password'), { exact: true }).fill(password)
    await press(page, say('desk', 'signin.action'))
    const waiting = page.getByRole('region', { name: say('desk', 'inbox.waiting'), exact: true })
    await waiting.getByRole('button', { name: new RegExp(customerName) }).click()
    const why = page.getByRole('region', { name: say('desk', 'why.brought'), exact: true })
    for (const words of Object.values(explanation)) await sees(why, words)
    await sees(conversation(sari), question)
  }))

test('the agent takes the conversation and answers, and the customer reads it', () =>
  play('answer', async () => {
    await press(sari.page, sari.say('desk', 'command.take_this'))
    await answers(answer)
    await sees(conversation(wayan), answer)
    await sees(wayan.page, wayan.say('customer', 'chat.with', { name: world.agent.name }))
  }))

test('what is written while the customer is away is there afterwards, in order and once; a note never is', () =>
  play('dropped-connection', async () => {
    await wayan.context.setOffline(true)
    wayan.line.cut()
    await sees(wayan.page, wayan.say('customer', 'chat.offline'))
    await answers(whileAway[0]!)
    await sari.page.getByRole('radio', { name: sari.say('desk', 'write.note') }).click()
    await write(sari, sari.say('desk', 'write.note_label'), noteText)
    await press(sari.page, sari.say('desk', 'write.save_note'))
    await sees(conversation(sari), noteText)
    await sari.page.getByRole('radio', { name: sari.say('desk', 'write.reply', { name: customerName }) }).click()
    await answers(whileAway[1]!)
    // The customer writes in the dark, too.
    await write(wayan, wayan.say('ui', 'chat.write'), thanks)
    await press(wayan.page, wayan.say('ui', 'chat.send'))
    assert.equal(await conversation(wayan).getByText(whileAway[0]!).count(), 0)

    wayan.line.mend()
    await wayan.context.setOffline(false)
    await sees(conversation(sari), thanks)
    await sees(conversation(wayan), whileAway[1]!)
    const written = [question, answer, ...whileAway, thanks]
    assert.deepEqual(await messagesOf(wayan), written)
    await wayan.page.reload()
    await sees(conversation(wayan), thanks)
    assert.deepEqual(await messagesOf(wayan), written)
    assert.equal(await wayan.page.getByText(noteText).count(), 0)
    assert.deepEqual(await messagesOf(sari), [question, answer, whileAway[0], noteText, whileAway[1], thanks])
  }))

test('the agent closes the case, and the customer is told', () =>
  play('closing', async () => {
    const { page, say } = sari
    await page.getByRole('button', { name: say('desk', 'command.close_case') }).click()
    await press(page.getByRole('dialog'), say('desk', 'close.action'))
    await sees(conversation(wayan), wayan.say('customer', 'event.closed', { name: world.agent.name }))
    await sees(wayan.page, wayan.say('customer', 'chat.closed_hint'))
  }))

test('in the end the ledger holds what the customer was told', async () => {
  const [row] = await world.sql<{ balance: bigint }[]>`
    select a.balance from ledger.account a join customer c on c.account_id = a.id where c.phone = ${phone}`
  assert.equal(row!.balance, BigInt(balance) * 100n)
})

const conversation = ({ page }: Person) => page.getByRole('log')

/** The words of each bubble, as they stand from top to bottom. */
function messagesOf(person: Person): Promise<string[]> {
  return conversation(person).locator('.whitespace-pre-wrap').allInnerTexts()
}

async function write({ page }: Person, label: string, text: string) {
  await page.getByLabel(label, { exact: true }).fill(text)
}

async function answers(text: string) {
  await write(sari, sari.say('ui', 'chat.write'), text)
  await press(sari.page, sari.say('ui', 'chat.send'))
  await sees(conversation(sari), text)
}
