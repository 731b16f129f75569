import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { newPhone, phoneSize, signedIn, startWorld, type World } from './world.ts'

const language = 'en'
const codeTries = 5

let world: World
before(async () => {
  world = await startWorld()
})
after(() => world?.end())

test('a code entered wrongly too often: the way to a new one says how long to wait', () =>
  world.play('wrong-codes', async () => {
    const { page, say, url } = await world.seat({ language, size: phoneSize })
    const phone = newPhone()
    await page.goto(`${url}/signup`)
    await page.getByLabel(say('customer', 'signup.phone'), { exact: true }).fill(phone)
    await page.getByRole('button', { name: say('customer', 'signup.send_code'), exact: true }).click()
    const field = page.getByLabel(say('customer', 'signup.code'), { exact: true })
    await field.waitFor()
    const right = Number(await world.codeFor(phone))
    for (let tries = 1; tries <= codeTries; tries += 1) {
      const refused = page.waitForResponse((answer) => answer.url().endsWith('/api/signup/verify'))
      await field.fill(String((right + tries) % 1_000_000).padStart(6, '0'))
      await refused
    }
    await page.getByText(say('refusals', 'code_tries_exhausted.what'), { exact: true }).waitFor()
    const told = page.getByRole('alert')
    await told.getByRole('button', { name: say('refusals', 'code_tries_exhausted.next'), exact: true }).click()
    await page.getByText(say('refusals', 'code_resend_too_soon.what'), { exact: true }).waitFor()
  }))

test('a link that leads to nothing, whole or cut off, is told as such and not as a person', () =>
  world.play('unknown-link', async () => {
    const person = await world.seat({ language, size: phoneSize })
    await signedIn(person, await world.addCustomer({ name: 'Agus Prasetyo', language, rupiah: 5_000 }))
    const { page, say, url } = person
    for (const id of [randomUUID(), '0190f7b2-1a2b']) {
      await page.goto(`${url}/pay/${id}`)
      await page.getByText(say('refusals', 'code_malformed.what_link_unknown'), { exact: true }).waitFor()
      await page.getByText(say('refusals', 'code_malformed.why_link_unknown'), { exact: true }).waitFor()
    }
    await page.getByRole('button', { name: say('refusals', 'code_malformed.next_link_unknown'), exact: true }).click()
    await page.waitForURL('**/scan')
  }))

test('what is not there offers a way that leads somewhere', () =>
  world.play('not-there', async () => {
    const person = await world.seat({ language, size: phoneSize })
    await signedIn(person, await world.addCustomer({ name: 'Dewi Anggraini', language, rupiah: 5_000 }))
    const { page, say, url } = person
    await page.goto(`${url}/history/${randomUUID()}`)
    await page.getByRole('button', { name: say('refusals', 'not_found.next'), exact: true }).click()
    await page.getByTestId('balance').waitFor()
    assert.equal(new URL(page.url()).pathname, '/')
  }))
