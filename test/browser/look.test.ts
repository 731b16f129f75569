import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Language } from '../../contract/identity.ts'
import { type Eye, type EyeOptions, openEye } from './look.ts'
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

let world: World
let payee: Customer

before(async () => {
  world = await startWorld()
  payee = await world.addCustomer({ name: 'Siti Rohani', language: 'id', rupiah: 1_000 })
})
after(() => world?.end())

/** Each screen in each language, in one of them in the dark. */
const walks: { language: Language; name: string; dark: boolean; sizes: EyeOptions['sizes'] }[] = [
  { language: 'id', name: 'Dewi Anggraini', dark: false, sizes: ['phone', 'desk'] },
  { language: 'zh', name: 'Lim Mei Hua', dark: true, sizes: ['phone'] },
  { language: 'en', name: 'Emma Clarke', dark: false, sizes: ['desk'] },
]

for (const { language, name, dark, sizes } of walks) {
  test(`every screen of the apps, ${language}`, (t) =>
    world.play(`look-${language}`, async () => {
      const person = await world.seat({ language, size: phoneSize, dark })
      const eye = openEye(person, { series: `customer-${language}`, sizes, tell: (fault) => t.diagnostic(fault) })
      await lookBeforeSignIn(person, eye)
      const customer = await world.addCustomer({ name, language, rupiah: 500_000 })
      await signedIn(person, customer)
      await lookAtMoney(person, eye)
      await lookAtSettings(person, eye)
      await askForHelp(person, eye)

      const agent = await world.seat({ language, size: phoneSize, dark })
      const deskEye = openEye(agent, {
        series: `desk-${language}`,
        sizes: ['desk', 'phone'],
        tell: (fault) => t.diagnostic(fault),
      })
      await lookAtDesk(agent, deskEye, name)
      await person.page.getByText(greeting).waitFor()
      await eye.look('chat')
      assert.deepEqual([...eye.faults, ...deskEye.faults], [])
    }))
}

test('simple mode: larger, and still whole', (t) =>
  world.play('look-simple', async () => {
    const person = await world.seat({ language: 'id', size: phoneSize })
    const eye = openEye(person, { series: 'simple-id', sizes: ['phone', 'desk'], tell: (fault) => t.diagnostic(fault) })
    await person.context.addInitScript(() => localStorage.setItem('dompet.mode', 'simple'))
    await signedIn(person, await world.addCustomer({ name: 'Siti Rohani', language: 'id', rupiah: 500_000 }))
    await person.page.getByTestId('balance').waitFor()
    await eye.look('home')
    await sendUpToConfirm(person, 20_000)
    await eye.look('confirm')
    await toPin(person, 20_000)
    await eye.look('pin')
    await enterPin(person.page)
    await person.page.getByTestId('result-paid').waitFor()
    await eye.look('paid')
    await open(person, '/settings')
    await eye.look('settings')
    await open(person, '/help')
    await eye.look('help')
    assert.deepEqual(eye.faults, [])
  }))

const greeting = 'Selamat siang · 您好 · Hello'
const question = 'Rp999.999?'
const tooMuch = 999_999

