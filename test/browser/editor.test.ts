import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Language } from '../../contract/identity.ts'
import { openEye } from './look.ts'
import { atDesk, hire } from './staff.ts'
import { deskSize, type Person, phoneSize, startWorld, type World } from './world.ts'

const slug = 'lost-umbrella'
const titles = { zh: '雨伞丢了怎么办', id: 'Payung ketinggalan', en: 'You left your umbrella' }
const languageNames = { zh: '中文', id: 'Bahasa Indonesia', en: 'English' }

let world: World
let ratna: Person
let bayu: Person
let reader: Person
before(async () => {
  world = await startWorld()
  ratna = await world.seat({ language: 'en', size: deskSize })
  bayu = await world.seat({ language: 'id', size: deskSize })
  reader = await world.seat({ language: 'en', size: phoneSize })
})
after(() => world?.end())

const press = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true }).click()
const eyeOf = (person: Person, series: string, sizes: ('phone' | 'desk')[]) =>
  openEye(person, { series, sizes, tell: (fault) => console.error(fault) })

/** Fills one language of the draft in, as its editor does. */
async function write({ page, say }: Person, language: Language) {
  await page.getByRole('radio', { name: new RegExp(`^${languageNames[language]}`) }).click()
  const field = (name: string) => page.getByLabel(say('knowledge', `field.${name}`), { exact: true })
  await field('title').fill(titles[language])
  await field('summary').fill(`${titles[language]} ·`)
  await field('body').fill('## 1\n\n1. **A**\n2. B')
  await field('actionLabel').fill('OK')
  await field('keywords').fill(titles[language])
}

test('an editor writes an article, another one publishes it, and a customer finds it and says whether it helped', () =>
  world.play('editor', async () => {
    const eyes = [eyeOf(ratna, 'editor', ['desk']), eyeOf(reader, 'reader', ['phone'])] as const
    await atDesk(world, ratna, await hire(world, 'Ratna', 'editor'), '/help')
    await press(ratna, ratna.say('knowledge', 'new'))
    await ratna.page.getByLabel(ratna.say('knowledge', 'slug'), { exact: true }).fill(slug)
    await press(ratna, ratna.say('knowledge', 'begin'))
    await ratna.page.getByLabel(ratna.say('knowledge', 'field.title'), { exact: true }).waitFor()
    for (const language of ['zh', 'id', 'en'] as const) await write(ratna, language)
    await ratna.page.reload()
    await ratna.page.getByText(ratna.say('knowledge', 'unsaved'), { exact: true }).waitFor()
    await eyes[0].look('draft')
    await ratna.page.setViewportSize(deskSize)
    await press(ratna, ratna.say('knowledge', 'submit'))
    await ratna.page.getByText(ratna.say('knowledge', 'own'), { exact: true }).waitFor()
    assert.equal(await ratna.page.getByRole('button', { name: ratna.say('knowledge', 'publish') }).count(), 0)

    await atDesk(world, bayu, await hire(world, 'Bayu', 'editor'), `/help/${slug}`)
    await press(bayu, bayu.say('knowledge', 'publish'))
    await bayu.page
      .getByText(bayu.say('knowledge', 'decided_by', { name: 'Bayu' }))
      .first()
      .waitFor()

    const { page, say } = reader
    await page.goto(`${reader.url}/help`)
    // Until the answers are there the list of all articles stands in their place, and moves away under the click.
    const answered = page.waitForResponse((response) => response.url().includes('umbrela'))
    await page.getByLabel(say('customer', 'help.search'), { exact: true }).fill('left my umbrela')
    await answered
    await page.getByText(say('customer', 'help.found'), { exact: true }).waitFor()
    await page.getByRole('link', { name: titles.en }).click()
    await page.getByText(titles.en, { exact: true }).first().waitFor()
    await eyes[1].look('article')
    await press(reader, say('customer', 'help.helped_no'))
    const missing = page.getByLabel(say('customer', 'help.helped_words'), { exact: true })
    await missing.fill('Which counter? My number is 0812 3456 7890')
    await press(reader, say('customer', 'help.helped_send'))
    await page.getByText(say('customer', 'help.helped_thanks'), { exact: true }).waitFor()

    await ratna.page.reload()
    await ratna.page.getByText('Which counter? My number is …', { exact: true }).waitFor()
    assert.deepEqual([...eyes[0].faults, ...eyes[1].faults], [])
  }))
