import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FrameLocator } from 'playwright-core'
import { maximumGuestMessageCharacters } from '../../contract/guest.ts'
import { closeSite, openWidget } from './site.ts'
import { type Person, phoneSize, startWorld, type World } from './world.ts'

let world: World
before(async () => {
  world = await startWorld()
})
after(async () => {
  closeSite()
  await world?.end()
})

/** Says who it is and asks for a person. */
async function begin(frame: FrameLocator, say: Person['say'], name: string) {
  const person = frame.getByRole('button', { name: say('widget', 'person'), exact: true })
  await person.press('Enter')
  await frame.getByLabel(new RegExp(say('widget', 'start.name'))).fill(name)
  await person.click()
  await frame.getByText(say('widget', 'chat.write_first')).waitFor()
}

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

    // Too long is said, and not cut off.
    await box.fill('x'.repeat(maximumGuestMessageCharacters + 7))
    await frame.getByText(say('ui', 'chat.too_long_other', { count: 7 })).waitFor()
    await box.press('Control+Enter')
    assert.deepEqual(await stored(), [])
    assert.equal((await box.inputValue()).length, maximumGuestMessageCharacters + 7)

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