async function open({ page, url }: Person, path: string): Promise<void> {
  await page.goto(url + path)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

async function lookBeforeSignIn(person: Person, eye: Eye): Promise<void> {
  const { page, say } = person
  await open(person, '/')
  await eye.look('welcome')
  await open(person, '/signin')
  await eye.look('sign-in')
  await open(person, '/signup')
  await eye.look('sign-up-phone')
  const phone = newPhone()
  await page.getByLabel(say('customer', 'signup.phone'), { exact: true }).fill(phone)
  await page.getByRole('button', { name: say('customer', 'signup.send_code') }).click()
  const code = page.getByLabel(say('customer', 'signup.code'), { exact: true })
  await code.waitFor()
  await eye.look('sign-up-code')
  await code.fill(await world.codeFor(phone))
  await page.getByLabel(say('customer', 'signup.name'), { exact: true }).fill('Wayan Sudarma')
  await page.getByRole('button', { name: say('customer', 'signup.next') }).click()
  await page.getByLabel(say('customer', 'signup.password'), { exact: true }).fill('wayan')
  await page.getByRole('button', { name: say('customer', 'signup.next') }).click()
  await eye.look('sign-up-password')
  await page.getByLabel(say('customer', 'signup.password'), { exact: true }).fill(password)
  await page.getByRole('button', { name: say('customer', 'signup.next') }).click()
  await page.getByText(say('customer', 'signup.pin_about'), { exact: true }).waitFor()
  await eye.look('sign-up-pin')
}

async function lookAtMoney(person: Person, eye: Eye): Promise<void> {
  const { page, say } = person
  await page.getByTestId('balance').waitFor()
  await eye.look('home-new')
  await open(person, '/send')
  await eye.look('send')
  await sendUpToConfirm(person, 20_000)
  await eye.look('confirm')
  await toPin(person, 20_000)
  await eye.look('pin')
  await enterPin(page)
  await page.getByTestId('result-paid').waitFor()
  await eye.look('paid')
  await sendUpToConfirm(person, tooMuch)
  await eye.look('confirm-too-much')
  await toPin(person, tooMuch)
  await enterPin(page)
  await page.getByTestId('result-not-paid').getByRole('alert').waitFor()
  await eye.look('not-paid')
  await open(person, '/scan')
  await eye.look('scan')
  await open(person, '/add-money')
  await page.getByTestId('va-number').waitFor()
  await eye.look('add-money')
  await open(person, '/')
  await page.getByText(say('ui', 'payment.not_sent'), { exact: true }).first().waitFor()
  await eye.look('home')
  await open(person, '/history/statements')
  await page.getByText(say('customer', 'statements.pdf'), { exact: true }).waitFor()
  await eye.look('statements')
  await open(person, '/history')
  const refused = page.getByRole('link').filter({ hasText: say('ui', 'payment.not_sent') })
  await refused.first().waitFor()
  await eye.look('history')
  await refused.first().click()
  await page.getByText(say('customer', 'transaction.story')).waitFor()
  await eye.look('transaction')
}

async function sendUpToConfirm(person: Person, amount: number): Promise<void> {
  const { page, say } = person
  await open(person, '/send')
  await page.getByLabel(say('customer', 'send.phone'), { exact: true }).fill(payee.phone)
  await page.getByRole('button', { name: say('customer', 'pay.next'), exact: true }).click()
  await page.getByLabel(say('customer', 'pay.amount'), { exact: true }).fill(String(amount))
  await page.getByRole('button', { name: say('customer', 'pay.next'), exact: true }).click()
  await page.getByTestId('total').waitFor()
}

async function toPin({ page, say, language }: Person, amount: number): Promise<void> {
  const name = say('customer', 'pay.send_button', { amount: rupiah(amount, language) })
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('group', { name: new RegExp(payee.name) }).waitFor()
}

const settings = ['limits', 'fees', 'security', 'pin', 'password', 'sessions', 'access', 'freeze']

async function lookAtSettings(person: Person, eye: Eye): Promise<void> {
  await open(person, '/settings')
  await eye.look('settings')
  for (const name of settings) {
    await open(person, `/settings/${name}`)
    await eye.look(`settings-${name}`)
  }
}

/** From the transaction that was not paid to a conversation that waits for an agent. */
async function askForHelp(person: Person, eye: Eye): Promise<void> {
  const { page, say } = person
  await open(person, '/help')
  await page.getByRole('list', { name: say('customer', 'help.articles') }).waitFor()
  await eye.look('help')
  await page
    .getByRole('list', { name: say('customer', 'help.articles') })
    .getByRole('link')
    .first()
    .click()
  await page.getByText(say('customer', 'help.read_aloud')).or(page.getByRole('article')).first().waitFor()
  await eye.look('article')
  await open(person, '/help/chat')
  await eye.look('new-chat')
  await open(person, '/history')
  await page
    .getByRole('link')
    .filter({ hasText: say('ui', 'payment.not_sent') })
    .first()
    .click()
  await page.getByRole('link', { name: say('customer', 'transaction.ask') }).click()
  await page.getByLabel(say('ui', 'chat.write'), { exact: true }).fill(question)
  await page.getByRole('button', { name: say('ui', 'chat.send'), exact: true }).click()
  await page.getByRole('log').getByText(question).waitFor()
  await eye.look('chat-waiting')
}

async function lookAtDesk(agent: Person, eye: Eye, customerName: string): Promise<void> {
  const { page, say } = agent
  await open(agent, '/desk/')
  await eye.look('sign-in')
  await page.getByLabel(say('desk', 'signin.email'), { exact: true }).fill(world.agent.email)
  await page.getByLabel(say('desk', 'signin.password'), { exact: true }).fill(password)
  await page.getByRole('button', { name: say('desk', 'signin.action'), exact: true }).click()
  const row = page.getByRole('button', { name: new RegExp(customerName) })
  await row.waitFor()
  await eye.look('inbox')
  await row.click()
  await page
    .getByRole('region', { name: say('desk', 'why.brought'), exact: true })
    .getByText(say('refusals', 'balance_too_low.what_send'))
    .waitFor()
  await eye.look('conversation-waiting')
  await page.getByRole('button', { name: say('desk', 'command.take_this'), exact: true }).click()
  await page.getByLabel(say('ui', 'chat.write'), { exact: true }).fill(greeting)
  await page.getByRole('button', { name: say('ui', 'chat.send'), exact: true }).click()
  await page.getByRole('log').getByText(greeting).waitFor()
  await eye.look('conversation')
  await page.getByRole('button', { name: say('desk', 'command.go_customer') }).click()
  await page.getByRole('button', { name: say('desk', 'command.freeze'), exact: true }).waitFor()
  await eye.look('customer')
  await page.getByRole('button', { name: say('desk', 'command.freeze'), exact: true }).click()
  await page.getByRole('dialog').waitFor()
  await eye.look('action-sheet')
}
